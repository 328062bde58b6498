// Dedupe: passing each delivery on once, however often Slack sends it.

package transport

import (
	"context"
	"time"

	"govgroup/internal/cache"
)

// memorySpan is how long a delivery or signature is remembered: the five minutes
// that a signature may be off in either direction, and some more.
const memorySpan = 11 * time.Minute

// memorySize bounds what is remembered; the oldest is forgotten first.
const memorySize = 20_000

func newMemory[T any]() *cache.Cache[string, T] {
	return cache.New[string, T](memorySize, memorySpan, nil)
}

// Dedupe gives a handler that passes each delivery on once. A repetition gets the
// first one's answer, also while that is still being worked on. One that ended
// in an error is forgotten, so that a repetition can succeed.
//
// The memory is this process's own. Two replicas that get the same delivery both
// answer it on; what must not happen twice even then is the gate's to prevent.
func Dedupe(next Handler) Handler {
	return &dedupe{next: next, seen: newMemory[*answered]()}
}

type dedupe struct {
	next Handler
	seen *cache.Cache[string, *answered]
}

// answered is what a delivery was answered with; it is complete once done is closed.
type answered struct {
	done   chan struct{}
	answer any
	err    error
}

// Handle passes the delivery on, or waits for the answer to an earlier one.
func (o *dedupe) Handle(ctx context.Context, d Delivery) (any, error) {
	id := d.id()
	if id == "" {
		return o.next.Handle(ctx, d)
	}
	r, again := o.seen.First(id, &answered{done: make(chan struct{})})
	if again {
		select {
		case <-r.done:
			return r.answer, r.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	r.err = errPanic // unless the handler returns
	defer func() {
		if r.err != nil {
			o.seen.Delete(id)
		}
		close(r.done)
	}()
	r.answer, r.err = o.next.Handle(ctx, d)
	return r.answer, r.err
}
