// Fault queue: the faults that wait for requests.

package sandbox

import (
	"fmt"
	"slices"
	"sync"
)

// faultQueue holds the faults that wait for requests, oldest first.
type faultQueue struct {
	mu    sync.Mutex
	queue []*Fault
}

// take gives the fault for a request, or nil. Latency comes on top of another
// fault, so that a slow tenant can misbehave as well.
func (q *faultQueue) take(c *call) *Fault {
	q.mu.Lock()
	defer q.mu.Unlock()
	late := q.first(c, func(f *Fault) bool { return f.Kind == FaultLatency })
	other := q.first(c, func(f *Fault) bool { return f.Kind != FaultLatency })
	if other == nil {
		return late
	}
	other.Latency += late.latency()
	return other
}

// first uses up one time of the oldest fault that is wanted and matches.
func (q *faultQueue) first(c *call, wanted func(*Fault) bool) *Fault {
	for i, f := range q.queue {
		if !wanted(f) || !f.matches(c) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		hit := *f
		if f.Times == 1 {
			q.queue = slices.Delete(q.queue, i, i+1)
		} else if f.Times > 0 {
			f.Times--
		}
		return &hit
	}
	return nil
}

// Inject lets the tenant misbehave for requests to come. Faults wait in line: a
// request meets the oldest one that matches it, and the oldest latency besides. An
// error means that the fault is not a possible one and was not taken.
func (t *Tenant) Inject(f Fault) error {
	if err := f.check(); err != nil {
		return fmt.Errorf("inject: %w", err)
	}
	f.Times = orDefault(f.Times, 1)
	f.IDs = slices.Clone(f.IDs)
	t.faults.mu.Lock()
	defer t.faults.mu.Unlock()
	t.faults.queue = append(t.faults.queue, &f)
	return nil
}

// ClearFaults forgets every fault that still waits.
func (t *Tenant) ClearFaults() {
	t.faults.mu.Lock()
	defer t.faults.mu.Unlock()
	t.faults.queue = nil
}
