// Review: the modal in which a request is read whole, page by page, and approved at
// its end.

package card

import (
	"strconv"

	"github.com/slack-go/slack"

	"govgroup/internal/tools"
)

// onPage is how many characters of a question a page of the modal holds.
const onPage = 6000

// The block of the modal that takes the name.
const nameField = "name"

// ReviewModal shows one page of a request, the first being 0. The field for what
// has to be typed and the button that approves are on the last page and on no other.
// The metadata keeps what is needed to answer where the card is.
func (r *Renderer) ReviewModal(q Request, page int, m Metadata) slack.ModalViewRequest {
	pages := r.pages(q.Lines, onPage)
	page = min(max(page, 0), len(pages)-1)
	m.Request = q.ID
	b := &messageBuilder{}
	for _, l := range pages[page] {
		b.add(l.parts(), l.length())
	}
	last := page == len(pages)-1
	if last {
		r.about(b, q)
	}
	if len(pages) > 1 {
		b.context(pageOf(page, len(pages)))
		b.buttons(turns(page, len(pages))...)
	}
	if !last {
		b.flush()
		return modal(ReviewForm, "Please confirm", "", m, b.blocks...)
	}
	return modal(ReviewForm, "Please confirm", "Confirm", m, append(b.blocksSoFar(q), q.field()...)...)
}

// turns are the buttons that lead to the pages beside this one.
func turns(page, all int) []labelledButton {
	to := func(label string, page int) labelledButton {
		return labelledButton{label: label, Button: Button{Kind: TurnPage, ID: strconv.Itoa(page)}}
	}
	var buttons []labelledButton
	if page > 0 {
		buttons = append(buttons, to("◀ Previous", page-1))
	}
	if page < all-1 {
		buttons = append(buttons, to("Next ▶", page+1))
	}
	return buttons
}

// blocksSoFar ends the text of the last page with what approving takes.
func (b *messageBuilder) blocksSoFar(q Request) []slack.Block {
	b.required(text("Nothing has happened yet. This can be confirmed until "), timestamp(q.Expires))
	if q.Phrase != "" {
		b.required(text("To confirm, type "), code(q.Phrase))
	}
	b.flush()
	return b.blocks
}

// field is where the phrase is typed, if there is one.
func (q Request) field() []slack.Block {
	if q.Phrase == "" {
		return nil
	}
	input := slack.NewPlainTextInputBlockElement(nil, nameField)
	input.MaxLength = maxInput
	return []slack.Block{slack.NewInputBlock(nameField, plain("Type it exactly, capitals too", maxLabel), nil, input)}
}

// Typed is what was typed into the modal.
func Typed(state *slack.ViewState) string { return entry(state, nameField) }

// entry is what a text field of a modal holds.
func entry(state *slack.ViewState, field string) string {
	if state == nil {
		return ""
	}
	return state.Values[field][field].Value
}

// NameError puts what was wrong with the name next to its field.
func NameError(failure *tools.Error) *slack.ViewSubmissionResponse {
	return slack.NewErrorsViewSubmissionResponse(map[string]string{nameField: cut(failure.Message, maxText)})
}
