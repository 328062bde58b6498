// Outcomes: what became of a change, with the failures first.

package card

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// Decision is who decided about a change, as far as anybody did.
type Decision struct {
	By    string    // empty: nobody had to be asked
	At    time.Time // when they did; zero: not known
	Share bool      // whether the outcome can be shared with the channel
}

// Outcome shows what a change came to, or the question that it waits for.
func (r *Renderer) Outcome(o tools.Outcome, by Decision) Message {
	if c := o.Confirmation; c != nil {
		lead := ""
		if o.Status == tools.StatusStale {
			lead = o.Summary
		}
		return r.Ask(*c, lead)
	}
	d := &draft{}
	d.line(text(mark(o.Status)+" "), bold(o.Summary))
	for _, w := range o.Warnings {
		d.line(bold("Warning: "), text(w))
	}
	r.items(d, o.Items)
	decided(d, by.By, by.At)
	if o.Change != "" {
		d.note("Change " + o.Change)
	}
	d.row(afterwards(o, by.Share)...)
	return d.message()
}

// afterwards has the buttons of a change that has ended.
func afterwards(o tools.Outcome, share bool) []button {
	if o.Change == "" {
		return nil
	}
	var buttons []button
	if slices.ContainsFunc(o.Items, func(i tools.Item) bool { return i.Outcome == tools.ItemDone }) {
		buttons = append(buttons, button{label: "Undo", does: Action{Verb: Undo, ID: o.Change}})
	}
	if o.Status == tools.StatusWorking || o.Status == tools.StatusUnknown {
		buttons = append(buttons, button{label: "Look again", does: Action{Verb: Follow, ID: o.Change}})
	}
	if share {
		call := Action{Verb: Share, Tool: tools.NameConfirmation, Arguments: arguments(map[string]any{"id": o.Change})}
		buttons = append(buttons, button{label: shareLabel, does: call})
	}
	return buttons
}

// decided says who said yes or no, and when.
func decided(d *draft, by string, at time.Time) {
	if by == "" {
		return
	}
	line := []span{text("Decided by "), bold(by)}
	if !at.IsZero() {
		line = append(line, text(", "), moment(at))
	}
	d.line(line...)
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
	}
	return "🚫"
}

// fewItems is up to how many items are told in lines; more make a table.
const fewItems = 12

// outcomes are the fates of items in the order in which they matter.
var outcomes = []string{tools.ItemFailed, tools.ItemUnknown, tools.ItemInUse, tools.ItemNotFound, "", tools.ItemNoChange, tools.ItemDone}

// items tells what became of each thing.
func (r *Renderer) items(d *draft, items []tools.Item) {
	t := table{caption: "What became of each", head: []string{"Name", "Outcome", "Reason", "Id"}}
	for _, outcome := range outcomes {
		for _, item := range items {
			if item.Outcome == outcome {
				t.rows = append(t.rows, []string{item.Name, fate(outcome), item.Reason, item.ID})
			}
		}
	}
	if len(t.rows) > fewItems {
		if shown := d.table(t); shown < len(t.rows) {
			d.line(italic(fmt.Sprintf("… and %d more, after the failures shown above.", len(t.rows)-shown)))
		}
		return
	}
	for _, row := range t.rows {
		line := []span{text("• "), bold(filled(row[0])), text(": " + row[1])}
		if row[2] != "" {
			line = append(line, text(" ("+row[2]+")"))
		}
		d.line(line...)
	}
}

// fate says an outcome in words.
func fate(outcome string) string {
	if outcome == "" {
		return "not attempted"
	}
	return strings.ReplaceAll(outcome, "_", " ")
}
