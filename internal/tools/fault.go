// Faults: what went wrong, as one type with a code for machines, a sentence for
// people and a cause for the log. Errors of the tenant are translated here and
// nowhere else.

package tools

import (
	"context"
	"errors"
	"fmt"

	"govgroup/internal/sailpoint"
)

// Code is the machine-readable kind of a fault. The same codes go to MCP
// results, Slack cards, logs and the audit.
type Code string

// The codes. Users and programs rely on these words.
const (
	InvalidInput   Code = "invalid_input"
	NotFound       Code = "not_found"
	Ambiguous      Code = "ambiguous"
	InUseElsewhere Code = "in_use"
	NotAllowed     Code = "not_allowed"
	CannotAsk      Code = "cannot_ask"
	Declined       Code = "declined"
	Expired        Code = "expired"
	Stale          Code = "stale"
	AlreadyDecided Code = "already_decided"
	RateLimited    Code = "rate_limited"
	Unavailable    Code = "unavailable"
	OutcomeUnknown Code = "outcome_unknown"
	Internal       Code = "internal"
)

// Fault is the only error that leaves the tool layer.
type Fault struct {
	Code    Code
	Message string // whole sentences for people; safe to show
	Cause   error  // for the log; nil if there is none
}

// Error is the code, a colon and the sentence.
func (f *Fault) Error() string { return string(f.Code) + ": " + f.Message }

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// Faultf makes a fault. The format is ours; strangers' text goes into the
// arguments only.
func Faultf(code Code, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: fmt.Sprintf(format, args...)}
}

// AsFault turns any error into a fault. What is not recognised becomes Internal
// with a sentence that gives nothing away; the cause stays for the log.
func AsFault(err error) *Fault {
	var fault *Fault
	if errors.As(err, &fault) {
		return fault
	}
	var api *sailpoint.Error
	switch {
	case errors.As(err, &api):
		return fromTenant(api)
	case errors.Is(err, sailpoint.ErrInvalid):
		return &Fault{InvalidInput, refusal(err) + nothingChanged, err}
	case errors.Is(err, sailpoint.ErrChanging):
		return &Fault{Unavailable, "The list kept changing while it was read, so no complete answer can be given. Ask again in a moment.", err}
	case errors.Is(err, context.Canceled):
		return &Fault{Unavailable, "The call was cancelled before it was finished.", err}
	case errors.Is(err, context.DeadlineExceeded):
		return &Fault{Unavailable, "The call took longer than it may.", err}
	}
	return &Fault{Internal, "Something went wrong inside govgroup; the log has the cause.", err}
}
