// Outcome: what every changing tool answers, how far it came, item by item, or that a
// person must decide first.

package tools

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The states a change can be in when a tool answers.
const (
	StatusDone     = "done"
	StatusPartly   = "partly_done"
	StatusFailed   = "failed"
	StatusUnknown  = "unknown"
	StatusAsk      = "confirmation_required"
	StatusPreview  = "dry_run"
	StatusWorking  = "executing"
	StatusDeclined = "declined"
	StatusExpired  = "expired"
	StatusStale    = "stale"
)

// RequestID names one request to change: 128 random bits, as text. On the wire it is
// the id of a confirmation while the request waits, and of a change afterwards.
type RequestID string

// Outcome is the structured answer of every tool that changes or destroys.
type Outcome struct {
	Status       string        `json:"status" jsonschema:"enum=done,enum=partly_done,enum=failed,enum=unknown,enum=confirmation_required,enum=dry_run,enum=executing,enum=declined,enum=expired,enum=stale"`
	Summary      string        `json:"summary"`
	Change       RequestID     `json:"change,omitempty"` // id for govgroup_confirmation and govgroup_undo
	Groups       []Ref         `json:"groups,omitempty"`
	Items        []Item        `json:"items,omitempty"`
	Warnings     []string      `json:"warnings,omitempty"`
	Preview      Lines         `json:"preview,omitempty"` // of a dry run
	Confirmation *Confirmation `json:"confirmation,omitempty"`
}

// Confirmation is the question that a person has to answer before anything
// happens. Nothing in it lets its reader answer in the person's place.
type Confirmation struct {
	ID      RequestID `json:"id"`
	Level   string    `json:"level"`
	Typed   bool      `json:"typed,omitempty"` // the name has to be typed
	Preview Lines     `json:"preview"`
	Expires time.Time `json:"expires"`
	Decide  string    `json:"decide"` // where a person decides
}

// Text tells the outcome in a few lines, failures first. What a question shows is
// said once, by the question.
func (o Outcome) Text() string {
	var b strings.Builder
	b.WriteString(o.Summary)
	if len(o.shown()) == 0 {
		for _, outcome := range []string{ItemFailed, ItemUnknown, ItemInUse, ItemNotFound, ItemNoChange, ItemDone} {
			writeItems(&b, outcome, o.Items)
		}
	}
	if o.Change != "" && o.Confirmation == nil {
		fmt.Fprintf(&b, "\nChange %s.", o.Change)
	}
	for _, line := range o.Unsaid() {
		b.WriteString("\n" + line.String())
	}
	if c := o.Confirmation; c != nil {
		fmt.Fprintf(&b, "\nRequest %s. %s", c.ID, c.Decide)
	}
	return b.String()
}

// Unsaid is what the summary leaves unsaid: the warnings, and the lines of the preview or
// of the question; what stands in both once.
func (o Outcome) Unsaid() (all Lines) {
	shown := o.shown()
	for _, w := range o.Warnings {
		if line := (Line{"Warning", w}); !slices.Contains(shown, line) {
			all = append(all, line)
		}
	}
	for i, line := range shown {
		if i > 0 || !strings.HasSuffix(o.Summary, line.Value) {
			all = append(all, line)
		}
	}
	return all
}

// shown is what a person is shown before anything happens.
func (o Outcome) shown() Lines {
	if o.Confirmation != nil {
		return o.Confirmation.Preview
	}
	return o.Preview
}

// Shown is how many names a text lists before it says how many more there are;
// the structured items are always complete.
const Shown = 10

func writeItems(b *strings.Builder, outcome string, items []Item) {
	var lines []string
	total := 0
	for _, item := range items {
		if item.Outcome != outcome {
			continue
		}
		if total++; total <= Shown {
			line := item.Label()
			if item.Reason != "" {
				line += " (" + item.Reason + ")"
			}
			lines = append(lines, line)
		}
	}
	if total == 0 {
		return
	}
	if total > Shown {
		lines = append(lines, fmt.Sprintf("and %d more, all in items", total-Shown))
	}
	fmt.Fprintf(b, "\n%s (%d): %s", outcome, total, strings.Join(lines, "; "))
}
