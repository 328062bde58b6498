// Diff: what is no longer so, comparing the plan a person saw with the tenant now.

package tools

import (
	"cmp"
	"fmt"
)

// Diff says in words what the later plan of the same change found
// otherwise: facts that changed, and items with another fate. Empty means that
// an approval of this plan is one of the later plan, too.
func (plan Plan) Diff(later Plan) []string {
	changed := differ(factValues(plan), factValues(later))
	return append(changed, differ(itemValues(plan), itemValues(later))...)
}

// value is one thing that a plan says, under a key that stays the same.
type value struct{ key, label, is string }

func factValues(plan Plan) []value {
	values := make([]value, len(plan.Facts))
	for i, f := range plan.Facts {
		values[i] = value{f.Name, f.Name, f.Value}
	}
	return values
}

func itemValues(plan Plan) []value {
	values := make([]value, len(plan.Items))
	for i, item := range plan.Items {
		fate := cmp.Or(item.Outcome, "to be written")
		key := plan.Step(i).Group + " " + cmp.Or(item.ID, item.Name)
		values[i] = value{key, fmt.Sprintf("%s (%s)%s", Quoted(item.Name), item.ID, item.within()), fate}
	}
	return values
}

func differ(before, after []value) []string {
	var changed []string
	was, now := byKey(before), byKey(after)
	for _, v := range before {
		later, still := now[v.key]
		switch {
		case !still:
			changed = append(changed, v.label+" is no longer part of the plan.")
		case later.is != v.is:
			changed = append(changed, fmt.Sprintf("%s was %s and is now %s.", v.label, v.is, later.is))
		}
	}
	for _, v := range after {
		if _, known := was[v.key]; !known {
			changed = append(changed, fmt.Sprintf("%s is new: %s.", v.label, v.is))
		}
	}
	return changed
}

func byKey(values []value) map[string]value {
	keyed := map[string]value{}
	for _, v := range values {
		keyed[v.key] = v
	}
	return keyed
}
