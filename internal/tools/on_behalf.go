// On behalf: whose calls of the tenant are made, so that its bounds are shared
// out fairly among the callers.

package tools

import (
	"context"

	"govgroup/internal/sailpoint"
)

// OnBehalf gives the context of calls that are made for the caller. Callers who
// wait for the tenant take turns; someone without a subject is one caller with
// everybody else who has none. report hears why a call waits for long, as a
// progress without a number; it may be nil.
func OnBehalf(ctx context.Context, c Caller, report func(Progress)) context.Context {
	of := sailpoint.Caller{Key: c.Surface + "\x00" + c.Subject}
	if report != nil {
		of.Waiting = func(why string) { report(Progress{Text: why}) }
	}
	return sailpoint.WithCaller(ctx, of)
}
