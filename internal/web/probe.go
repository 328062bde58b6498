// Probes: whether a program is alive, and whether it can do its work.

package web

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"govgroup/internal/cache"
)

// What a probe costs is bounded: one check at a time, each good for readyFor, and
// given up after checkTime.
const (
	readyFor  = 5 * time.Second
	checkTime = 5 * time.Second
)

// Part is one thing that a program needs, such as the tenant or the state.
type Part struct {
	Name  string // as probes and the log call it
	Check func(context.Context) error
}

// Readiness answers whether all that a program needs works.
type Readiness struct {
	parts []Part
	log   *slog.Logger

	turn chan struct{} // holds one element while somebody checks; the others wait for what they find
	last *cache.Cache[struct{}, []string]
}

// NewReadiness makes the handler of /readyz. It names the parts that fail; why goes to
// the log alone, since probes are open to everyone.
func NewReadiness(parts []Part, log *slog.Logger) *Readiness {
	return &Readiness{parts: parts, log: log, turn: make(chan struct{}, 1), last: cache.New[struct{}, []string](1, readyFor, nil)}
}

// probe gives the parts that failed in the last check, or in a new one if that is old.
func (r *Readiness) probe(ctx context.Context) []string {
	r.turn <- struct{}{}
	defer func() { <-r.turn }()
	failed, fresh := r.last.Get(struct{}{})
	if fresh {
		return failed
	}
	// One prober that hangs up must not make the others believe in a fault.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTime)
	defer cancel()
	failed = r.check(ctx)
	r.last.Put(struct{}{}, failed)
	return failed
}

// check tries all parts at once, so that a slow one takes no other's time.
func (r *Readiness) check(ctx context.Context) (failed []string) {
	found := make([]chan error, len(r.parts))
	for i, part := range r.parts {
		found[i] = make(chan error, 1)
		go func() { found[i] <- part.Check(ctx) }()
	}
	for i, part := range r.parts {
		if err := <-found[i]; err != nil {
			r.log.Error("not ready", "part", part.Name, "error", err)
			failed = append(failed, part.Name)
		}
	}
	return failed
}

// ServeHTTP answers 200 or 503.
func (r *Readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if failed := r.probe(req.Context()); len(failed) > 0 {
		WriteJSON(w, http.StatusServiceUnavailable, map[string]any{
			"status": "not ready", "failing": failed,
			"reason": "What the program needs cannot be used: " + strings.Join(failed, ", ") + ". The log says why."})
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
