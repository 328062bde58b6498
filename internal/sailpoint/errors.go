// Errors: what can go wrong, as values.

package sailpoint

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// ErrInvalid is wrapped by every refusal of an argument before anything was
// changed. The error's text says what was wrong and what is accepted.
var ErrInvalid = errors.New("invalid argument")

// ErrChanging is wrapped when a list was different each time it was read.
var ErrChanging = errors.New("the list kept changing while it was read")

// Error is a call that did not succeed. It never contains a secret.
type Error struct {
	Status     int    // HTTP status; 0 where no answer came
	Method     string // as sent
	Path       string // without the base URL and the query
	DetailCode string // the API's own code, such as "404 Not found"
	TrackingID string // what SailPoint's support asks for
	Text       string // the tenant's explanation, or ours where it gave none

	// RetryAfter is how long the tenant asked to wait; 0 where it did not.
	RetryAfter time.Duration

	// OutcomeUnknown is set for a write that may or may not have been done:
	// it was sent and no clear answer came. Read the tenant to find out; do
	// not send it again. Where it is not set, nothing was changed.
	OutcomeUnknown bool

	Err error // the cause, where there is one

	broken bool // the connection failed, not the tenant
	unsent bool // given up before sending
	again  bool // refused for a reason that has been dealt with
}

// Error is one line for logs and developers, with the tracking id.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s:", e.Method, e.Path)
	if e.Status != 0 {
		fmt.Fprintf(&b, " status %d:", e.Status)
	}
	if e.DetailCode != "" {
		fmt.Fprintf(&b, " %s:", e.DetailCode)
	}
	b.WriteString(" " + e.Text)
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, "; the tenant asks to wait %s", e.RetryAfter.Round(100*time.Millisecond))
	}
	if e.OutcomeUnknown {
		b.WriteString("; it is not known whether this was done")
	}
	if e.TrackingID != "" {
		fmt.Fprintf(&b, " (tracking id %s)", e.TrackingID)
	}
	return b.String()
}

// Unwrap gives the cause, such as context.Canceled.
func (e *Error) Unwrap() error { return e.Err }

// NotFound reports that the tenant has no such thing.
func (e *Error) NotFound() bool { return e.Status == http.StatusNotFound }

// Unauthorized reports that the tenant did not accept the credentials.
func (e *Error) Unauthorized() bool { return e.Status == http.StatusUnauthorized }

// Forbidden reports that the credentials do not allow this call.
func (e *Error) Forbidden() bool { return e.Status == http.StatusForbidden }

// RateLimited reports that the tenant asked to slow down for longer than the
// client waits by itself; see RetryAfter.
func (e *Error) RateLimited() bool { return e.Status == http.StatusTooManyRequests }

// Unavailable reports that the tenant could not be reached, failed, or
// answered with something that is not its API. It does not cover a caller who
// gave up.
func (e *Error) Unavailable() bool {
	return (e.Status < 400 || e.Status >= 500) && !errors.Is(e.Err, context.Canceled)
}

// invalid refuses an argument in a whole sentence.
func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}
