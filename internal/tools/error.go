// Errors: what went wrong, as one type with a code for machines, a sentence for
// people and a cause for the log. Errors of the tenant are translated here and
// nowhere else.

package tools

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"govgroup/internal/sailpoint"
)

// Code is the machine-readable kind of an error. The same codes go to MCP
// results, Slack cards, logs and the audit.
type Code string

// The codes. Users and programs rely on these words.
const (
	InvalidInput   Code = "invalid_input"
	NotFound       Code = "not_found"
	Ambiguous      Code = "ambiguous"
	InUse          Code = "in_use"
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

// Error is the only error that leaves the tool layer.
type Error struct {
	Code    Code
	Message string // whole sentences for people; safe to show
	Cause   error  // for the log; nil if there is none
}

// Error is the code, a colon and the sentence.
func (f *Error) Error() string { return string(f.Code) + ": " + f.Message }

// Unwrap gives the cause.
func (f *Error) Unwrap() error { return f.Cause }

// Errorf makes an error. The format is ours; strangers' text goes into the
// arguments only.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Unchanged ends an error on the way to a change with the assurance that nothing
// was changed, unless its code leaves that open. It is the one place that says so;
// an error that is no part of a change never does.
func Unchanged(err error) *Error {
	ended := *AsError(err)
	switch said := strings.ToLower(ended.Message); {
	case strings.Contains(said, "nothing was changed") || strings.Contains(said, "changed nothing"):
		return &ended
	}
	switch ended.Code {
	case OutcomeUnknown, Internal:
	case AlreadyDecided:
		ended.Message += " This changed nothing."
	default:
		ended.Message += " Nothing was changed."
	}
	return &ended
}

// AsError turns any error into an error. What is not recognised becomes Internal
// with a sentence that gives nothing away; the cause stays for the log.
func AsError(err error) *Error {
	var failure *Error
	if errors.As(err, &failure) {
		return failure
	}
	var api *sailpoint.Error
	switch {
	case errors.As(err, &api):
		return fromTenant(api)
	case errors.Is(err, sailpoint.ErrInvalid):
		return &Error{InvalidInput, refusal(err), err}
	case errors.Is(err, sailpoint.ErrChanging):
		return &Error{Unavailable, "The list kept changing while it was read, so no complete answer can be given. Ask again in a moment.", err}
	case errors.Is(err, context.Canceled):
		return &Error{Unavailable, "The call was cancelled before it was finished.", err}
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Unavailable, "The call took longer than it may.", err}
	}
	return &Error{Internal, "Something went wrong inside govgroup; the log has the cause.", err}
}
