// Probes: whether a program is alive, and whether it can do its work.

package web

import (
	"context"
	"encoding/json"
	"errors"
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

// Public is an error, or the part of one, that everyone who probes may read.
type Public string

func (p Public) Error() string { return string(p) }

// Readiness answers whether all that a program needs works.
type Readiness struct {
	parts []Part
	log   *slog.Logger

	turn chan struct{} // holds one element while somebody checks; the others wait for what they find
	last *cache.Cache[struct{}, failures]
}

// failures are the parts that fail, and why where that is not the log's alone.
type failures struct {
	parts  []string
	causes map[string]string
}

// NewReadiness makes the handler of /readyz. It names the parts that fail; why goes to
// the log alone, since probes are open to everyone, but for what is [Public].
func NewReadiness(parts []Part, log *slog.Logger) *Readiness {
	return &Readiness{parts: parts, log: log, turn: make(chan struct{}, 1), last: cache.New[struct{}, failures](1, readyFor, nil)}
}

// probe gives the parts that failed in the last check, or in a new one if that is old.
func (r *Readiness) probe(ctx context.Context) failures {
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
func (r *Readiness) check(ctx context.Context) failures {
	failed := failures{causes: map[string]string{}}
	found := make([]chan error, len(r.parts))
	for i, part := range r.parts {
		found[i] = make(chan error, 1)
		go func() { found[i] <- part.Check(ctx) }()
	}
	for i, part := range r.parts {
		if err := <-found[i]; err != nil {
			r.log.Error("not ready", "part", part.Name, "error", err)
			failed.parts = append(failed.parts, part.Name)
			if public := Public(""); errors.As(err, &public) {
				failed.causes[part.Name] = string(public)
			}
		}
	}
	return failed
}

// ServeHTTP answers 200 or 503.
func (r *Readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if failed := r.probe(req.Context()); len(failed.parts) > 0 {
		answer := map[string]any{
			"status": "not ready", "failing": failed.parts,
			"reason": "What the program needs cannot be used: " + strings.Join(failed.parts, ", ") + ". The log says why."}
		if len(failed.causes) > 0 {
			answer["causes"] = failed.causes
		}
		WriteJSON(w, http.StatusServiceUnavailable, answer)
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
