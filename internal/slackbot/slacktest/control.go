// Controls: the elements of a message or view that a person can operate.

package slacktest

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
	// Required inputs must be filled in before a form can be submitted.
	Required bool
	// MinLength and MaxLength bound typed text in characters; zero: no bound.
	MinLength, MaxLength int
	// MinQuery is how much must be typed before an external select asks.
	MinQuery int
}

// Option is one choice of a select, in plain text.
type Option struct {
	Text, Value, Description string
	// Group is the heading under which it stands, if any.
	Group string
}

// Surface is what carries controls: a Message or a View.
type Surface interface {
	// Controls gives the controls in reading order.
	Controls() []Control
	// Render draws it as plain text, as a person reads it. A label function
	// renames controls; nil draws them plainly.
	Render(label func(Control) string) string

	locate() (channel, ts, view string)
}

// Controls gives the controls in reading order.
func (m Message) Controls() []Control { return nil }

// Controls gives the controls in reading order.
func (v View) Controls() []Control { return nil }

// Render draws the message as plain text, as a person reads it.
func (m Message) Render(label func(Control) string) string { return "" }

// Render draws the view as plain text, as a person reads it.
func (v View) Render(label func(Control) string) string { return "" }

func (m Message) locate() (channel, ts, view string) { return m.Channel, m.TS, "" }
func (v View) locate() (channel, ts, view string)    { return "", "", v.ID }
