// Ask: the card of a request that waits for a decision.

package card

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/tools"
)

// onCard is how many characters of a question a card holds. What is longer is read
// page by page in a modal, with the approval at its end.
const onCard = maxBlocksText - reserved - 1000

// Ask shows a request that waits. Its buttons carry the request's id and nothing
// else, and there are none that the reader may not press. The lead is what has to
// be said first, for instance why an earlier request was dropped; it may be empty.
func (r *Renderer) Ask(q Request, lead string) Message {
	b := &messageBuilder{}
	b.title("Please confirm")
	if lead != "" {
		b.line(sentence(italic, lead)...)
	}
	pages := r.pages(q.Lines, onCard-length(lead))
	for _, l := range pages[0] {
		b.add(l.parts(), l.length())
	}
	if len(pages) > 1 {
		b.required(italic("That is not all of it: the rest is read page by page, and can be approved at its end."))
	}
	r.about(b, q)
	b.required(text("Nothing has happened yet. This can be confirmed until "), timestamp(q.Expires), text("; after that, ask again."))
	if q.LookedAtBy != "" {
		b.required(text("👀 "), bold(q.LookedAtBy), text(" is looking at it, since "), timestamp(q.LookedAt))
	}
	if q.Refusal != "" {
		b.line(sentence(text, r.grammar.Rewrite(q.Refusal))...)
	}
	if q.Deciders != "" && (q.Refusal != "" || q.Everyone) {
		b.line(sentence(text, r.grammar.Rewrite(q.Deciders))...)
	}
	b.context("Request " + string(q.ID))
	b.buttons(q.buttons(len(pages) > 1)...)
	return b.message()
}

// buttons are those that the reader may press. Whoever asked withdraws with one
// click; anyone else who says no can say why.
func (q Request) buttons(more bool) []labelledButton {
	approve := labelledButton{label: "Confirm", Button: Button{Kind: Confirm, ID: string(q.ID)}, style: slack.StyleDanger}
	switch {
	case more:
		approve.label, approve.Button.Kind = "Read all and decide…", Review
	case q.Phrase != "":
		approve.label, approve.Button.Kind = "Confirm…", Review
	}
	decline := labelledButton{label: "Decline…", Button: Button{Kind: Decline, ID: string(q.ID)}}
	if q.Own {
		decline = labelledButton{label: "Cancel", Button: Button{Kind: Cancel, ID: string(q.ID)}}
	}
	switch {
	case q.Refusal == "":
		return []labelledButton{approve, decline}
	case q.Own:
		return []labelledButton{decline}
	}
	return nil
}

// previewLine is one line of a question as it is shown: a label in bold, and what is
// said.
type previewLine struct{ label, text string }

// previewLines have the headline in bold as a whole. Lines without a name of the
// tenant's in them are the tools' own words, and told as commands.
func (r *Renderer) previewLines(lines tools.Lines) []previewLine {
	all := make([]previewLine, len(lines))
	for i, l := range lines {
		if !strings.Contains(l.String(), "“") {
			l.Value = r.grammar.Rewrite(l.Value)
		}
		switch {
		case i == 0 && l.Label == "":
			all[i] = previewLine{label: l.Value}
		case l.Label != "":
			all[i] = previewLine{label: l.Label + ": ", text: l.Value}
		default:
			all[i] = previewLine{text: l.Value}
		}
	}
	return all
}

func (l previewLine) parts() []richText { return []richText{bold(l.label), text(l.text)} }

// length counts the end of the line, too.
func (l previewLine) length() int { return length(l.label) + length(l.text) + 1 }

// split cuts a line into pieces of at most so many characters, between names where
// it can. Nothing of it is lost.
func (l previewLine) split(most int) []previewLine {
	var pieces []previewLine
	for l.length() > most {
		if length(l.label) >= most/2 { // a sentence of one very long name
			label := []rune(l.label)
			pieces = append(pieces, previewLine{label: string(label[:most/2])})
			l.label = string(label[most/2:])
			continue
		}
		head := []rune(l.text)[:most-length(l.label)-1]
		at := len(string(head))
		if i := strings.LastIndex(string(head), ", "); i > at/2 {
			at = i + len(", ")
		}
		pieces = append(pieces, previewLine{label: l.label, text: strings.TrimRight(l.text[:at], " ")})
		l = previewLine{text: l.text[at:]}
	}
	return append(pieces, l)
}

// pages deals lines out to pages of so many characters. There is at least one.
func (r *Renderer) pages(lines tools.Lines, most int) [][]previewLine {
	pages, left := [][]previewLine{nil}, most
	for _, line := range r.previewLines(lines) {
		for _, piece := range line.split(maxText - 1) {
			n := piece.length()
			if n > left {
				pages, left = append(pages, nil), most
			}
			pages[len(pages)-1] = append(pages[len(pages)-1], piece)
			left -= n
		}
	}
	return pages
}

// pageOf says which page is shown of how many.
func pageOf(n, all int) string { return fmt.Sprintf("Page %d of %d", n+1, all) }
