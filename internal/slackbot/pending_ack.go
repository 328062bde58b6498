// Pending acknowledgement: an answer may still go out with it, for a short time.

package slackbot

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// pendingAck is the short time during which an answer can still go out with the
// acknowledgement.
type pendingAck struct {
	mu     sync.Mutex
	shown  any
	closed bool
	done   chan struct{}
}

// newPendingAck is open until something is shown, the work ends, or time is up.
func newPendingAck() *pendingAck { return &pendingAck{done: make(chan struct{})} }

// show puts errors next to fields; false if it is too late for that.
func (a *pendingAck) show(errors *slack.ViewSubmissionResponse) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return false
	}
	a.shown = errors
	a.end()
	return true
}

// close lets the form close.
func (a *pendingAck) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.end()
}

// end ends the waiting, once. The caller holds the lock.
func (a *pendingAck) end() {
	if !a.closed {
		a.closed = true
		close(a.done)
	}
}

// wait gives what is to be sent with the acknowledgement.
func (a *pendingAck) wait(ctx context.Context, most time.Duration) any {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-a.done:
	case <-timer.C:
	case <-ctx.Done():
	}
	a.close()
	return a.shown
}
