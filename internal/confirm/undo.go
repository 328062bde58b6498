// Undo: a change that reverses another one. It is planned, gated and recorded
// like any other.

package confirm

import (
	"context"
	"errors"

	"govgroup/internal/tools"
)

type undoInput struct {
	Change tools.RequestID `json:"change" jsonschema:"minLength=1" jsonschema_description:"The change's id, from its result or govgroup_history"`
}

func (g *Gate) undoTool() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: tools.NameUndo, Title: "Undo a change", Effect: tools.Destroys,
		Description: "Undo an earlier change as far as it was done, once. A person is asked where it takes something away.",
	}, func(ctx context.Context, inv *tools.Invocation, in undoInput) (tools.Change, error) {
		return g.undoing(ctx, inv, in.Change)
	})
}

// undoing prepares the change that undoes the given one.
func (g *Gate) undoing(ctx context.Context, inv *tools.Invocation, id tools.RequestID) (tools.Change, error) {
	r, err := g.get(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil, tools.Errorf(tools.NotFound, "There is no change %s here. govgroup_history lists changes with their ids.", tools.Clean(string(id)))
	case err != nil:
		return nil, err
	case r.Undoes != "":
		return nil, tools.Errorf(tools.InvalidInput, "That change undid another one; make the first change again instead.")
	case !r.State.applied():
		return nil, tools.Errorf(tools.InvalidInput, "%s There is nothing to undo.", r.sentence())
	case r.State == Unknown:
		return nil, tools.Errorf(tools.OutcomeUnknown, "It is not known yet what that change did; ask govgroup_confirmation for %s first.", r.ID)
	case len(r.Plan.Done()) == 0:
		return nil, tools.Errorf(tools.InvalidInput, "That change did nothing, so there is nothing to undo.")
	}
	change, err := g.Catalogue.Change(ctx, inv, r.Plan.Tool, r.Plan.Arguments)
	if err != nil {
		return nil, err
	}
	back, err := change.Inverse(r.Plan, r.Snapshot)
	if err != nil {
		return nil, err
	}
	return undo{Change: back, of: r}, nil
}

// undo is the inverse of an earlier change, and knows which.
type undo struct {
	tools.Change
	of Request
}

// Plan is the inverse's plan, and says what it undoes.
func (u undo) Plan(ctx context.Context, inv *tools.Invocation) (tools.Plan, error) {
	plan, err := u.Change.Plan(ctx, inv)
	if err != nil {
		return plan, err
	}
	plan.Details = append([]tools.Detail{{Label: "Undoes", Value: u.of.Plan.Summary}}, plan.Details...)
	if u.of.Plan.Irreversible != "" {
		plan.Warnings = append(plan.Warnings, "A deleted group is created again under a new id. Nothing that pointed to the old one is restored.")
	}
	return plan, nil
}
