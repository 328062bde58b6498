// Errors: what went wrong, as one type with a code for machines, a sentence for
// people and a cause for the log.

package tools

import "fmt"

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

	// Groups are those that may have been meant, the most likely first: a front end can
	// let people choose.
	Groups []Ref

	// People are those who may have been meant by what was Said, each with what fits
	// nobody else: an e-mail or account name, or else the id.
	People []Ref
	Said   string

	assured bool // the message says what was changed
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
