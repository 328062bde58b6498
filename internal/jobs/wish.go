// Wish: what should be so, wherever the wish comes from.

package jobs

import (
	"context"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// wish is a source of desired state.
type wish interface {
	// desire reads the tenant and says what should be so. It may be called again: made
	// from the arguments that it resolved, the same wish desires the same.
	desire(ctx context.Context, inv *tools.Invocation) (desired, error)
}

// desired is what should be so, with every name resolved to an id.
type desired struct {
	tool      string
	arguments any
	groups    []target
	summary   func(tools.Plan) string // one sentence about the plan that it comes to
	warnings  []string
}

// target is what should be so of one governance group.
type target struct {
	sailpoint.Group
	in  []sailpoint.Person // should be members
	out []sailpoint.Person // should not

	owner *sailpoint.Person // should own it; nil: whoever does

	// members is who is in the group, by id in small letters; nil: not read yet.
	members map[string]bool
}
