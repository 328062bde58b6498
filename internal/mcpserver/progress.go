// Progress: how far a long call has come, told to clients that asked for it.

package mcpserver

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"govgroup/internal/tools"
)

// progress tells one call's client how far the call has come. A notification is
// written at once, hence before the call's result: the library's own way passes
// notifications to another goroutine and loses the last one.
type progress struct {
	token  mcp.ProgressToken
	notify func(message any) // nil: the client did not ask or cannot be told

	mu                 sync.Mutex
	before, part, last int
}

func newProgress(ctx context.Context, request mcp.CallToolRequest) *progress {
	p := &progress{last: -1}
	if meta := request.Params.Meta; meta != nil && validProgressToken(meta.ProgressToken) {
		p.token, p.notify = meta.ProgressToken, channelFrom(ctx).notify
	}
	return p
}

// report gives the function that tools report to, or nil if nobody wants to know.
func (p *progress) report() func(tools.Progress) {
	if p.notify == nil {
		return nil
	}
	return p.tell
}

// tell passes a report on. The protocol wants each number to be greater than the
// one before: work in several parts counts each from nothing, and one that waits
// does not count at all.
func (p *progress) tell(now tools.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Done == 0 && now.Total == 0 {
		p.last++
		p.before++
		p.send(p.last, 0, now.Text)
		return
	}
	if now.Done < p.part {
		p.before = p.last + 1
	}
	p.part = now.Done
	done := now.Done + p.before
	if now.Total > 0 {
		now.Total += p.before
	}
	if done <= p.last {
		return
	}
	p.last = done
	p.send(done, now.Total, now.Text)
}

func (p *progress) send(done, total int, text string) {
	p.notify(progressNotification(p.token, tools.Progress{Done: done, Total: total, Text: text}))
}

// thinkingTime is how often a client is told that a person is still to decide:
// some give up on a call of which they hear nothing for a minute.
const thinkingTime = 15 * time.Second

// whileThinking tells a call's client now and then that a person is to decide,
// until the function that it gives is called.
func whileThinking(report func(tools.Progress)) (stop func()) {
	if report == nil {
		return func() {}
	}
	ended := make(chan struct{})
	var telling sync.WaitGroup
	telling.Go(func() {
		tick := time.NewTicker(thinkingTime)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				report(tools.Progress{Text: "A person is to decide."})
			case <-ended:
				return
			}
		}
	})
	return func() { close(ended); telling.Wait() }
}

// longestToken is how many bytes a progress token may have: each notification
// repeats it.
const longestToken = 256

// validProgressToken reports whether a client's progress token is one: a number, or a text of
// reasonable length.
func validProgressToken(token mcp.ProgressToken) bool {
	switch t := token.(type) {
	case string:
		return len(t) <= longestToken
	case float64, int, int64, json.Number:
		return true
	}
	return false
}

func progressNotification(token mcp.ProgressToken, p tools.Progress) mcp.JSONRPCNotification {
	fields := map[string]any{"progressToken": token, "progress": p.Done}
	if p.Total > 0 {
		fields["total"] = p.Total
	}
	if p.Text != "" {
		fields["message"] = p.Text
	}
	return mcp.JSONRPCNotification{
		JSONRPC: mcp.JSONRPC_VERSION,
		Notification: mcp.Notification{
			Method: "notifications/progress",
			Params: mcp.NotificationParams{AdditionalFields: fields},
		},
	}
}
