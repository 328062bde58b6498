// Executing: the intent on record first, then the writing, every outcome kept
// as it is known, and the end on record last.

package confirm

import (
	"context"
	"errors"
	"sync"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// acquire takes the lease on an execution for this process.
func (g *Gate) acquire(r *Request) {
	r.LeaseOwner, r.Lease = g.leaseOwner, g.Now().Add(lease).UTC()
}

// execute carries out a request that this process holds.
func (g *Gate) execute(ctx context.Context, inv *tools.Invocation, change tools.Change, r Request) (tools.Outcome, error) {
	if err := g.record(ctx, audit.Intent, r, nil); err != nil {
		return tools.Outcome{}, err
	}
	started := g.Now()
	kept, err := change.Snapshot(ctx, inv, r.Plan)
	if err != nil {
		return g.fail(ctx, r, err)
	}
	e := &execution{gate: g, request: r}
	e.request.Snapshot = kept
	if err := e.save(ctx); err != nil {
		return tools.Outcome{}, err
	}
	stop := e.renew(ctx)
	done, err := tools.Execute(ctx, inv, change, r.Plan, e.keep(ctx))
	stop()
	if err != nil {
		return tools.Outcome{}, &tools.Error{
			Code:    tools.OutcomeUnknown,
			Message: "The work was stopped because its outcome could not be recorded. govgroup will read the tenant to find what was done; ask govgroup_confirmation for request " + string(r.ID) + ".",
			Cause:   err,
		}
	}
	r = e.request
	r.Plan.Items = done.Items
	return g.conclude(ctx, r, done.Tracking, g.Now().Sub(started))
}

// conclude records the end of an execution and answers with it.
func (g *Gate) conclude(ctx context.Context, r Request, tracking []string, took time.Duration) (tools.Outcome, error) {
	ctx = context.WithoutCancel(ctx) // what was done is recorded even if the caller has left
	r.State, r.Finished = stateOf(r.Plan.Items), g.Now().UTC()
	entry := g.entry(audit.Outcome, r, nil)
	entry.Tracking, entry.Duration = tracking, took
	if _, err := g.Audit.Append(ctx, entry); err != nil {
		g.Logger.Error("the outcome of a change could not be written to the audit", "request", r.ID, "error", err)
		return tools.Outcome{}, g.unfinished(r, err)
	}
	if err := g.Store.Update(ctx, r); err != nil {
		g.Logger.Error("the outcome of a change could not be recorded", "request", r.ID, "error", err)
		return tools.Outcome{}, g.unfinished(r, err)
	}
	return g.outcome(r), nil
}

// unfinished is the error for work that was done and could not be recorded.
func (g *Gate) unfinished(r Request, err error) error {
	o := tools.Conclude(r.Plan, r.Plan.Items)
	return &tools.Error{
		Code:    tools.OutcomeUnknown,
		Message: o.Summary + " govgroup could not record this outcome and will settle it by reading the tenant; ask govgroup_confirmation for request " + string(r.ID) + ".",
		Cause:   err,
	}
}

// finish ends a request without an execution.
func (g *Gate) finish(ctx context.Context, r *Request, state State, failure *tools.Error) error {
	ctx = context.WithoutCancel(ctx)
	r.State, r.Finished = state, g.Now().UTC()
	entry := g.entry(audit.Outcome, *r, nil)
	if failure != nil {
		entry.Code = string(failure.Code)
	}
	if _, err := g.Audit.Append(ctx, entry); err != nil {
		return g.unrecorded(err)
	}
	return g.update(ctx, r)
}

// update replaces the request; whoever lost a race is told who was first.
func (g *Gate) update(ctx context.Context, r *Request) error {
	ctx = context.WithoutCancel(ctx) // what was decided is kept even if the caller has left
	err := g.Store.Update(ctx, *r)
	if errors.Is(err, ErrConflict) {
		first, err := g.get(ctx, r.ID)
		if err != nil {
			return err
		}
		if err := first.notPending(); err != nil {
			return err
		}
		if r.Undoes != "" && first.Version == r.Version {
			return undone(*r) // not this request was decided: another one has undone the change
		}
		return usedBefore
	}
	if err != nil {
		return g.unrecorded(err)
	}
	r.Version++
	return nil
}

// execution is the work on one request while it lasts. Outcomes and signs of
// life are saved from different goroutines; mu keeps them in turn.
type execution struct {
	gate *Gate

	mu      sync.Mutex
	request Request
}

// save writes the record with a fresh lease.
func (e *execution) save(ctx context.Context) error {
	e.gate.acquire(&e.request)
	if err := e.gate.Store.Update(context.WithoutCancel(ctx), e.request); err != nil {
		return e.gate.unrecorded(err)
	}
	e.request.Version++
	return nil
}

// keep is the journal: each outcome is in the store before the next write.
func (e *execution) keep(ctx context.Context) tools.Journal {
	return func(outcomes map[int]tools.Item) error {
		e.mu.Lock()
		defer e.mu.Unlock()
		items := append([]tools.Item(nil), e.request.Plan.Items...)
		for i, item := range outcomes {
			items[i] = item
		}
		e.request.Plan.Items = items
		return e.save(ctx)
	}
}

// renew renews the lease until stopped.
func (e *execution) renew(ctx context.Context) (stop func()) {
	done := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() {
		ticker := time.NewTicker(lease / 3)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				e.mu.Lock()
				if err := e.save(ctx); err != nil {
					e.gate.Logger.Warn("a lease could not be renewed", "request", e.request.ID, "error", err)
				}
				e.mu.Unlock()
			}
		}
	})
	return func() { close(done); running.Wait() }
}
