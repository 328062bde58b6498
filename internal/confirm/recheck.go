// Rechecking: whether the tenant is still as it was when a person was asked, and
// asking anew where it is not.

package confirm

import (
	"context"

	"govgroup/internal/tools"
)

// recheck plans again from the stored arguments. If the tenant is still as it
// was shown, the change is carried out.
func (e *execution) recheck(ctx context.Context, a Answer) (tools.Outcome, error) {
	g, r := e.gate, e.request
	inv := g.Catalogue.NewInvocation(r.Requester, a.Progress)
	inv.Begun, inv.Approved = r.Begun, &tools.Approval{Plan: r.Plan, Snapshot: r.Snapshot}
	change, err := g.change(ctx, inv, r)
	if err != nil {
		return g.fail(ctx, r, err)
	}
	now, err := change.Plan(ctx, inv)
	if err == nil {
		err = g.unsettled(ctx, r.ID, now)
	}
	if err != nil {
		return g.fail(ctx, r, err)
	}
	if err := g.stillAllowed(ctx, inv, r, now); err != nil {
		return g.fail(ctx, r, err)
	}
	differences := r.Plan.Diff(now)
	if len(differences) == 0 && digest(now, g.Tenant) == r.Digest {
		return e.execute(ctx, inv, change)
	}
	r.Reason = "the tenant changed since the question was asked: " + join(differences)
	if err := g.finish(ctx, &r, Stale, nil); err != nil {
		return tools.Outcome{}, err
	}
	return g.supersede(ctx, r, a)
}

// stillAllowed refuses what the policy has come to ask more for than the approval reached.
func (g *Gate) stillAllowed(ctx context.Context, inv *tools.Invocation, r Request, now tools.Plan) error {
	ruling, err := g.Policy.Decide(ctx, inv, now)
	if err != nil {
		return err
	}
	if reached := r.Approvals[len(r.Approvals)-1].Level; !reached.Meets(ruling.Level) || ruling.Typed && !r.Typed {
		return tools.Errorf(tools.NotAllowed,
			"The policy now asks for more than when the question was asked: the level is %q, and this approval reached %q.", ruling.Level, reached)
	}
	return nil
}

// change prepares the operation of a stored request again.
func (g *Gate) change(ctx context.Context, inv *tools.Invocation, r Request) (tools.Change, error) {
	if r.Undoes != "" {
		return g.undoing(ctx, inv, r.Undoes)
	}
	return g.Catalogue.Change(ctx, inv, r.Plan.Tool, r.Plan.Arguments)
}

// supersede offers a fresh request in the place of one whose tenant has changed, with
// everything read again that a person has to see.
func (g *Gate) supersede(ctx context.Context, r Request, a Answer) (tools.Outcome, error) {
	inv := g.Catalogue.NewInvocation(r.Requester, a.Progress)
	inv.Begun = r.Begun
	change, err := g.change(ctx, inv, r)
	if err != nil {
		return tools.Outcome{}, err
	}
	now, err := change.Plan(ctx, inv)
	if err != nil {
		return tools.Outcome{}, err
	}
	if now.Pending() == 0 {
		o := tools.Conclude(now, now.Items)
		o.Change = r.ID
		return o, nil
	}
	ruling, err := g.Policy.Decide(ctx, inv, now)
	if err != nil {
		return tools.Outcome{}, err
	}
	fresh := g.request(ctx, inv, now, ruling)
	fresh.Undoes, fresh.Purpose = r.Undoes, r.Purpose
	if err := g.lookAlikes(ctx, inv, &fresh); err != nil {
		return tools.Outcome{}, err
	}
	o, err := g.propose(ctx, inv, change, fresh)
	o.Status = tools.StatusStale
	o.Summary = "Nothing was changed, because " + r.Reason + " A fresh request waits for a decision: " + now.Summary
	return o, err
}
