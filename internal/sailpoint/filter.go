// Filter: expressions built from values.

package sailpoint

import "strings"

// Filter is an ISC filter expression. The zero value selects everything.
type Filter struct {
	text     string
	compound bool // needs parentheses inside another expression
	nothing  bool // selects nothing, and is answered without asking
}

// Eq selects what has this value in the field. The tenant mostly ignores case:
// compare again where that matters.
func Eq(field, value string) Filter { return Filter{text: field + " eq " + quote(value)} }

// StartsWith selects what has a value in the field that begins so.
func StartsWith(field, value string) Filter { return Filter{text: field + " sw " + quote(value)} }

// In selects what has one of the values in the field; without values it
// selects nothing. All values travel in the address of the request, so keep
// them to about a hundred ids.
func In(field string, values ...string) Filter {
	if len(values) == 0 {
		return Filter{nothing: true}
	}
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quote(v)
	}
	return Filter{text: field + " in (" + strings.Join(quoted, ",") + ")"}
}

// And selects what all of the filters select.
func And(filters ...Filter) Filter {
	var parts []Filter
	for _, f := range filters {
		if f.nothing {
			return f
		}
		if !f.isZero() {
			parts = append(parts, f)
		}
	}
	return combine(" and ", parts)
}

// Or selects what any of the filters selects.
func Or(filters ...Filter) Filter {
	var parts []Filter
	for _, f := range filters {
		if f.isZero() {
			return f
		}
		if !f.nothing {
			parts = append(parts, f)
		}
	}
	if len(parts) == 0 && len(filters) > 0 {
		return Filter{nothing: true}
	}
	return combine(" or ", parts)
}

// Raw is the user's own ISC filter syntax, passed through unchanged. Never
// build its text from values.
func Raw(text string) Filter { return Filter{text: strings.TrimSpace(text), compound: true} }

// String is the expression in ISC's syntax, not yet percent-encoded; "" for
// one that selects everything.
func (f Filter) String() string { return f.text }

// isZero tells the filter that selects everything from the one that selects
// nothing: neither has a text.
func (f Filter) isZero() bool { return f.text == "" && !f.nothing }

// combine joins parts; a single one stays as it is, and none select everything.
func combine(operator string, parts []Filter) Filter {
	if len(parts) == 1 {
		return parts[0]
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.text
		if p.compound {
			texts[i] = "(" + p.text + ")"
		}
	}
	return Filter{text: strings.Join(texts, operator), compound: true}
}

// quote makes a string of the filter language, in which only the quote itself
// and the backslash have a meaning.
func quote(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}
