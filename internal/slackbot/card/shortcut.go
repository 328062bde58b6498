// Shortcuts: the modal in which a command is typed where Slack takes none.

package card

import "github.com/slack-go/slack"

// The block of the modal that takes the command.
const commandField = "command"

// AskModal takes a command without its slash. It may be filled in with one that reads.
func (r *Renderer) AskModal(filled string, m Metadata) slack.ModalViewRequest {
	b := &messageBuilder{}
	b.line(text("Type a command. The answer comes where you pressed this, and only you see it. For example:"))
	for _, example := range []string{"get DB Access", "who DB Access", "members add DB Access jane.doe@corp.example"} {
		b.line(code(example))
	}
	b.flush()
	input := slack.NewPlainTextInputBlockElement(nil, commandField)
	input.InitialValue, input.MaxLength = cut(filled, maxInput), maxInput
	field := slack.NewInputBlock(commandField, plain("What would you like to do?", maxLabel), nil, input)
	return modal(AskForm, "Governance groups", "Go", m, append(b.blocks, field)...)
}

// Asked is the command that was typed.
func Asked(state *slack.ViewState) string { return entry(state, commandField) }

// Misunderstood puts what was not understood next to its field.
func Misunderstood(why string) *slack.ViewSubmissionResponse {
	return slack.NewErrorsViewSubmissionResponse(map[string]string{commandField: cut(why, maxText)})
}
