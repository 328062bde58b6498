// Lines: a preview as text, for those who have no better form for it.

package tools

import (
	"strings"

	"github.com/invopop/jsonschema"
)

// Line is one line of a preview, with what it is about where that has a name. In
// JSON it is a text, because a model reads it as a person does.
type Line struct{ Label, Value string }

// String is the whole line.
func (l Line) String() string {
	if l.Label == "" {
		return l.Value
	}
	return l.Label + ": " + l.Value
}

// MarshalText gives the whole line.
func (l Line) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText takes the line for one without a name: what was a label is not known
// any more.
func (l *Line) UnmarshalText(text []byte) error {
	*l = Line{Value: string(text)}
	return nil
}

// JSONSchema says that a line is a text.
func (Line) JSONSchema() *jsonschema.Schema { return &jsonschema.Schema{Type: "string"} }

// Lines are a preview, the headline first.
type Lines []Line

// String has a line for each.
func (all Lines) String() string {
	texts := make([]string, len(all))
	for i, l := range all {
		texts[i] = l.String()
	}
	return strings.Join(texts, "\n")
}
