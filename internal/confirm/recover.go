// After a crash: executions whose process died are settled by reading the
// tenant. Nothing is ever sent again.

package confirm

import (
	"context"
	"errors"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// Intervals of [Gate.Watch].
const (
	watchEvery = 30 * time.Second
	keepAsking = 24 * time.Hour // how long an unknown outcome is looked at again
)

// Watch settles abandoned executions and expires requests that nobody decided,
// now and from time to time, until the context ends.
func (g *Gate) Watch(ctx context.Context) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	defer g.writeTallies(ctx, true)
	for {
		g.writeTallies(ctx, false)
		if err := g.Recover(ctx); err != nil && ctx.Err() == nil {
			g.Logger.Error("looking after open requests failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Recover does one round of what [Gate.Watch] does. A program that only reads
// leaves all of it to others.
func (g *Gate) Recover(ctx context.Context) error {
	if g.readOnly() {
		return nil
	}
	open, err := g.Store.List(ctx, Query{Tenant: g.Tenant, States: []State{Pending, Executing, Unknown}, Limit: -1})
	if err != nil {
		return err
	}
	var failed error
	for _, r := range open {
		switch {
		case r.State == Pending:
			_, err = g.get(ctx, r.ID)
		case g.abandoned(r):
			_, err = g.settle(ctx, r)
		default:
			continue
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// abandoned reports whether nobody works on the request any more although its
// outcome is not known.
func (g *Gate) abandoned(r Request) bool {
	if r.State == Unknown {
		return g.Now().Sub(r.Created) < keepAsking
	}
	return r.State == Executing && (g.ownerDead(r.LeaseOwner) || g.Now().After(r.Lease))
}

// settle takes an abandoned execution over and finds what became of it.
func (g *Gate) settle(ctx context.Context, r Request) (Request, error) {
	before := r.State
	r.State = Executing
	g.acquire(&r)
	if err := g.Store.Update(ctx, r); err != nil {
		if errors.Is(err, ErrConflict) {
			return g.Store.Get(ctx, r.ID) // another process has taken it over
		}
		return r, err
	}
	r.Version++
	r.Plan.Items = reopened(r.Plan.Items)
	if err := g.look(ctx, &r); err != nil {
		return r, err
	}
	r.State = stateOf(r.Plan.Items)
	r.Finished = g.Now().UTC()
	if r.State != before {
		entry := g.entry(audit.Settling, r, nil)
		if _, err := g.Audit.Append(ctx, entry); err != nil {
			return r, err
		}
	}
	return r, g.Store.Update(ctx, r)
}

// look lets the change's own code read the tenant.
func (g *Gate) look(ctx context.Context, r *Request) error {
	inv := g.Catalogue.NewInvocation(r.Requester, nil)
	change, err := g.change(ctx, inv, *r)
	if err != nil {
		return err
	}
	return change.Reconcile(ctx, inv, r.Plan, r.Plan.Items, func(outcomes map[int]tools.Item) error {
		for i, item := range outcomes {
			r.Plan.Items[i] = item
		}
		return nil
	})
}

// reopened drops the outcomes that were not really known.
func reopened(items []tools.Item) []tools.Item {
	open := append([]tools.Item(nil), items...)
	for i := range open {
		if open[i].Outcome == tools.ItemUnknown {
			open[i].Outcome, open[i].Reason = "", ""
		}
	}
	return open
}

// stateOf is the state that the items' outcomes add up to.
func stateOf(items []tools.Item) State { return State(tools.Status(items)) }

// applied reports whether the request came so far that its items tell the story.
func (s State) applied() bool {
	return s == Done || s == PartlyDone || s == Failed || s == Unknown
}
