// Buttons: what pressing one means, and how that fits into the little that
// Slack sends back.

package card

import (
	"encoding/json"
	"fmt"
	"strings"

	"govgroup/internal/tools"
)

// Verb is what a button does.
type Verb string

// The verbs. Those that decide carry the request's id and nothing else; the
// others carry a call, which is checked again like any other when it comes.
const (
	Confirm Verb = "confirm"      // ID: the request to say yes to
	Type    Verb = "confirm_name" // ID: the request; open the modal that asks for the name
	Cancel  Verb = "cancel"       // ID: the request to say no to
	Undo    Verb = "undo"         // ID: the change to take back
	Follow  Verb = "follow"       // ID: the request to look at again
	Page    Verb = "page"         // Tool, Arguments: show this in place of the message
	Show    Verb = "show"         // Tool, Arguments: answer this in a new message
	Share   Verb = "share"        // Tool, Arguments: answer this in the channel
	Open    Verb = "form"         // Tool, Arguments: open the tool's form, filled in
	Explain Verb = "help"         // ID: the words to explain, none for everything
)

// Action is what one button means.
type Action struct {
	Verb      Verb
	ID        string
	Tool      string
	Arguments json.RawMessage
}

// carried is the form of a call in a button's value.
type carried struct {
	Tool      string          `json:"t"`
	Arguments json.RawMessage `json:"a,omitempty"`
}

// value is what the button carries; "" and false if it does not fit.
func (a Action) value() (string, bool) {
	v := a.ID
	if a.Tool != "" {
		raw, err := json.Marshal(carried{a.Tool, a.Arguments})
		if err != nil {
			return "", false
		}
		v = string(raw)
	}
	return v, length(v) <= maxButtonValue
}

// ReadAction understands what Slack sends back of a pressed button. It is input
// from outside: an unknown verb or a value that is none of ours is an error.
func ReadAction(actionID, value string) (Action, error) {
	verb, _, _ := strings.Cut(actionID, ":")
	a := Action{Verb: Verb(verb)}
	switch a.Verb {
	case Confirm, Type, Cancel, Undo, Follow, Explain:
		a.ID = value
		return a, nil
	case Page, Show, Share, Open:
		var c carried
		if err := json.Unmarshal([]byte(value), &c); err != nil || c.Tool == "" {
			return Action{}, unknownButton
		}
		a.Tool, a.Arguments = c.Tool, c.Arguments
		return a, nil
	}
	return Action{}, unknownButton
}

var unknownButton = tools.Errorf(tools.InvalidInput, "This button is not known; it may be from another version of the app. Nothing was changed.")

// actionID makes an id that is unique in its message.
func (a Action) actionID(n int) string { return fmt.Sprintf("%s:%d", a.Verb, n) }

// arguments writes what a button or a form calls a tool with.
func arguments(values map[string]any) json.RawMessage {
	raw, err := json.Marshal(values)
	if err != nil { // texts, numbers and lists of texts: cannot fail
		return nil
	}
	return raw
}
