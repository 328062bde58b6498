// Pace: the client as a whole stays within what the tenant bears, so many calls
// at once, so many in ten seconds, none while the tenant asks to wait.

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
	limit       int // requests within the window; 0 for no limit
	concurrency int

	mu       sync.Mutex
	underWay int
	sent     []departure    // those within the window, oldest first
	used     map[string]int // how many of them are a caller's
	queue    turns
	alarm    *time.Timer // deals out places when the window has room again

	until  time.Time     // the tenant wants nothing before then
	trial  time.Time     // when one call may try all the same; not after until
	trying bool          // that call is under way
	status int           // the answer that asked for the pause
	held   chan struct{} // closed and made anew when the tenant asks for a pause
}

// departure is a request that has left.
type departure struct {
	at     time.Time
	caller string
}

// newPace takes a limit of requests within the window; 0 and below is none.
func newPace(limit, concurrency int) *pace {
	return &pace{limit: max(limit, 0), concurrency: concurrency, used: map[string]int{}, held: make(chan struct{})}
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
	for {
		held, tries, err := p.heed(ctx, patience)
		if err != nil {
			return nil, err
		}
		if tries {
			return p.leave, nil
		}
		w := p.line(callerOf(ctx).Key)
		select {
		case <-w.granted:
			return p.leave, nil
		case <-held: // the pause that was asked for counts against patience
			if p.withdraw(w) {
				return p.leave, nil // and began after this call's turn had come
			}
		case <-ctx.Done():
			if p.withdraw(w) {
				p.leave()
			}
			return nil, ctx.Err()
		}
	}
}

// heed waits while the tenant wants nothing. The channel it gives is closed when
// the tenant asks for the next pause. A call that may try all the same has its
// place already.
func (p *pace) heed(ctx context.Context, patience *time.Duration) (held <-chan struct{}, tries bool, err error) {
	for ctx.Err() == nil {
		wait, status, held, tries := p.pause(callerOf(ctx).Key)
		if wait <= 0 {
			return held, tries, nil
		}
		deadline, limited := ctx.Deadline()
		if wait > *patience || limited && time.Until(deadline) < wait {
			return nil, false, &heldError{wait: wait, status: status}
		}
		*patience -= wait
		if err := sleep(ctx, wait); err != nil {
			return nil, false, err
		}
	}
	return nil, false, ctx.Err()
}

// pause says how long the tenant still wants nothing, and which answer asked for
// that. Of a long pause one call a minute may try whether it is over.
func (p *pace) pause(caller string) (wait time.Duration, status int, held <-chan struct{}, tries bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if !now.Before(p.until) {
		return 0, 0, p.held, false
	}
	if now.Before(p.trial) {
		return p.until.Sub(now), p.status, p.held, false
	}
	p.trial, p.trying = now.Add(maxWait), true
	p.take(now, caller)
	return 0, 0, p.held, true
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
		close(p.held)
		p.held = make(chan struct{})
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

// line puts a call of the caller into the queue.
func (p *pace) line(caller string) *waiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.queue.add(caller)
	p.deal()
	return w
}

// withdraw takes a call out of the queue, and reports whether its turn had come
// already.
func (p *pace) withdraw(w *waiter) (granted bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.queue.remove(w)
}

// leave gives back a place among the calls under way.
func (p *pace) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.underWay--
	p.deal()
}

// deal gives out the places that are free, one caller after the other.
func (p *pace) deal() {
	now := time.Now()
	if now.Before(p.until) {
		return // whoever waits has been woken and comes back
	}
	p.forget(now)
	for p.underWay < p.concurrency {
		w := p.queue.next(p.mayLeave)
		if w == nil {
			break
		}
		p.take(now, w.caller)
		close(w.granted)
	}
	if p.queue.empty() || p.underWay >= p.concurrency || len(p.sent) == 0 {
		return
	}
	wait := p.sent[0].at.Add(window).Sub(now)
	if p.alarm == nil {
		p.alarm = time.AfterFunc(wait, p.wake)
	} else {
		p.alarm.Reset(wait)
	}
}

// take counts a call that leaves.
func (p *pace) take(now time.Time, caller string) {
	p.underWay++
	if p.limit > 0 {
		p.sent = append(p.sent, departure{now, caller})
		p.used[caller]++
	}
}

func (p *pace) wake() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deal()
}

// forget drops the departures that no longer count.
func (p *pace) forget(now time.Time) {
	n := 0
	for ; n < len(p.sent) && !now.Before(p.sent[n].at.Add(window)); n++ {
		caller := p.sent[n].caller
		if p.used[caller]--; p.used[caller] == 0 {
			delete(p.used, caller)
		}
	}
	p.sent = p.sent[n:]
}

// reserve is the part of what is free that a caller leaves to the others: one
// place for every nine of their own. Whoever asks a lot waits for the window a
// little earlier, and whoever asks little finds a place in it.
const reserve = 9

// mayLeave reports whether the window has room for a call of the caller. The
// program's own calls, which are nobody's, leave nothing to others.
func (p *pace) mayLeave(caller string) bool {
	if p.limit == 0 {
		return true
	}
	free := p.limit - len(p.sent)
	if caller == "" {
		return free > 0
	}
	return free*reserve > p.used[caller]
}
