// Asking: the card that waits for a decision, and the modal in which a name
// is typed.

package card

import (
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// Ask shows a request that waits, with buttons that carry its id and nothing
// else. The lead is what has to be said first, for instance why an earlier
// request was dropped; it may be empty.
func (r *Renderer) Ask(c tools.Confirmation, lead string) Message {
	b := &messageBuilder{}
	b.title("Please confirm")
	if lead != "" {
		b.line(italic(lead))
	}
	for i, line := range c.Preview {
		r.preview(b, i, line)
	}
	b.required(text("Nothing has happened yet. This can be confirmed until "), timestamp(c.Expires), text("; after that, ask again."))
	yes := labelledButton{label: "Confirm", Button: Button{Kind: Confirm, ID: c.ID}, style: slack.StyleDanger}
	if c.Typed {
		yes.label, yes.Button.Kind = "Confirm…", Type
	}
	b.buttons(yes, labelledButton{label: "Cancel", Button: Button{Kind: Cancel, ID: c.ID}})
	b.context("Request " + c.ID)
	return b.message()
}

// preview shows one line of a preview: first what would happen, then details
// with their labels.
func (r *Renderer) preview(b *messageBuilder, i int, line string) {
	if !strings.Contains(line, "“") { // without a name in it: the tools' own words
		line = r.grammar.Rewrite(line)
	}
	label, value, labelled := strings.Cut(line, ": ")
	switch {
	case i == 0:
		b.line(bold(line))
	case labelled && length(label) < 40:
		b.line(bold(label+": "), text(value))
	default:
		b.line(text(line))
	}
}

// The block of the modal that takes the name.
const nameField = "name"

// NameModal asks for the phrase that confirms a request. The metadata keeps what
// is needed to answer where the card is.
func (r *Renderer) NameModal(q confirm.Question, o Metadata) slack.ModalViewRequest {
	b := &messageBuilder{}
	for i, line := range strings.Split(q.Text, "\n") {
		r.preview(b, i, line)
	}
	b.required(text("To confirm, type "), code(q.Phrase))
	b.flush()
	input := slack.NewPlainTextInputBlockElement(nil, nameField)
	input.MaxLength = maxInput
	field := slack.NewInputBlock(nameField, plain("Type it exactly, capitals too", maxLabel), nil, input)
	o.Request = q.Request
	return modal(NameModal, "Please confirm", "Confirm", o, append(b.blocks, field)...)
}

// Typed is what was typed into the modal.
func Typed(state *slack.ViewState) string {
	if state == nil {
		return ""
	}
	return state.Values[nameField][nameField].Value
}

// NameError puts what was wrong with the name next to its field.
func NameError(failure *tools.Error) *slack.ViewSubmissionResponse {
	return slack.NewErrorsViewSubmissionResponse(map[string]string{nameField: cut(failure.Message, maxText)})
}

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
func modal(callback, title, submit string, o Metadata, blocks ...slack.Block) slack.ModalViewRequest {
	view := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, Title: plain(title, maxModalTitle), Close: plain("Cancel", maxModalTitle),
		PrivateMetadata: o.encode(), Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		view.Submit = plain(submit, maxModalTitle)
	}
	return view
}
