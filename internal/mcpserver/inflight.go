// In flight: the requests not yet answered, so that their sender can cancel them.
// The library has the same for itself; it answers what was cancelled, and rounds
// the numbers in ids.

package mcpserver

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
)

// errCancelled is why a request ended that its sender cancelled. Such a request
// is not answered.
var errCancelled = errors.New("the client cancelled the request")

// cancelled reports whether the request's sender has given it up.
func cancelled(ctx context.Context) bool { return errors.Is(context.Cause(ctx), errCancelled) }

// inflight are requests by their session and id. The zero value is empty.
type inflight struct {
	mu   sync.Mutex
	open map[string]context.CancelCauseFunc
}

// begin gives the context of a request; end must be called when it is over.
func (f *inflight) begin(ctx context.Context, session string, id json.RawMessage) (_ context.Context, end func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	key := session + "\x00" + string(id)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.open == nil {
		f.open = map[string]context.CancelCauseFunc{}
	}
	if _, twice := f.open[key]; twice {
		return ctx, func() { cancel(nil) } // the first of the same id can be cancelled
	}
	f.open[key] = cancel
	return ctx, func() {
		cancel(nil)
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.open, key)
	}
}

// cancel ends the request that a notification of the session names.
func (f *inflight) cancel(session string, e envelope) {
	f.mu.Lock()
	cancel := f.open[session+"\x00"+string(e.Params.RequestID)]
	f.mu.Unlock()
	if cancel != nil {
		cancel(errCancelled)
	}
}
