// Document: the texts of a person that a search looks into.

package sandbox

import "fmt"

// values are the texts of a field. Without a field they are those that a bare
// word is looked for in.
func (d document) values(field string) (values []string, known bool) {
	switch field {
	case "":
		return []string{d.Name, d.Alias, d.Email, d.ID}, true
	case "id":
		return []string{d.ID}, true
	case "name", "attributes.uid":
		return []string{d.Alias}, true
	case "displayName":
		return []string{d.Name}, true
	case "firstName":
		return []string{d.FirstName}, true
	case "lastName":
		return []string{d.LastName}, true
	case "email":
		return []string{d.Email}, true
	case "owns.governanceGroups.id":
		return ownedTexts(d.owned, func(g ownedGroup) string { return g.id }), true
	case "owns.governanceGroups.name":
		return ownedTexts(d.owned, func(g ownedGroup) string { return g.name }), true
	}
	return nil, false
}

func ownedTexts(groups []ownedGroup, text func(ownedGroup) string) []string {
	out := make([]string, len(groups))
	for i, g := range groups {
		out[i] = text(g)
	}
	return out
}

// in sends the words without a field to the fields of the request.
func (q *query) in(fields []string) error {
	for _, field := range fields {
		if _, known := (document{Person: &Person{}}).values(field); !known {
			return fmt.Errorf("field %q is not known", field)
		}
	}
	q.setFields(fields)
	return nil
}

func (q *query) setFields(fields []string) {
	if q.left != nil {
		q.left.setFields(fields)
		q.right.setFields(fields)
	}
	q.fields = fields
}

func (d document) allValues(fields []string) []string {
	var all []string
	for _, field := range fields {
		values, _ := d.values(field)
		all = append(all, values...)
	}
	return all
}
