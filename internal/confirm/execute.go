// Executing: the intent on record first, then the writing, every outcome kept
// as it is known, and the end on record last.

package confirm

import (
	"context"
	"errors"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// execute carries out a request on which this process holds the lease.
func (e *execution) execute(ctx context.Context, inv *tools.Invocation, change tools.Change) (tools.Outcome, error) {
	g := e.gate
	if err := g.Store.Renew(ctx, e.request.ID, e.request.Fence); err != nil {
		return tools.Outcome{}, e.stopped(err)
	}
	if err := g.record(ctx, audit.Intent, e.request, nil); err != nil {
		return tools.Outcome{}, err
	}
	if err := e.withinTheDay(ctx, inv); err != nil {
		return g.fail(ctx, e.request, err)
	}
	started := g.Now()
	kept, err := change.Snapshot(ctx, inv, e.request.Plan)
	if err != nil {
		return g.fail(ctx, e.request, err)
	}
	e.request.Snapshot = kept
	if err := e.save(ctx); err != nil {
		return tools.Outcome{}, err
	}
	done, err := tools.Execute(tools.WithSendCheck(ctx, e.sending), inv, change, e.request.Plan, e.keep(ctx))
	if err != nil {
		return tools.Outcome{}, e.stopped(err)
	}
	e.request.Plan.Items = done.Items
	return e.conclude(ctx, done.Tracking, g.Now().Sub(started))
}

// withinTheDay judges a change that nobody approved once more, now that others see that
// it has begun: what an approval lets begin was judged so already.
func (e *execution) withinTheDay(ctx context.Context, inv *tools.Invocation) error {
	g := e.gate
	if len(e.request.Approvals) > 0 || !g.Policy.PerDay() {
		return nil
	}
	begun, err := g.Store.Get(ctx, e.request.ID)
	if err != nil {
		return g.unrecorded(ctx, err)
	}
	inv.Begun = begun.Begun
	_, err = g.Policy.Decide(ctx, inv, e.request.Plan)
	return err
}

// stopped is the error for work that ended because its outcome could not be kept.
func (e *execution) stopped(cause error) error {
	return &tools.Error{
		Code:    tools.OutcomeUnknown,
		Message: "The work was stopped because its outcome could not be recorded. govgroup will read the tenant to find what was done; ask govgroup_confirmation for request " + string(e.request.ID) + ".",
		Cause:   cause,
	}
}

// conclude records the end of an execution and answers with it. Who has lost the
// lease leaves that to whoever took over.
func (e *execution) conclude(ctx context.Context, tracking []string, took time.Duration) (tools.Outcome, error) {
	g, r := e.gate, e.request
	ctx = context.WithoutCancel(ctx) // what was done is recorded even if the caller has left
	if err := g.Store.Renew(ctx, r.ID, r.Fence); err != nil {
		return tools.Outcome{}, g.unfinished(r, err)
	}
	if err := r.become(stateOf(r.Plan.Items)); err != nil {
		return tools.Outcome{}, err
	}
	r.Finished, r.Lost = g.Now().UTC(), r.inDoubt()
	r.LookAt = r.nextLook(g.Now(), g.SettleFor)
	entry := g.entry(audit.Outcome, r, nil)
	entry.Tracking, entry.Duration = tracking, took
	if _, err := g.Audit.Append(ctx, entry); err != nil {
		g.Logger.ErrorContext(ctx, "the outcome of a change could not be written to the audit", "request", r.ID, "error", err)
		return tools.Outcome{}, g.unfinished(r, err)
	}
	if err := g.Store.Update(ctx, r); err != nil {
		g.Logger.ErrorContext(ctx, "the outcome of a change could not be recorded", "request", r.ID, "error", err)
		return tools.Outcome{}, g.unfinished(r, err)
	}
	g.Observer.Ended(r.Plan.Tool, r.State)
	g.Observer.CarriedOut(r.Plan.Tool, took)
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
	if err := r.become(state); err != nil {
		return err
	}
	r.Finished = g.Now().UTC()
	entry := g.entry(audit.Outcome, *r, nil)
	if failure != nil {
		entry.Code = string(failure.Code)
	}
	if _, err := g.Audit.Append(ctx, entry); err != nil {
		return g.unrecorded(ctx, err)
	}
	if err := g.update(ctx, r); err != nil {
		return err
	}
	g.Observer.Ended(r.Plan.Tool, state)
	return nil
}

// update replaces the request; whoever lost a race is told who was first.
func (g *Gate) update(ctx context.Context, r *Request) error {
	ctx = context.WithoutCancel(ctx) // what was decided is kept even if the caller has left
	if err := g.Store.Update(ctx, *r); err != nil {
		return g.lostRace(ctx, *r, err)
	}
	r.Version++
	return nil
}

// claim takes the lease on a request to execute it; whoever lost a race is told who
// was first.
func (g *Gate) claim(ctx context.Context, r *Request) error {
	ctx = context.WithoutCancel(ctx)
	claimed, err := g.Store.Claim(ctx, *r)
	if err != nil {
		return g.lostRace(ctx, *r, err)
	}
	*r = claimed
	return nil
}

// lostRace says why a request could not be changed.
func (g *Gate) lostRace(ctx context.Context, r Request, err error) error {
	if !errors.Is(err, ErrConflict) {
		return g.unrecorded(ctx, err)
	}
	first, err := g.get(ctx, r.ID)
	if err != nil {
		return err
	}
	if err := first.notPending(); err != nil {
		return err
	}
	if r.Undoes != "" && first.Version == r.Version {
		return undone(r) // not this request was decided: another one has undone the change
	}
	return usedBefore
}
