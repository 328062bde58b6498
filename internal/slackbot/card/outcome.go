// Outcomes: what became of a change, with the failures first.

package card

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// Outcome shows what a change came to that nobody had to be asked about, or what it
// would come to. With share it can be shared with the channel.
func (r *Renderer) Outcome(o tools.Outcome, share bool) Message { return r.outcome(o, true, share) }

func (r *Renderer) outcome(o tools.Outcome, undoable, share bool) Message {
	b := &messageBuilder{}
	b.line(append([]richText{text(mark(o.Status) + " ")}, sentence(bold, o.Summary)...)...)
	r.details(b, o.Unsaid())
	if o.Status != tools.StatusPreview { // nothing became of its items, and nothing will
		r.items(b, o.Items)
	}
	if o.Change != "" {
		b.context("Change " + string(o.Change))
	}
	b.buttons(r.afterwards(o, undoable, share)...)
	return b.message()
}

// details shows the warnings and as much as fits of what a change would do; the rest is
// counted. Nobody decides by it: that is done by a question, which is shown whole.
func (r *Renderer) details(b *messageBuilder, lines tools.Lines) {
	for _, l := range r.previewLines(lines) {
		for _, piece := range l.split(maxLine) {
			b.line(piece.parts()...)
		}
	}
}

// afterwards has the buttons of a change that has ended. One that undid another is not
// undone itself.
func (r *Renderer) afterwards(o tools.Outcome, undoable, share bool) []labelledButton {
	if o.Change == "" {
		return nil
	}
	var buttons []labelledButton
	if _, there := r.grammar.Tool(tools.NameUndo); there && undoable && slices.ContainsFunc(o.Items, func(i tools.Item) bool { return i.Outcome == tools.ItemDone }) {
		buttons = append(buttons, labelledButton{label: "Undo", Button: Button{Kind: Undo, ID: string(o.Change)}})
	}
	if o.Status == tools.StatusWorking || o.Status == tools.StatusUnknown {
		buttons = append(buttons, labelledButton{label: "Look again", Button: Button{Kind: FollowRequest, ID: string(o.Change)}})
	}
	if share {
		call := Button{Kind: Share, Tool: tools.NameConfirmation, Arguments: arguments(map[string]any{"id": o.Change})}
		buttons = append(buttons, labelledButton{label: shareLabel, Button: call})
	}
	return buttons
}

// decided says who decided, and when.
func decided(b *messageBuilder, by string, at time.Time) {
	if by == "" {
		return
	}
	line := []richText{text("Decided by "), bold(by)}
	if !at.IsZero() {
		line = append(line, text(", "), timestamp(at))
	}
	b.line(line...)
}

// mark makes the kind of an outcome visible at a glance; the words say it too.
func mark(status string) string {
	switch status {
	case tools.StatusDone:
		return "✅"
	case tools.StatusPartly, tools.StatusUnknown:
		return "⚠️"
	case tools.StatusWorking:
		return "⏳"
	case tools.StatusFailed:
		return "❌"
	case tools.StatusPreview:
		return "🔎"
	}
	return "🚫"
}

// fewItems is up to how many items are told in lines; more make a table.
const fewItems = 12

// outcomes are the outcomes of items in the order in which they matter.
var outcomes = []string{tools.ItemFailed, tools.ItemUnknown, tools.ItemInUse, tools.ItemNotFound, "", tools.ItemNoChange, tools.ItemDone}

// items tells what became of each thing.
func (r *Renderer) items(b *messageBuilder, items []tools.Item) {
	t := table{caption: "What became of each", head: []string{"Name", "Outcome", "Reason", "Id"}}
	for _, outcome := range outcomes {
		for _, item := range items {
			if item.Outcome == outcome {
				t.rows = append(t.rows, []string{item.Label(), outcomeText(outcome), item.Reason, item.ID})
			}
		}
	}
	if len(t.rows) > fewItems {
		if shown := b.table(t); shown < len(t.rows) {
			b.line(italic(fmt.Sprintf("… and %d more, after the failures shown above.", len(t.rows)-shown)))
		}
		return
	}
	for _, row := range t.rows {
		line := []richText{text("• "), bold(filled(row[0])), text(": " + row[1])}
		if row[2] != "" {
			line = append(line, text(" ("+row[2]+")"))
		}
		b.line(line...)
	}
}

// outcomeText says an outcome in words.
func outcomeText(outcome string) string {
	if outcome == "" {
		return "not attempted"
	}
	return strings.ReplaceAll(outcome, "_", " ")
}
