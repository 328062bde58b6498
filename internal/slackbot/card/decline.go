// Decline: the modal in which somebody who says no can say why.

package card

import "github.com/slack-go/slack"

// The block of the modal that takes the reason, and how much of one is kept.
const (
	reasonField = "reason"
	maxReason   = 500
)

// DeclineModal asks for an optional reason, which whoever asked will read.
func (r *Renderer) DeclineModal(q Request, m Metadata) slack.ModalViewRequest {
	m.Request = q.ID
	b := &messageBuilder{}
	if len(q.Lines) > 0 {
		b.line(bold(q.Lines[0].Value))
	}
	r.about(b, q)
	b.flush()
	input := slack.NewPlainTextInputBlockElement(nil, reasonField)
	input.Multiline, input.MaxLength = true, maxReason
	field := slack.NewInputBlock(reasonField, plain("Why not", maxLabel), plain("Whoever asked reads it.", maxLabel), input)
	field.Optional = true
	return modal(DeclineForm, "Decline", "Decline", m, append(b.blocks, field)...)
}

// DeclineReason is what was typed into the modal; it may be empty.
func DeclineReason(state *slack.ViewState) string { return entry(state, reasonField) }
