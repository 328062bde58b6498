// Drafts: a message while it is written. A draft keeps what the blocks show and
// what the plain text says in step, and counts what still fits.

package card

import (
	"fmt"

	"github.com/slack-go/slack"
)

// draft collects the blocks of a message.
type draft struct {
	blocks  []slack.Block
	said    []string // the plain text, line by line
	section []slack.RichTextSectionElement
	size    int  // characters in the section
	used    int  // characters in all blocks
	full    bool // no further line fits
	hidden  int  // lines that did not fit and have not been counted yet
	buttons int
}

// reserved is kept free for what must be there however much there is to say: how
// much does not fit, until when something can be decided, notes and buttons.
const reserved = 3000

// title is the line that a message begins with.
func (d *draft) title(s string) {
	d.flush()
	d.said = append(d.said, s)
	d.blocks = append(d.blocks, slack.NewHeaderBlock(plain(s, maxHeader)))
	d.used += min(length(s), maxHeader)
}

// line adds a line. One that is too long is cut where that shows; one that does
// not fit any more is counted.
func (d *draft) line(spans ...span) {
	n := length(said(spans)) + 1
	if n > maxLine {
		spans, n = shorten(spans, maxLine-1), maxLine
	}
	if d.full = d.full || d.used+n > maxBlocksText-reserved; d.full {
		d.hidden++
		return
	}
	d.add(spans, n)
}

// must adds a line that is never left out; it must be short.
func (d *draft) must(spans ...span) {
	d.end()
	spans = shorten(spans, maxNote)
	d.add(spans, length(said(spans))+1)
}

// end ends a run of lines by counting those that did not fit.
func (d *draft) end() {
	if d.hidden > 0 {
		more := fmt.Sprintf("… and %d more lines that do not fit into a message of Slack.", d.hidden)
		d.add([]span{italic(more)}, length(more)+1)
	}
	d.hidden = 0
}

// add writes a line into the block that is open. Long texts go into several blocks
// of one size, which nobody sees: Slack draws them without a gap.
func (d *draft) add(spans []span, n int) {
	if d.size+n > maxText {
		d.flush()
	}
	if d.size > 0 {
		d.section = append(d.section, slack.NewRichTextSectionTextElement("\n", nil))
	}
	for _, s := range spans {
		if s.text != "" {
			d.section = append(d.section, s.element())
		}
	}
	d.said = append(d.said, said(spans))
	d.size, d.used = d.size+n, d.used+n
}

// shorten cuts spans to so many characters together.
func shorten(spans []span, most int) []span {
	var kept []span
	for _, s := range spans {
		s.text = cut(s.text, most)
		most -= length(s.text)
		kept = append(kept, s)
	}
	return kept
}

// flush ends the block of text that is being written.
func (d *draft) flush() {
	if len(d.section) > 0 {
		d.blocks = append(d.blocks, slack.NewRichTextBlock("", slack.NewRichTextSection(d.section...)))
	}
	d.section, d.size = nil, 0
}

// note is a small grey line at the end of a message.
func (d *draft) note(s string) {
	d.end()
	d.flush()
	d.said = append(d.said, s)
	d.blocks = append(d.blocks, slack.NewContextBlock("", plain(s, maxNote)))
	d.used += min(length(s), maxNote)
}

// button is one button of a row.
type button struct {
	label string
	does  Action
	style slack.Style
}

// row adds a row of buttons. One whose meaning does not fit into a button is
// left out: whatever a button does can be typed too.
func (d *draft) row(buttons ...button) {
	d.end()
	d.flush()
	var elements []slack.BlockElement
	for _, b := range buttons {
		value, fits := b.does.value()
		if !fits || len(elements) == maxButtons {
			continue
		}
		d.buttons++
		element := slack.NewButtonBlockElement(b.does.actionID(d.buttons), value, plain(b.label, maxButtonText))
		elements = append(elements, element.WithStyle(b.style))
	}
	if len(elements) > 0 {
		d.blocks = append(d.blocks, slack.NewActionBlock("", elements...))
	}
}

// message is the finished draft. What did not fit is counted in it. Should it
// break a limit all the same, it is sent as plain text rather than refused.
func (d *draft) message() Message {
	d.end()
	d.flush()
	m := Message{Text: fallback(d.said), Blocks: d.blocks}
	if m.Check() != nil {
		m.Blocks = nil
	}
	return m
}
