// The gate of a registry that has no way to ask a person.

package tools

import (
	"context"
	"slices"
)

// askFirst lets changes pass. What destroys it plans, shows and does not do.
type askFirst struct{}

// Refused keeps no record: there is none.
func (askFirst) Refused(context.Context, *Invocation, Tool, error) {}

// Submit plans the change and applies it unless it destroys.
func (askFirst) Submit(ctx context.Context, inv *Invocation, _ Tool, change Change) (Outcome, error) {
	plan, err := change.Plan(ctx, inv)
	if err != nil {
		return Outcome{}, err
	}
	if plan.Pending() == 0 {
		return Conclude(plan, plan.Items), nil
	}
	if plan.Effect != Changes || inv.DryRun {
		return Outcome{
			Status:  StatusAsk,
			Summary: "Nothing has happened yet; a person must confirm: " + plan.Summary,
			Groups:  plan.Groups, Items: slices.Clone(plan.Items), Warnings: plan.Warnings,
		}, nil
	}
	done, err := Execute(ctx, inv, change, plan, nil)
	if err != nil {
		return Outcome{}, err
	}
	return Conclude(plan, done.Items), nil
}
