// This file holds what can go wrong, as values.

package sailpoint

import (
	"errors"
	"time"
)

// ErrInvalid is wrapped by every refusal of an argument before anything was
// sent. The error's text says what was wrong and what is accepted.
var ErrInvalid = errors.New("invalid argument")

// ErrChanging is wrapped when a list changed each time it was read.
var ErrChanging = errors.New("the list kept changing while it was read")

// Error is a call that did not succeed. It never contains a secret.
type Error struct {
	Status     int    // HTTP status; 0 where no answer came
	Method     string // as sent
	Path       string // without the query
	DetailCode string // the API's own code, such as "404 Not found"
	TrackingID string // what SailPoint's support asks for
	Text       string // the tenant's explanation

	// RetryAfter is how long the tenant asked to wait, where it asked.
	RetryAfter time.Duration

	// OutcomeUnknown is set for a write that may or may not have been done:
	// it was sent and no clear answer came. Read the tenant to find out; do
	// not send it again.
	OutcomeUnknown bool

	Err error // the cause, where there is one
}

// Error is one line for logs and developers.
func (e *Error) Error() string { return e.Text }

// Unwrap gives the cause, such as context.Canceled.
func (e *Error) Unwrap() error { return e.Err }

// NotFound reports that the tenant has no such thing.
func (e *Error) NotFound() bool { return e.Status == 404 }

// Unauthorized reports that the tenant did not accept the credentials.
func (e *Error) Unauthorized() bool { return e.Status == 401 }

// Forbidden reports that the credentials do not allow this call.
func (e *Error) Forbidden() bool { return e.Status == 403 }

// RateLimited reports that the tenant asked to slow down for longer than the
// client waits by itself; see RetryAfter.
func (e *Error) RateLimited() bool { return e.Status == 429 }

// Unavailable reports that the tenant could not be reached or could not
// answer now.
func (e *Error) Unavailable() bool { return e.Status == 0 || e.Status >= 500 }
