// Buttons: what pressing one means, and how that fits into the little that
// Slack sends back.

package card

import (
	"encoding/json"
	"fmt"
	"strings"

	"govgroup/internal/tools"
)

// ActionKind is what a button does.
type ActionKind string

// The kinds. Those that decide carry the request's id and nothing else; the
// others carry a call, which is checked again like any other when it comes.
const (
	Confirm       ActionKind = "confirm"      // ID: the request to approve
	Review        ActionKind = "confirm_name" // ID: the request; open the modal in which it is read whole and approved
	TurnPage      ActionKind = "turn"         // ID: the page of that modal to show
	Cancel        ActionKind = "cancel"       // ID: the request to decline
	Decline       ActionKind = "decline"      // ID: the request; open the modal that asks why
	Undo          ActionKind = "undo"         // ID: the change to undo
	FollowRequest ActionKind = "follow"       // ID: the request to look at again
	Page          ActionKind = "page"         // Tool, Arguments: show this in place of the message
	Show          ActionKind = "show"         // Tool, Arguments: answer this in a new message
	Share         ActionKind = "share"        // Tool, Arguments: answer this in the channel
	Open          ActionKind = "form"         // Tool, Arguments: open the tool's form, filled in
	ShowHelp      ActionKind = "help"         // ID: the words to explain, none for everything
)

// Button is what one button means.
type Button struct {
	Kind      ActionKind
	ID        string
	Tool      string
	Arguments json.RawMessage
}

// buttonValue is the form of a call in a button's value.
type buttonValue struct {
	Tool      string          `json:"t"`
	Arguments json.RawMessage `json:"a,omitempty"`
}

// value is what the button carries; "" and false if it does not fit.
func (a Button) value() (string, bool) {
	v := a.ID
	if a.Tool != "" {
		raw, err := json.Marshal(buttonValue{a.Tool, a.Arguments})
		if err != nil {
			return "", false
		}
		v = string(raw)
	}
	return v, length(v) <= maxButtonValue
}

// ReadButton understands what Slack sends back of a pressed button. It is input
// from outside: an unknown kind or a value that is none of ours is an error.
func ReadButton(actionID, value string) (Button, error) {
	kind, _, _ := strings.Cut(actionID, ":")
	a := Button{Kind: ActionKind(kind)}
	switch a.Kind {
	case Confirm, Review, TurnPage, Cancel, Decline, Undo, FollowRequest, ShowHelp:
		a.ID = value
		return a, nil
	case Page, Show, Share, Open:
		var c buttonValue
		if err := json.Unmarshal([]byte(value), &c); err != nil || c.Tool == "" {
			return Button{}, unknownButton
		}
		a.Tool, a.Arguments = c.Tool, c.Arguments
		return a, nil
	}
	return Button{}, unknownButton
}

var unknownButton = tools.Unchanged(tools.Errorf(tools.InvalidInput, "This button is not known; it may be from another version of the app."))

// actionID makes an id that is unique in its message.
func (a Button) actionID(n int) string { return fmt.Sprintf("%s:%d", a.Kind, n) }

// arguments writes what a button or a form calls a tool with.
func arguments(values map[string]any) json.RawMessage {
	raw, err := json.Marshal(values)
	if err != nil { // texts, numbers and lists of texts: cannot fail
		return nil
	}
	return raw
}
