// Ask first: the gate of a registry that has no way to ask a person.

package tools

import (
	"context"
	"slices"
)

// askFirst lets changes pass. What destroys, or gives a name that can be taken for
// another group's, it plans, shows and does not do.
type askFirst struct{}

// Refused keeps no record: there is none.
func (askFirst) Refused(context.Context, *Invocation, Tool, error) {}

// Submit plans the change and applies it unless a person must confirm it.
func (askFirst) Submit(ctx context.Context, inv *Invocation, _ Tool, change Change) (Outcome, error) {
	plan, err := change.Plan(ctx, inv)
	if err != nil {
		return Outcome{}, err
	}
	if plan.Pending() == 0 {
		return Conclude(plan, plan.Items), nil
	}
	if plan.Effect != Changes || len(plan.LookAlikes) > 0 || inv.DryRun {
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
