// Retry: what may be sent again, and when.

package sailpoint

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// busy reports that the tenant refused a call for now, without doing it, and
// means every caller to slow down.
func (e *Error) busy() bool {
	return e.Status == http.StatusTooManyRequests ||
		e.Status == http.StatusServiceUnavailable && e.RetryAfter > 0
}

// answered reports that the tenant said anything but to come back later; a nil
// error is success.
func (e *Error) answered() bool {
	return e == nil || !e.unsent && e.Status != 0 && !e.busy()
}

// repeatable reports whether the call may be sent again: always when it was
// refused for now, and for reads when the connection, a gateway or the tenant itself
// failed. A write that met such a failure may have been done.
func (e *Error) repeatable(write bool) bool {
	switch {
	case e.unsent:
		return false
	case e.again || e.busy():
		return true
	case write:
		return false
	}
	return e.broken || e.Status >= http.StatusInternalServerError && e.Status != http.StatusNotImplemented
}

// tries is how often a call is sent that ended so: the tenant's own failures are
// rarely over as soon as a gateway's.
func (e *Error) tries() int {
	gateway := e.Status == http.StatusBadGateway || e.Status == http.StatusGatewayTimeout
	if e.Status >= http.StatusInternalServerError && !gateway && !e.busy() {
		return fewTries
	}
	return maxTries
}

// backoff is the pause before the next try where the tenant named none: 0.25 s,
// doubled each time, and spread so that callers do not come back together.
func backoff(attempt int) time.Duration {
	base := 250 * time.Millisecond << (attempt - 1)
	return base/2 + rand.N(base)
}

// retryAfter reads the header of that name: seconds, or a date, which is
// compared with the answer's own clock. It gives 0 where the tenant named no
// wait, and never less than a tenth of a second where it did.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if text == "" {
		return 0
	}
	var wait time.Duration
	if seconds, err := strconv.Atoi(text); err == nil {
		wait = time.Duration(min(seconds, 1_000_000)) * time.Second
	} else if date, err := http.ParseTime(text); err == nil {
		now, err := http.ParseTime(h.Get("Date"))
		if err != nil {
			now = time.Now()
		}
		wait = date.Sub(now)
	} else {
		return 0
	}
	return max(wait, 100*time.Millisecond)
}

// sleep waits, or gives the context's error as soon as that is over.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
