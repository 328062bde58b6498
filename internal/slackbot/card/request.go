// Request: a request to change as one person sees it, from the question to how it
// ended.

package card

import (
	"fmt"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// Request is what a card shows of a request to change.
type Request struct {
	ID tools.RequestID

	// Lines are what was asked for: a sentence, then everything that would be
	// written, then the rest.
	Lines tools.Lines

	Tenant  string // its host
	Sandbox bool   // it is the embedded tenant
	Asker   string // who asked
	Surface string // from where
	Reason  string // why, in their words; empty: not given or among the lines

	Expires  time.Time
	Deciders string // a sentence: who may decide, and where; empty: not known
	Phrase   string // what has to be typed to approve; empty: nothing
	Own      bool   // the reader asked
	Everyone bool   // it is shown where many read it: who of them may decide is not known
	Refusal  string // why the reader's approval would not count; empty: it would

	LookedAtBy string // who of those who may decide is reading it; empty: not known
	LookedAt   time.Time

	Undoing bool       // it undoes another change, and is not undone itself
	Call    tools.Call // by which it can be asked for again; without a tool: it cannot

	Outcome   tools.Outcome // how it stands
	DecidedBy string        // empty: nobody did
	DecidedAt time.Time     // zero: not known
}

// pending reports whether the request still waits for a decision.
func (q Request) pending() bool { return q.Outcome.Status == tools.StatusAsk }

// Request shows one request as it stands, to be decided if it waits.
func (r *Renderer) Request(q Request) Message {
	if q.pending() {
		return r.Ask(q, "")
	}
	return r.Ended(q, false)
}

// Ended shows how a request ended, and still what was asked for and by whom, so
// that the card can be read without the question. With share it can be shared with
// the channel.
func (r *Renderer) Ended(q Request, share bool) Message {
	b := &messageBuilder{}
	b.line(append([]richText{text(mark(q.Outcome.Status) + " ")}, sentence(bold, q.Outcome.Summary)...)...)
	if len(q.Lines) > 0 && !strings.Contains(q.Outcome.Summary, q.Lines[0].Value) {
		b.line(text("Asked for: "), text(q.Lines[0].Value))
	}
	for _, w := range q.Outcome.Warnings {
		b.line(bold("Warning: "), text(w))
	}
	r.items(b, q.Outcome.Items)
	decided(b, q.DecidedBy, q.DecidedAt)
	r.about(b, q)
	b.context("Change " + string(q.ID))
	b.buttons(append(again(q), r.afterwards(q.Outcome, !q.Undoing, share)...)...)
	return b.message()
}

// again has the button by which whoever asked asks again for what nobody decided in
// time.
func again(q Request) []labelledButton {
	if !q.Own || q.Outcome.Status != tools.StatusExpired || q.Call.Tool == "" {
		return nil
	}
	return []labelledButton{{label: "Ask again…", Button: Button{Kind: Open, Tool: q.Call.Tool, Arguments: q.Call.Arguments}}}
}

// about says which tenant a request is for, who asked, from where and why.
func (r *Renderer) about(b *messageBuilder, q Request) {
	badge := "🏢 Production"
	if q.Sandbox {
		badge = "🧪 Sandbox"
	}
	if q.Tenant != "" {
		b.required(bold(badge), text(" · "+q.Tenant))
	}
	if q.Asker != "" {
		b.required(text("Asked by "), bold(q.Asker), text(" over "+surfaceName(q.Surface)))
	}
	if q.Reason != "" {
		b.line(text("Reason, in their words: " + tools.QuotedText(q.Reason)))
	}
}

// surfaceName says a surface as people do.
func surfaceName(surface string) string {
	switch surface {
	case "slack":
		return "Slack"
	case "console":
		return "the console"
	case "stdio", "http", "sse":
		return "MCP (" + surface + ")"
	}
	return tools.Clean(surface)
}

// maxRequests keeps each of the two lists of requests well within the blocks of a
// message.
const maxRequests = 7

// Requests lists what waits: for the reader's approval first, then what they asked for
// themselves.
func (r *Renderer) Requests(all []Request) Message {
	b := &messageBuilder{}
	if len(all) == 0 {
		b.line(text("Nothing waits for you."))
	}
	r.requests(b, all)
	return b.message()
}

// requests tells each in a few lines. The whole of it is a button away.
func (r *Renderer) requests(b *messageBuilder, all []Request) {
	theirs, own := split(all)
	for _, part := range []struct {
		title string
		list  []Request
	}{{"Waiting for your approval", theirs}, {"You asked for", own}} {
		if len(part.list) == 0 {
			continue
		}
		b.line(bold(part.title))
		for i, q := range part.list {
			if i == maxRequests {
				b.context(fmt.Sprintf("%d more requests wait. Decide some first.", len(part.list)-i))
				break
			}
			r.inShort(b, q)
		}
	}
}

// split tells the requests of others from the reader's own.
func split(all []Request) (theirs, own []Request) {
	for _, q := range all {
		if q.Own {
			own = append(own, q)
		} else {
			theirs = append(theirs, q)
		}
	}
	return theirs, own
}

// inShort tells one request. Who may decide it finds the way to that here.
func (r *Renderer) inShort(b *messageBuilder, q Request) {
	mark := "❔"
	if !q.pending() {
		mark = "⏳"
	}
	b.line(text(mark+" "), bold(q.Lines[0].Value))
	if !q.Own {
		b.line(text("Asked by "), bold(q.Asker))
	}
	b.required(text("Can be decided until "), timestamp(q.Expires))
	b.context("Request " + string(q.ID))
	buttons := []labelledButton{{label: "Look", Button: Button{Kind: FollowRequest, ID: string(q.ID)}}}
	if !q.Own && q.Refusal == "" && q.pending() {
		buttons = append(buttons,
			labelledButton{label: "Review…", Button: Button{Kind: Review, ID: string(q.ID)}},
			labelledButton{label: "Decline…", Button: Button{Kind: Decline, ID: string(q.ID)}})
	}
	b.buttons(buttons...)
}
