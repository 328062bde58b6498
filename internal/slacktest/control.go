// Controls: the elements of a message or view that a person can operate.

package slacktest

import "cmp"

// Control is something to press, choose from or type into.
type Control struct {
	BlockID, ActionID string
	Type              string // Slack's: button, static_select, plain_text_input, …
	// Label is what stands on or beside it, as plain text.
	Label       string
	Hint        string
	Placeholder string
	// Value is a button's value; Style its look (primary, danger).
	Value, Style string
	URL          string
	// Options are what can be chosen. External selects have none until asked
	// with Slack.Suggest.
	Options []Option
	// Chosen holds the values entered or chosen so far.
	Chosen []string
	// Input tells that it stands in an input block; Required that it must be
	// filled in before the form can be submitted.
	Input, Required bool
	Multiline       bool
	// MinLength and MaxLength bound typed text in characters; zero: no bound.
	MinLength, MaxLength int
	// MinQuery is how much must be typed before an external select asks.
	MinQuery int

	element, entry object
}

// Option is one choice of a select, in plain text.
type Option struct {
	Text, Value, Description string

	choice object
}

// Surface is what carries controls: a Message or a View.
type Surface interface {
	// Controls gives the controls in reading order.
	Controls() []Control
	// Render draws it as plain text, as a person reads it. A label function
	// draws controls in its own way; nil draws them plainly.
	Render(label func(Control) string) string

	locate() (channel, ts, view string)
}

// Controls gives the controls in reading order.
func (m Message) Controls() []Control { return controls(m.blocks, m.state) }

// Controls gives the controls in reading order.
func (v View) Controls() []Control { return controls(v.blocks, v.state) }

func (m Message) locate() (channel, ts, view string) { return m.Channel, m.TS, "" }
func (v View) locate() (channel, ts, view string)    { return "", "", v.ID }

// controls reads blocks from top to bottom, each from left to right.
func controls(blocks []object, st state) []Control {
	var found []Control
	for _, b := range blocks {
		for _, e := range elementsOf(b) {
			found = append(found, control(b, e, st))
		}
	}
	return found
}

// control reads one element of a block.
func control(b, e object, st state) Control {
	c := Control{
		BlockID: b.text("block_id"), ActionID: e.text("action_id"), Type: e.text("type"),
		Label: e.object("text").text("text"), Placeholder: e.object("placeholder").text("text"),
		Value: e.text("value"), Style: e.text("style"), URL: e.text("url"), Options: options(e),
		Multiline: e.flag("multiline"), MinLength: count(e, "min_length", 0), MaxLength: count(e, "max_length", 0),
		MinQuery: count(e, "min_query_length", defaultQuery), element: e,
	}
	c.entry = st.entry(c.BlockID, c.ActionID)
	c.Chosen = entered(c.entry)
	if b.text("type") == "input" {
		c.Input, c.Required = true, !b.flag("optional")
		c.Label, c.Hint = b.object("label").text("text"), b.object("hint").text("text")
	}
	c.Label = cmp.Or(c.Label, c.Placeholder)
	return c
}

// defaultQuery is how much must be typed before an external select asks.
const defaultQuery = 3

// count reads a whole number.
func count(o object, key string, otherwise int) int {
	if n, ok := o[key].(float64); ok {
		return int(n)
	}
	return otherwise
}

// options gives the choices of an element, or of the answer of an options load.
func options(e object) []Option {
	var found []Option
	for _, o := range e.list("options") {
		found = append(found, Option{
			Text: o.object("text").text("text"), Value: o.text("value"),
			Description: o.object("description").text("text"), choice: o,
		})
	}
	return found
}
