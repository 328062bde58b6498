// Health: whether the server is alive, and whether it can do its work.

package mcpserver

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// What a probe costs the tenant is bounded: one check at a time, each good for
// readyFor, and given up after checkTime.
const (
	readyFor  = 5 * time.Second
	checkTime = 5 * time.Second
)

// readiness answers whether the tenant can be reached.
type readiness struct {
	check func(context.Context) error // nil: always ready
	log   *slog.Logger

	turn chan struct{} // holds one element while somebody reads or writes what follows
	last time.Time
	err  error
}

func newReadiness(check func(context.Context) error, log *slog.Logger) *readiness {
	return &readiness{check: check, log: log, turn: make(chan struct{}, 1)}
}

// probe gives the result of the last check, or of a new one if that is old.
func (r *readiness) probe(ctx context.Context) error {
	if r.check == nil {
		return nil
	}
	r.turn <- struct{}{}
	defer func() { <-r.turn }()
	if r.last.IsZero() || time.Since(r.last) >= readyFor {
		// One prober that hangs up must not make the others believe in a fault.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTime)
		defer cancel()
		r.err = r.check(ctx)
		r.last = time.Now()
		if r.err != nil {
			r.log.Warn("not ready: the tenant cannot be used", "error", r.err)
		}
	}
	return r.err
}

func (r *readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.probe(req.Context()) != nil {
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{
			"status": "not ready", "reason": "The tenant cannot be reached or does not let us in; the log has the cause."})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ready"})
}

// serveHealthz answers as long as the process runs.
func serveHealthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}
