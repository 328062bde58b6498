// Dedupe: passing each delivery on once, however often Slack sends it.

package transport

import (
	"context"
	"sync"
	"time"
)

// memorySpan is how long a delivery or signature is remembered: the five minutes
// that a signature may be off in either direction, and some more.
const memorySpan = 11 * time.Minute

// memorySize bounds what is remembered; the oldest is forgotten first.
const memorySize = 20_000

// Dedupe gives a handler that passes each delivery on once. A repetition gets the
// first one's answer, also while that is still being worked on. One that ended
// in an error is forgotten, so that a repetition can succeed.
//
// The memory is this process's own. Two replicas that get the same delivery both
// answer it on; what must not happen twice even then is the gate's to prevent.
func Dedupe(next Handler) Handler {
	return &dedupe{next: next, seen: newMemory[*answered](time.Now)}
}

type dedupe struct {
	next Handler
	seen *memory[*answered]
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
	r, again := o.seen.keep(id, &answered{done: make(chan struct{})})
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
			o.seen.forget(id)
		}
		close(r.done)
	}()
	r.answer, r.err = o.next.Handle(ctx, d)
	return r.answer, r.err
}

// memory keeps a bounded number of values for a bounded time. It is safe for
// concurrent use.
type memory[T any] struct {
	now func() time.Time

	mu    sync.Mutex
	kept  map[string]T
	order []keptAt // oldest first
}

type keptAt struct {
	key string
	at  time.Time
}

func newMemory[T any](now func() time.Time) *memory[T] {
	return &memory[T]{now: now, kept: map[string]T{}}
}

// keep remembers the value, or gives the one that is there already.
func (m *memory[T]) keep(key string, value T) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire()
	if earlier, there := m.kept[key]; there {
		return earlier, true
	}
	m.kept[key] = value
	m.order = append(m.order, keptAt{key, m.now()})
	return value, false
}

// forget lets the key be kept again.
func (m *memory[T]) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, key) // its place in the order is skipped when it comes up
}

// expire drops what is too old or too much. The caller holds the lock.
func (m *memory[T]) expire() {
	limit := m.now().Add(-memorySpan)
	gone := 0
	for gone < len(m.order) && (m.order[gone].at.Before(limit) || len(m.order)-gone >= memorySize) {
		delete(m.kept, m.order[gone].key)
		gone++
	}
	m.order = m.order[gone:]
}
