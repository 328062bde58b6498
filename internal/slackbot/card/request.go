// Requests that wait, or one that is looked at again.

package card

import (
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

type pendingAnswer struct {
	Items []confirm.Summary `json:"items"`
	Total int               `json:"total"`
}

// requests lists what waits; a single one with its preview is shown whole.
func (r *Renderer) requests(d *draft, a pendingAnswer) {
	if a.Total == 0 {
		d.line(text("Nothing waits for you."))
		return
	}
	for i, v := range a.Items {
		if i == maxRequests {
			d.note("More requests wait than are shown here. Decide some first.")
			return
		}
		if len(a.Items) > 1 { // the whole of each is a button away
			v.Preview, v.Items = nil, nil
		}
		r.request(d, v)
	}
}

// maxRequests keeps the list well within the blocks of a message.
const maxRequests = 10

// request shows how one request stands.
func (r *Renderer) request(d *draft, v confirm.Summary) {
	d.line(text(requestMark(v.State)+" "), bold(v.Summary))
	for _, line := range v.Preview[min(1, len(v.Preview)):] {
		r.preview(d, 1, line)
	}
	if v.State != string(confirm.Pending) {
		r.items(d, v.Items)
	}
	decided(d, v.DecidedBy, time.Time{})
	if v.State == string(confirm.Pending) {
		d.must(text("Can be decided until "), moment(v.Expires))
	}
	d.note("Request " + v.ID)
	if v.State == string(confirm.Pending) || v.State == string(confirm.Executing) {
		d.row(button{label: "Look", does: Action{Verb: Follow, ID: v.ID}})
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
func (r *Renderer) Request(result tools.Result) Message {
	var m Message
	known := drawn(result.Data, func(a pendingAnswer) {
		if len(a.Items) == 1 && a.Items[0].State == string(confirm.Pending) {
			v := a.Items[0]
			m = r.Ask(tools.Confirmation{ID: v.ID, Level: v.Level, Preview: v.Preview, Expires: v.Expires}, "")
		}
	})
	if known && m.Text != "" {
		return m
	}
	return r.Result(tools.Call{Tool: tools.NameConfirmation}, result, false)
}
