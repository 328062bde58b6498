// Asking: the card that waits for a yes or a no, and the modal in which a name
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
	d := &draft{}
	d.title("Please confirm")
	if lead != "" {
		d.line(italic(lead))
	}
	for i, line := range c.Preview {
		r.preview(d, i, line)
	}
	d.must(text("Nothing has happened yet. This can be confirmed until "), moment(c.Expires), text("; after that, ask again."))
	yes := button{label: "Confirm", does: Action{Verb: Confirm, ID: c.ID}, style: slack.StyleDanger}
	if c.Level == string(confirm.Typed) {
		yes.label, yes.does.Verb = "Confirm…", Type
	}
	d.row(yes, button{label: "Cancel", does: Action{Verb: Cancel, ID: c.ID}})
	d.note("Request " + c.ID)
	return d.message()
}

// preview shows one line of a preview: first what would happen, then details
// with their labels.
func (r *Renderer) preview(d *draft, i int, line string) {
	if !strings.Contains(line, "“") { // without a name in it: the tools' own words
		line = r.grammar.Rewrite(line)
	}
	label, value, labelled := strings.Cut(line, ": ")
	switch {
	case i == 0:
		d.line(bold(line))
	case labelled && length(label) < 40:
		d.line(bold(label+": "), text(value))
	default:
		d.line(text(line))
	}
}

// The block of the modal that takes the name.
const nameField = "name"

// NameModal asks for the phrase that confirms a request. An origin keeps what
// is needed to answer where the card is.
func (r *Renderer) NameModal(q confirm.Question, o Origin) slack.ModalViewRequest {
	d := &draft{}
	for i, line := range strings.Split(q.Text, "\n") {
		r.preview(d, i, line)
	}
	d.must(text("To confirm, type "), code(q.Phrase))
	d.flush()
	input := slack.NewPlainTextInputBlockElement(nil, nameField)
	input.MaxLength = maxInput
	field := slack.NewInputBlock(nameField, plain("Type it exactly, capitals too", maxLabel), nil, input)
	o.Request = q.Request
	return modal(NameModal, "Please confirm", "Confirm", o, append(d.blocks, field)...)
}

// Typed is what was typed into the modal.
func Typed(state *slack.ViewState) string {
	if state == nil {
		return ""
	}
	return state.Values[nameField][nameField].Value
}

// NameError puts what was wrong with the name next to its field.
func NameError(fault *tools.Error) *slack.ViewSubmissionResponse {
	return slack.NewErrorsViewSubmissionResponse(map[string]string{nameField: cut(fault.Message, maxText)})
}

// modal makes a view. Without a submit it has nothing to submit.
func modal(callback, title, submit string, o Origin, blocks ...slack.Block) slack.ModalViewRequest {
	view := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, Title: plain(title, maxModalTitle), Close: plain("Cancel", maxModalTitle),
		PrivateMetadata: o.metadata(), Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		view.Submit = plain(submit, maxModalTitle)
	}
	return view
}
