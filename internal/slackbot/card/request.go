// Requests that wait, or one that is looked at again.

package card

import (
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// requests lists what waits; a single one with its preview is shown whole.
func (r *Renderer) requests(b *messageBuilder, a confirm.Requests) {
	if len(a.Items) == 0 {
		b.line(text("Nothing waits for you."))
		return
	}
	for i, v := range a.Items {
		if i == maxRequests {
			b.context("More requests wait than are shown here. Decide some first.")
			return
		}
		if len(a.Items) > 1 { // the whole of each is a button away
			v.Preview, v.Items = nil, nil
		}
		r.request(b, v)
	}
}

// maxRequests keeps the list well within the blocks of a message.
const maxRequests = 10

// request shows how one request stands.
func (r *Renderer) request(b *messageBuilder, v confirm.Summary) {
	b.line(text(requestMark(v.State)+" "), bold(v.Summary))
	for _, line := range v.Preview[min(1, len(v.Preview)):] {
		r.preview(b, 1, line)
	}
	if v.State != string(confirm.Pending) {
		r.items(b, v.Items)
	}
	decided(b, v.DecidedBy, time.Time{})
	if v.State == string(confirm.Pending) {
		b.required(text("Can be decided until "), timestamp(v.Expires))
	}
	b.context("Request " + v.ID)
	if v.State == string(confirm.Pending) || v.State == string(confirm.Executing) {
		b.buttons(labelledButton{label: "Look", Button: Button{Kind: FollowRequest, ID: v.ID}})
	}
}

func requestMark(state string) string {
	if state == string(confirm.Pending) {
		return "❔"
	}
	return mark(state)
}

// Request shows one request as it stands, to be decided if it waits. It is what
// following a request ends in.
func (r *Renderer) Request(v confirm.Summary) Message {
	if v.State == string(confirm.Pending) {
		return r.Ask(tools.Confirmation{ID: v.ID, Level: v.Level, Typed: v.Typed, Preview: v.Preview, Expires: v.Expires}, "")
	}
	b := &messageBuilder{}
	r.request(b, v)
	return b.message()
}
