// The window in which an answer can still go out with an acknowledgement.

package slackbot

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// window is the short time during which an answer can still go out with the
// acknowledgement.
type window struct {
	mu     sync.Mutex
	shown  any
	closed bool
	done   chan struct{}
}

// newWindow is open until something is shown, the work ends, or time is up.
func newWindow() *window { return &window{done: make(chan struct{})} }

// show puts errors next to fields; false if it is too late for that.
func (w *window) show(errors *slack.ViewSubmissionResponse) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return false
	}
	w.shown = errors
	w.close()
	return true
}

// shut lets the form close.
func (w *window) shut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.close()
}

// close ends the waiting, once. The caller holds the lock.
func (w *window) close() {
	if !w.closed {
		w.closed = true
		close(w.done)
	}
}

// wait gives what is to be sent with the acknowledgement.
func (w *window) wait(ctx context.Context, most time.Duration) any {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-w.done:
	case <-timer.C:
	case <-ctx.Done():
	}
	w.shut()
	return w.shown
}
