// What the tenant's errors mean to a caller.

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

// sentence makes a foreign error text read like a sentence.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return "It gave no reason."
	}
	first, size := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[size:]
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}
