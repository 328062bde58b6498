// This file keeps the client as a whole within what the tenant bears: so many
// calls at once, so many in ten seconds, none while the tenant asks to wait.

package sailpoint

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// window is the span in which the tenant counts requests. The quarter second
// on top covers requests that travel at different speeds and arrive closer
// together than they left.
const window = 10*time.Second + 250*time.Millisecond

// pace is shared by all calls of a client.
type pace struct {
	slots chan struct{} // one for each call under way

	mu     sync.Mutex
	sent   []time.Time // when the last requests left, a ring; empty for no limit
	oldest int         // the ring's oldest entry
	until  time.Time   // the tenant wants nothing before then
	trial  time.Time   // when one call may try all the same; not after until
	trying bool        // that call is under way
	status int         // the answer that asked for the pause
}

// newPace takes a limit of requests within the window; 0 and below is none.
func newPace(limit, concurrency int) *pace {
	return &pace{slots: make(chan struct{}, concurrency), sent: make([]time.Time, max(limit, 0))}
}

// heldError says that the tenant wants a longer wait than the caller has.
type heldError struct {
	wait   time.Duration
	status int
}

func (e *heldError) Error() string {
	return fmt.Sprintf("the tenant asked for a pause, of which %s is left", e.wait.Round(time.Millisecond))
}

// enter waits for a place among the calls under way and for the right moment.
// Waits that the tenant asked for are taken from patience; where it does not
// suffice, or the context would end first, a *heldError comes at once. leave
// must be called after the answer was read.
func (p *pace) enter(ctx context.Context, patience *time.Duration) (leave func(), err error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	leave = func() { <-p.slots }
	if err := p.await(ctx, patience); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

// await waits for the right moment. Calls that wake at the same time ask again
// one by one, so that only as many leave as there is room for.
func (p *pace) await(ctx context.Context, patience *time.Duration) error {
	for ctx.Err() == nil {
		wait, heldBy := p.next(time.Now())
		if wait <= 0 {
			break
		}
		if heldBy != 0 {
			deadline, limited := ctx.Deadline()
			if wait > *patience || limited && time.Until(deadline) < wait {
				return &heldError{wait: wait, status: heldBy}
			}
			*patience -= wait
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// next takes a place in the window, or says how long to wait before asking
// again, and which answer of the tenant is the reason (0: our own limit).
func (p *pace) next(now time.Time) (wait time.Duration, heldBy int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.until) {
		if now.Before(p.trial) {
			return p.until.Sub(now), p.status
		}
		p.trial, p.trying = now.Add(maxWait), true
	}
	if len(p.sent) == 0 {
		return 0, 0
	}
	if free := p.sent[p.oldest].Add(window); now.Before(free) {
		return free.Sub(now), 0
	}
	p.sent[p.oldest] = now
	p.oldest = (p.oldest + 1) % len(p.sent)
	return 0, 0
}

// hold keeps every call back for as long as the tenant asked, or for pause
// where it named no time. After a minute of a longer pause one call may try: the
// answer may come from a proxy, or be outdated. It reports whether the call that
// was refused has the patience to wait for that.
func (p *pace) hold(ctx context.Context, refused *Error, pause, patience time.Duration) bool {
	if refused.RetryAfter > 0 {
		pause = refused.RetryAfter
	}
	now := time.Now()
	until := now.Add(pause)
	p.mu.Lock()
	if p.trying || until.After(p.until) {
		p.until, p.trial, p.status, p.trying = until, now.Add(min(pause, maxWait)), refused.Status, false
	}
	p.mu.Unlock()
	deadline, limited := ctx.Deadline()
	return pause <= patience && !(limited && deadline.Before(until))
}

// resume ends a pause that a call has tried and found to be over.
func (p *pace) resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.trying {
		p.until, p.trying = time.Time{}, false
	}
}
