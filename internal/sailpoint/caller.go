// Caller: on whose behalf a call is made, so that the tenant's bounds are shared
// out fairly, and who wants to hear that a call has to wait.

package sailpoint

import (
	"context"
	"sync"
	"time"
)

// Caller is on whose behalf calls are made. The zero value is the program itself.
type Caller struct {
	// Key tells callers apart. Those who wait take turns.
	Key string

	// Waiting is told why a call waits, once it has for some seconds, and now and
	// then until it is sent. Nil: nobody wants to know.
	Waiting func(why string)
}

type callerKey struct{}

// WithCaller returns a context whose calls are made on the caller's behalf.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

func callerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// When a wait is told of: for a turn after some seconds, for an answer when it takes
// unusually long, and then as often as keeps a client from giving up.
const (
	longWait   = 3 * time.Second
	longSilent = 8 * time.Second
	waitAgain  = 15 * time.Second
)

// Why a call waits, for people.
const (
	whyPaused = "The tenant has asked for a pause; the call goes on by itself."
	whyPaced  = "Waiting for a turn: the tenant takes only so many requests in ten seconds."
	whySilent = "The tenant has not answered yet; the call goes on."
)

// tellOfWait tells the log and the caller when a call has waited for long, and why.
// Once the function it gives has returned, nothing more is told.
func (c *Client) tellOfWait(ctx context.Context, k call, long time.Duration, reason func() string) (done func()) {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	began, over := time.Now(), false
	var again *time.Timer
	again = time.AfterFunc(long, func() {
		mu.Lock()
		defer mu.Unlock()
		if over {
			return
		}
		why := reason()
		c.log.InfoContext(ctx, "sailpoint: a call waits", "method", k.method, "path", k.path,
			"waited", time.Since(began).Round(time.Second), "why", why)
		if waiting := callerOf(ctx).Waiting; waiting != nil {
			waiting(why)
		}
		again.Reset(waitAgain)
	})
	return func() {
		mu.Lock()
		defer mu.Unlock()
		over = true
		again.Stop()
	}
}

// silence says what a call waits for that was sent.
func silence() string { return whySilent }

// why says what the calls that wait wait for.
func (p *pace) why() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Now().Before(p.until) {
		return whyPaused
	}
	return whyPaced
}
