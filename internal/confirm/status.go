// Status: where a request stands, as an error and as a sentence.

package confirm

import (
	"fmt"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// notPending says why a request can no longer be decided; nil if it can.
func (r Request) notPending() error {
	switch r.State {
	case Pending:
		return nil
	case Expired:
		return tools.Errorf(tools.Expired, "%s Ask for the change again to get a fresh request.", r.sentence())
	}
	return tools.Errorf(tools.AlreadyDecided, "%s", r.sentence())
}

// lookingOn says that the outcome may still become known, or another one.
func (r Request) lookingOn() string {
	switch {
	case r.State == Executing || r.LookAt.IsZero():
		return ""
	case r.State == Unknown:
		return " govgroup goes on reading the tenant until it is known; the same is not sent again before that."
	}
	return " An answer was lost, so the tenant is read again until " + r.LastSent.Add(lookFor).UTC().Format(time.RFC3339) + ", in case the effect comes late."
}

// sentence says where a decided request stands, who decided, and why it ended so.
func (r Request) sentence() string {
	switch r.State {
	case Expired:
		return fmt.Sprintf("Request %s expired at %s; %s.", r.ID, r.Expires.UTC().Format(time.RFC3339), strings.TrimSuffix(r.Reason, "."))
	case Declined:
		return fmt.Sprintf("Request %s was %s at %s.", r.ID, r.Reason, r.Finished.UTC().Format(time.RFC3339))
	case Stale:
		return fmt.Sprintf("Request %s was dropped, because %s", r.ID, r.Reason)
	}
	who := "nobody had to be asked"
	if n := len(r.Approvals); n > 0 {
		last := r.Approvals[n-1]
		who = fmt.Sprintf("%s approved it at %s", last.By.Who(), last.At.UTC().Format(time.RFC3339))
	}
	text := fmt.Sprintf("Request %s is %s: %s.", r.ID, r.State, who)
	if r.Reason != "" {
		text += " " + r.Reason
	}
	return text
}
