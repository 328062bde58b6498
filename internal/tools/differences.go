// What is no longer so: comparing the plan a person saw with the tenant now.

package tools

import "fmt"

// Differences says in words what the later plan of the same change found
// otherwise: facts that changed, and items with another fate. Empty means that
// a yes to this plan is a yes to the later one.
func (p Plan) Differences(later Plan) []string {
	changed := differ(factValues(p), factValues(later))
	return append(changed, differ(itemValues(p), itemValues(later))...)
}

// values keeps the order in which things were said, for readable sentences.
type values struct {
	names []string
	of    map[string]string
}

func (v *values) set(name, value string) {
	if v.of == nil {
		v.of = map[string]string{}
	}
	v.names = append(v.names, name)
	v.of[name] = value
}

func factValues(p Plan) (v values) {
	for _, f := range p.Facts {
		v.set(f.Name, f.Value)
	}
	return v
}

func itemValues(p Plan) (v values) {
	for _, item := range p.Items {
		fate := item.Outcome
		if fate == "" {
			fate = "to be written"
		}
		v.set(fmt.Sprintf("%s (%s)", quoted(item.Name), item.ID), fate)
	}
	return v
}

func differ(before, after values) []string {
	var changed []string
	for _, name := range before.names {
		now, still := after.of[name]
		switch {
		case !still:
			changed = append(changed, name+" is gone.")
		case now != before.of[name]:
			changed = append(changed, fmt.Sprintf("%s was %s and is now %s.", name, before.of[name], now))
		}
	}
	for _, name := range after.names {
		if _, known := before.of[name]; !known {
			changed = append(changed, fmt.Sprintf("%s is new: %s.", name, after.of[name]))
		}
	}
	return changed
}
