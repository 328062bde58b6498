// Package card makes what people see in Slack: messages, buttons and modals. It
// is the one place where text of strangers meets Slack's markup: names and
// descriptions go into blocks that interpret none, and everything is held
// against Slack's limits before it leaves.
package card

import (
	"fmt"

	"github.com/slack-go/slack"
)

// Message is a message ready to be sent. Text is what notifications, screen
// readers and old clients show; it says the same as the blocks, escaped.
type Message struct {
	Text   string
	Blocks []slack.Block
}

// Options are for the methods of the Web API that post or update.
func (m Message) Options() []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(), slack.MsgOptionDisableMarkdown(),
	}
}

// Reply is for a response_url: ephemeral, as a new message or in place of the
// one that was interacted with.
func (m Message) Reply(replace bool) *slack.WebhookMessage {
	no := false
	return &slack.WebhookMessage{
		Text: m.Text, Blocks: &slack.Blocks{BlockSet: m.Blocks}, ResponseType: slack.ResponseTypeEphemeral,
		ReplaceOriginal: replace, UnfurlLinks: &no, UnfurlMedia: &no,
	}
}

// messageBuilder collects the blocks of a message.
type messageBuilder struct {
	blocks      []slack.Block
	plainText   []string // the plain text, line by line
	section     []slack.RichTextSectionElement
	size        int  // characters in the section
	used        int  // characters in all blocks
	full        bool // no further line fits
	hidden      int  // lines that did not fit and have not been counted yet
	buttonCount int
}

// reserved is kept free for what must be there however much there is to say: how
// much does not fit, until when something can be decided, notes and buttons.
const reserved = 3000

// title is the line that a message begins with.
func (b *messageBuilder) title(s string) {
	b.flush()
	b.plainText = append(b.plainText, s)
	b.blocks = append(b.blocks, slack.NewHeaderBlock(plain(s, maxHeader)))
	b.used += min(length(s), maxHeader)
}

// line adds a line. One that is too long is cut where that shows; one that does
// not fit any more is counted.
func (b *messageBuilder) line(parts ...richText) {
	n := length(plainText(parts)) + 1
	if n > maxLine {
		parts, n = shorten(parts, maxLine-1), maxLine
	}
	if b.full = b.full || b.used+n > maxBlocksText-reserved; b.full {
		b.hidden++
		return
	}
	b.add(parts, n)
}

// required adds a line that is never left out; it must be short.
func (b *messageBuilder) required(parts ...richText) {
	b.end()
	parts = shorten(parts, maxNote)
	b.add(parts, length(plainText(parts))+1)
}

// end ends a run of lines by counting those that did not fit.
func (b *messageBuilder) end() {
	if b.hidden > 0 {
		more := fmt.Sprintf("… and %d more lines that do not fit into a message of Slack.", b.hidden)
		b.add([]richText{italic(more)}, length(more)+1)
	}
	b.hidden = 0
}

// add writes a line into the block that is open. Long texts go into several blocks
// of one size, which nobody sees: Slack draws them without a gap.
func (b *messageBuilder) add(parts []richText, n int) {
	if b.size+n > maxText {
		b.flush()
	}
	if b.size > 0 {
		b.section = append(b.section, slack.NewRichTextSectionTextElement("\n", nil))
	}
	for _, s := range parts {
		if s.text != "" {
			b.section = append(b.section, s.element())
		}
	}
	b.plainText = append(b.plainText, plainText(parts))
	b.size, b.used = b.size+n, b.used+n
}

// shorten cuts parts to so many characters together.
func shorten(parts []richText, most int) []richText {
	var kept []richText
	for _, s := range parts {
		s.text = cut(s.text, most)
		most -= length(s.text)
		kept = append(kept, s)
	}
	return kept
}

// flush ends the block of text that is being written.
func (b *messageBuilder) flush() {
	if len(b.section) > 0 {
		b.blocks = append(b.blocks, slack.NewRichTextBlock("", slack.NewRichTextSection(b.section...)))
	}
	b.section, b.size = nil, 0
}

// context is a small grey line at the end of a message.
func (b *messageBuilder) context(s string) {
	b.end()
	b.flush()
	b.plainText = append(b.plainText, s)
	b.blocks = append(b.blocks, slack.NewContextBlock("", plain(s, maxNote)))
	b.used += min(length(s), maxNote)
}

// labelledButton is one button of a row.
type labelledButton struct {
	label  string
	Button Button
	style  slack.Style
}

// buttonCount adds a row of buttons. One whose meaning does not fit into a button is
// left out: whatever a button does can be typed too.
func (b *messageBuilder) buttons(buttons ...labelledButton) {
	b.end()
	b.flush()
	var elements []slack.BlockElement
	for _, one := range buttons {
		value, fits := one.Button.value()
		if !fits || len(elements) == maxButtons {
			continue
		}
		b.buttonCount++
		element := slack.NewButtonBlockElement(one.Button.actionID(b.buttonCount), value, plain(one.label, maxButtonText))
		elements = append(elements, element.WithStyle(one.style))
	}
	if len(elements) > 0 {
		b.blocks = append(b.blocks, slack.NewActionBlock("", elements...))
	}
}

// message is the finished message. What did not fit is counted in it. Should it
// break a limit all the same, it is sent as plain text rather than refused.
func (b *messageBuilder) message() Message {
	b.end()
	b.flush()
	m := Message{Text: fallback(b.plainText), Blocks: b.blocks}
	if m.Check() != nil {
		m.Blocks = nil
	}
	return m
}
