// Calls: how many calls of tools are in progress. A caller's own bound keeps
// memory in check and leaves the others alone; the tenant's bounds are kept by its
// client, which deals them out in turn.

package mcpserver

import (
	"context"
	"slices"
	"sync"

	"govgroup/internal/tools"
)

// What one caller may have in progress, and waiting for that.
const (
	maxAtWork  = 32
	maxWaiting = 1000

	retryAfter = "10" // seconds, told to whoever has too many waiting
)

// calls are the calls in progress, by caller.
type calls struct {
	mu      sync.Mutex
	atWork  map[string]int
	waiting map[string][]chan struct{}
	total   int // in progress or waiting

	stopping bool
	idle     chan struct{} // closed when stopping and nothing is in progress
}

func newCalls() *calls {
	return &calls{atWork: map[string]int{}, waiting: map[string][]chan struct{}{}, idle: make(chan struct{})}
}

var (
	errTooManyCalls = tools.Errorf(tools.RateLimited, "1,000 of your calls wait already, beside the 32 that are in progress. Nothing was done. Try again when some of them are answered, in about 10 seconds.")
	errStopping     = tools.Errorf(tools.Unavailable, "The server is about to stop. Nothing was done.")
)

// acquire waits for the caller's turn. Each call that got it must be released.
func (c *calls) acquire(ctx context.Context, caller string) error {
	turn, err := c.enter(caller)
	if err != nil {
		return err
	}
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		c.abandon(caller, turn)
		return ctx.Err()
	}
}

// enter counts a call. Its turn has come when the channel is closed.
func (c *calls) enter(caller string) (chan struct{}, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	turn := make(chan struct{})
	switch {
	case c.stopping:
		return nil, errStopping
	case c.atWork[caller] < maxAtWork:
		c.atWork[caller]++
		close(turn)
	case len(c.waiting[caller]) >= maxWaiting:
		return nil, errTooManyCalls
	default:
		c.waiting[caller] = append(c.waiting[caller], turn)
	}
	c.total++
	return turn, nil
}

// abandon takes back a call that waits, or that got its turn at this moment.
func (c *calls) abandon(caller string, turn chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	own := c.waiting[caller]
	if i := slices.Index(own, turn); i >= 0 {
		c.waiting[caller] = slices.Delete(own, i, i+1)
		c.ended()
		return
	}
	c.passOn(caller)
}

// release ends a call that had its turn.
func (c *calls) release(caller string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.passOn(caller)
}

// resume gives a call that was released its place again, at once: a person has
// answered, and there are only so many open questions.
func (c *calls) resume(caller string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.atWork[caller]++
	c.total++
}

// passOn gives a place to the caller's next call.
func (c *calls) passOn(caller string) {
	if c.atWork[caller]--; c.atWork[caller] < maxAtWork && len(c.waiting[caller]) > 0 {
		close(c.waiting[caller][0])
		c.waiting[caller] = c.waiting[caller][1:]
		c.atWork[caller]++
	}
	if c.atWork[caller] == 0 {
		delete(c.atWork, caller)
		delete(c.waiting, caller)
	}
	c.ended()
}

func (c *calls) ended() {
	if c.total--; c.total == 0 && c.stopping {
		c.signalIdle()
	}
}

// stop lets no call begin any more. The channel is closed when none is in
// progress.
func (c *calls) stop() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopping = true
	if c.total == 0 {
		c.signalIdle()
	}
	return c.idle
}

func (c *calls) signalIdle() {
	select {
	case <-c.idle:
	default:
		close(c.idle)
	}
}
