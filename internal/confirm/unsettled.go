// Unsettled: a change is not sent again while it is not known what became of it.

package confirm

import (
	"context"

	"govgroup/internal/tools"
)

// unsettled refuses a plan that would write what another request may have written
// already, where its outcome is not known yet.
func (g *Gate) unsettled(ctx context.Context, own tools.RequestID, plan tools.Plan) error {
	open, err := g.Store.List(ctx, Query{Tenant: g.Tenant, States: []State{Executing, Unknown}, Limit: -1})
	if err != nil {
		return g.unrecorded(ctx, err)
	}
	for _, r := range open {
		attended := r.State == Executing && g.Now().Before(r.Lease)
		if r.ID != own && !attended && r.mayHaveWritten(plan) {
			return tools.Errorf(tools.OutcomeUnknown,
				"The same was asked for by request %s, and it is not known yet what became of it. It is not sent again before that; ask how request %s stands.", r.ID, r.ID)
		}
	}
	return nil
}

// mayHaveWritten reports whether an item of the plan is among those of the request
// whose outcome is open.
func (r Request) mayHaveWritten(plan tools.Plan) bool {
	open := map[tools.Written]bool{}
	for i, item := range r.Plan.Items {
		if item.Outcome == "" || item.Outcome == tools.ItemUnknown {
			open[r.Plan.Written(i)] = true
		}
	}
	for i, item := range plan.Items {
		if what := plan.Written(i); item.Outcome == "" && what != (tools.Written{}) && open[what] {
			return true
		}
	}
	return false
}
