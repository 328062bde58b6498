// Fault: misbehaviour on demand, what can be asked for. Which request meets which
// fault is decided in fault_queue.go.

package sandbox

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// FaultKind names a way to misbehave. Kinds that end in _after_write first do
// what was asked and then hide it from the caller.
type FaultKind string

// The kinds of fault.
const (
	FaultLatency      FaultKind = "latency"       // the right answer, late
	Fault429          FaultKind = "429"           // refused, with Retry-After
	Fault500          FaultKind = "500"           // refused with the API's own error body
	Fault502          FaultKind = "502"           // refused by the gateway
	Fault503          FaultKind = "503"           // refused; Retry-After if RetryAfter is set
	Fault504          FaultKind = "504"           // refused by the gateway
	FaultTimeout      FaultKind = "timeout"       // no answer until the caller hangs up
	FaultReset        FaultKind = "reset"         // the connection is reset
	FaultHTML         FaultKind = "html"          // 200 with a web page
	FaultTruncate     FaultKind = "truncate"      // the right answer, cut off in the middle
	FaultTokenExpired FaultKind = "token_expired" // 401, and the token used is dead from now on
	FaultStringStatus FaultKind = "string_status" // the status of 207 items is text
	FaultShortPage    FaultKind = "short_page"    // a list page holds half of its rows; X-Total-Count is right
	FaultItemFailed   FaultKind = "item_failed"   // items of a bulk call (those of IDs, else all) are answered 500 and not done
	FaultLateWrite    FaultKind = "late_write"    // refused by the gateway at once; what was asked is done after Effect
	FaultKeepsWorking FaultKind = "keeps_working" // the right answer, late; what was asked is done even if the caller hangs up

	Fault500AfterWrite     FaultKind = "500_after_write"
	Fault502AfterWrite     FaultKind = "502_after_write"
	Fault504AfterWrite     FaultKind = "504_after_write"
	FaultTimeoutAfterWrite FaultKind = "timeout_after_write"
	FaultResetAfterWrite   FaultKind = "reset_after_write"
	FaultHTMLAfterWrite    FaultKind = "html_after_write"
)

// afterWrite marks the kinds that do what was asked first.
const afterWrite = "_after_write"

// Fault is misbehaviour waiting for a request. Method, Path and Operation narrow
// down which; empty ones match everything but the control endpoints.
type Fault struct {
	Kind      FaultKind
	Method    string        // for example "POST"
	Path      string        // a path.Match pattern, for example "/workgroups/v1/*"
	Operation Operation     // for example OpDeleteGroups; OpToken is the token endpoint
	Skip      int           // let so many matching requests pass first
	Times     int           // hit so many; 0 means 1, negative until ClearFaults
	Latency   time.Duration // wait before anything else, with any kind
	// Effect, with late_write and the kinds after the write, is how long after the
	// answer the write is done.
	Effect time.Duration
	// RetryAfter goes with 429 and 503, rounded up to whole seconds. Without it
	// a 429 says one second and a 503 nothing.
	RetryAfter time.Duration
	IDs        []string // the items that FaultItemFailed fails; none means all
}

// check says what is wrong with a fault.
func (f Fault) check() error {
	base, after := f.Kind.split()
	switch base {
	case Fault500, Fault502, Fault504, FaultTimeout, FaultReset, FaultHTML:
		after = false // these exist in both forms
	case FaultLatency, FaultKeepsWorking, FaultLateWrite, Fault429, Fault503, FaultTruncate, FaultTokenExpired, FaultStringStatus, FaultShortPage, FaultItemFailed:
	default:
		return fmt.Errorf("unknown fault kind %q", f.Kind)
	}
	if after {
		return fmt.Errorf("fault kind %q has no form after the write", base)
	}
	if _, err := path.Match(f.Path, ""); err != nil {
		return fmt.Errorf("path pattern %q: %w", f.Path, err)
	}
	if !f.Operation.known() {
		return fmt.Errorf("unknown operation %q", f.Operation) // it would wait for ever
	}
	return f.checkAmounts()
}

func (f Fault) checkAmounts() error {
	if f.Skip < 0 || min(f.Latency, f.RetryAfter, f.Effect) < 0 {
		return fmt.Errorf("skip, latency, retry-after and effect cannot be negative")
	}
	if slices.Contains([]FaultKind{FaultLatency, FaultKeepsWorking}, f.Kind) && f.Latency == 0 {
		return fmt.Errorf("fault kind %q needs a latency above zero", f.Kind)
	}
	if f.Kind == FaultLateWrite && f.Effect == 0 {
		return fmt.Errorf("fault kind %q needs an effect above zero: the time until the write is done", f.Kind)
	}
	if f.Effect != 0 && !f.late() {
		return fmt.Errorf("fault kind %q writes nothing later", f.Kind)
	}
	return nil
}

// split parts a kind into what the caller sees and whether the write is done.
func (k FaultKind) split() (base FaultKind, after bool) {
	text, after := strings.CutSuffix(string(k), afterWrite)
	return FaultKind(text), after
}

// matches tells whether the fault is meant for the request. It is asked before
// anything else is known, so a request that will be refused can be hit as well.
func (f *Fault) matches(c *call) bool {
	if f.Method != "" && !strings.EqualFold(f.Method, c.r.Method) {
		return false
	}
	if f.Operation != "" && f.Operation != c.route.op {
		return false
	}
	if f.Path == "" {
		return true
	}
	ok, _ := path.Match(f.Path, c.r.URL.EscapedPath()) // the pattern was checked when it came
	return ok
}

// is tells whether the fault is of the kind; a nil fault is of none.
func (f *Fault) is(kind FaultKind) bool { return f != nil && f.Kind == kind }

// hides tells whether the caller sees something else than the answer.
func (f *Fault) hides() bool {
	if f == nil {
		return false
	}
	switch base, _ := f.Kind.split(); base {
	case Fault429, Fault500, Fault502, Fault503, Fault504, FaultTimeout, FaultReset, FaultHTML, FaultTokenExpired, FaultLateWrite:
		return true
	}
	return false
}

// done tells whether the operation is carried out before the answer, despite the
// fault.
func (f *Fault) done() bool {
	return !f.hides() || strings.HasSuffix(string(f.Kind), afterWrite) && f.Effect == 0
}

// late tells whether the fault is of a kind whose write may be done after the answer.
func (f *Fault) late() bool {
	return f.is(FaultLateWrite) || f != nil && strings.HasSuffix(string(f.Kind), afterWrite)
}

// failsItem tells whether an item of a bulk call is to fail.
func (f *Fault) failsItem(id string) bool {
	return f.is(FaultItemFailed) && (len(f.IDs) == 0 || slices.Contains(f.IDs, id))
}

// latency is how long the fault holds a request back.
func (f *Fault) latency() time.Duration {
	if f == nil {
		return 0
	}
	return f.Latency
}

// pause waits; false means that the caller hung up meanwhile.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
