// Foreign errors: what those of the tenant and of the runtime mean to a caller, and
// what is to be said of them where something was to be changed.

package tools

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"govgroup/internal/sailpoint"
)

// Unchanged ends an error on the way to a change with the assurance that nothing
// was changed, unless its code leaves that open. It is the one place that says so;
// an error that is no part of a change never does.
func Unchanged(err error) *Error {
	ended := *AsError(err)
	if ended.assured {
		return &ended
	}
	ended.assured = true
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
		return &Error{Code: InvalidInput, Message: refusal(err), Cause: err}
	case errors.Is(err, sailpoint.ErrChanging):
		return &Error{Code: Unavailable, Message: "The list kept changing while it was read, so no complete answer can be given. Ask again in a moment.", Cause: err}
	case errors.Is(err, context.Canceled):
		return &Error{Code: Unavailable, Message: "The call was cancelled before it was finished.", Cause: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Code: Unavailable, Message: "The call took longer than it may.", Cause: err}
	}
	return &Error{Code: Internal, Message: "Something went wrong inside govgroup; the log has the cause.", Cause: err}
}

// fromTenant says in a caller's terms what the tenant answered. The tenant's own
// words are shown cleaned, with the tracking id that SailPoint's support asks for.
func fromTenant(e *sailpoint.Error) *Error {
	code, text := meaning(e)
	if e.TrackingID != "" {
		text += " (tracking id " + Clean(e.TrackingID) + ")"
	}
	return &Error{Code: code, Message: text, Cause: e}
}

func meaning(e *sailpoint.Error) (Code, string) {
	said := sentence(Clean(e.Text))
	switch {
	case e.OutcomeUnknown:
		return OutcomeUnknown, "The tenant's answer to a change was lost: it is not known whether it took effect. Look at the group before asking again. " + said
	case e.RateLimited():
		return RateLimited, fmt.Sprintf("The tenant is receiving too many requests; ask again in %s.", wait(e.RetryAfter))
	case errors.Is(e, context.Canceled):
		return Unavailable, "The call was cancelled before it was finished."
	case e.NotFound():
		return NotFound, "The tenant has no such thing. " + said
	case e.Unauthorized():
		return Unavailable, "The tenant did not accept govgroup's credentials; an operator must renew them. " + said
	case e.Forbidden():
		return NotAllowed, "The tenant does not allow this to govgroup's credentials; an operator must widen their scopes or user level. " + said
	case e.Status == 409:
		return InUse, said
	case e.Unavailable():
		return Unavailable, "The tenant could not be reached or could not answer. " + said
	}
	return InvalidInput, "The tenant refused this: " + said
}

// refusal is what the client of the tenant says of an argument that it did not
// send, without its own beginning and end.
func refusal(err error) string {
	text := strings.TrimPrefix(err.Error(), sailpoint.ErrInvalid.Error()+": ")
	return sentence(CleanText(text))
}

// wait rounds a pause up to whole seconds, and never says "now".
func wait(d time.Duration) string {
	return max(time.Second, d.Round(time.Second)).String()
}

// sentence makes a foreign error text read like a sentence. A first word with a
// digit in it, such as an id, stays as it is.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return "It gave no reason."
	}
	word, _, _ := strings.Cut(s, " ")
	if first, size := utf8.DecodeRuneInString(s); !strings.ContainsAny(word, "0123456789") {
		s = string(unicode.ToUpper(first)) + s[size:]
	}
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}
