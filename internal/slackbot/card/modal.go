// Modals: what all of them have in common, and what one must remember of where it was
// opened, because Slack sends nothing else back when it is submitted.

package card

import (
	"encoding/json"

	"github.com/slack-go/slack"

	"govgroup/internal/tools"
)

// Notice is a modal that only says something; without blocks, that one has to wait
// a moment.
func Notice(title string, blocks ...slack.Block) slack.ModalViewRequest {
	if len(blocks) == 0 {
		b := &messageBuilder{}
		b.line(text("One moment…"))
		b.flush()
		blocks = b.blocks
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain(title, maxModalTitle), Close: plain("Close", maxModalTitle),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// modal makes a view. Without a submit it has nothing to submit.
func modal(callback, title, submit string, m Metadata, blocks ...slack.Block) slack.ModalViewRequest {
	view := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, Title: plain(title, maxModalTitle), Close: plain("Cancel", maxModalTitle),
		PrivateMetadata: m.encode(), Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		view.Submit = plain(submit, maxModalTitle)
	}
	return view
}

// Callback ids: which modal was submitted.
const (
	ReviewForm  = "type_name" // approves a request, with the name where one is asked for
	DeclineForm = "decline"   // declines a request, with a reason
	FormModal   = "form"      // a tool's form
	AskForm     = "ask"       // takes a command where none can be typed, such as in a thread
)

// Metadata is carried by a modal as its private metadata. The response URL in it
// is a secret: a Metadata must not be logged.
type Metadata struct {
	Tool        string          `json:"tool,omitempty"`    // of a form
	Request     tools.RequestID `json:"request,omitempty"` // to approve or decline
	Channel     string          `json:"channel,omitempty"` // where to answer
	Thread      string          `json:"thread,omitempty"`  // where in the channel, if in a thread
	Message     string          `json:"message,omitempty"` // the card's timestamp, if it can be updated by it
	ResponseURL string          `json:"url,omitempty"`     // of the interaction that opened the modal
	Used        int             `json:"used,omitempty"`    // how often the response URL has been used

	// Was has a hash of each value that the form was filled in with, so that
	// what nobody touched is not written.
	Was map[string]string `json:"was,omitempty"`
}

// encode is kept by Slack and not by us, so that a form survives a restart and
// can be submitted to another replica.
func (m Metadata) encode() string {
	raw, err := json.Marshal(m)
	if err != nil { // strings and numbers only: cannot fail
		return ""
	}
	return string(raw)
}

// ReadMetadata reads a modal's private metadata.
func ReadMetadata(metadata string) (Metadata, error) {
	var m Metadata
	if err := json.Unmarshal([]byte(metadata), &m); err != nil {
		return Metadata{}, unknownForm
	}
	return m, nil
}

var unknownForm = tools.Unchanged(tools.Errorf(tools.InvalidInput, "This form is not known; it may be from another version of the app."))
