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
func (askFirst) Submit(ctx context.Context, s *Invocation, _ Tool, change Change) (Outcome, error) {
	p, err := change.Plan(ctx, s)
	if err != nil {
		return Outcome{}, err
	}
	if p.Pending() == 0 {
		return Conclude(p, p.Items), nil
	}
	if p.Effect != Changes {
		return Outcome{
			Status:  StatusAsk,
			Summary: "Nothing has happened yet; a person must confirm: " + p.Summary,
			Groups:  p.Groups, Items: slices.Clone(p.Items), Warnings: p.Warnings,
		}, nil
	}
	done, err := Execute(ctx, s, change, p, nil)
	if err != nil {
		return Outcome{}, err
	}
	return Conclude(p, done.Items), nil
}
