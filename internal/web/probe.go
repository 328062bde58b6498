// Probes: whether a program is alive, and whether it can do its work.

package web

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"govgroup/internal/cache"
)

// What a probe costs is bounded: one check at a time, each good for readyFor, and
// given up after checkTime.
const (
	readyFor  = 5 * time.Second
	checkTime = 5 * time.Second
)

// Readiness answers whether all that a program needs works.
type Readiness struct {
	check func(context.Context) error
	log   *slog.Logger

	turn chan struct{} // holds one element while somebody checks; the others wait for what they find
	last *cache.Cache[struct{}, error]
}

// NewReadiness makes the handler of /readyz. The check's error names the part that
// fails and goes to the log alone: probes are open to everyone. Nil: always ready.
func NewReadiness(check func(context.Context) error, log *slog.Logger) *Readiness {
	return &Readiness{check: check, log: log, turn: make(chan struct{}, 1), last: cache.New[struct{}, error](1, readyFor, nil)}
}

// probe gives the result of the last check, or of a new one if that is old.
func (r *Readiness) probe(ctx context.Context) error {
	if r.check == nil {
		return nil
	}
	r.turn <- struct{}{}
	defer func() { <-r.turn }()
	err, fresh := r.last.Get(struct{}{})
	if fresh {
		return err
	}
	// One prober that hangs up must not make the others believe in a fault.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTime)
	defer cancel()
	if err = r.check(ctx); err != nil {
		r.log.Warn("not ready", "error", err)
	}
	r.last.Put(struct{}{}, err)
	return err
}

// ServeHTTP answers 200 or 503.
func (r *Readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.probe(req.Context()) != nil {
		WriteJSON(w, http.StatusServiceUnavailable, map[string]string{
			"status": "not ready", "reason": "Something that the program needs cannot be used; the log names it."})
		return
	}
	WriteJSON(w, http.StatusOK, map[string]string{"status": "ready"})
}

// Alive answers /healthz for as long as the process runs.
func Alive(w http.ResponseWriter, _ *http.Request) {
	WriteJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}

// WriteJSON writes a small JSON answer that no browser takes for anything else.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
