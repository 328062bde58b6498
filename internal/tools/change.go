// Change: an operation in its stages: planned (read only), applied (exactly the
// plan), reconciled (what is true when an answer was lost). Who calls these, and when, is
// the gate's business.

package tools

import (
	"context"
	"encoding/json"
)

// Change is an operation on the tenant that has not happened yet.
type Change interface {
	// Plan reads the tenant and says exactly what would be written. It writes
	// nothing and may be called again: a plan made from the resolved arguments
	// of an earlier plan has the same digest, and the same facts unless the
	// tenant changed in between.
	Plan(ctx context.Context, inv *Invocation) (Plan, error)

	// Snapshot gives what would be needed to go back, as the invocation has read it for
	// the plan; what it has not, it reads. It is called after Plan, before a person is
	// asked and again just before Apply. A nil answer means that the outcomes of the
	// items are enough.
	Snapshot(ctx context.Context, inv *Invocation, plan Plan) (json.RawMessage, error)

	// Apply writes what the plan says and nothing else. Each item's outcome is
	// given to the journal as soon as it is known. An error stops the work; the
	// items without an outcome were not written, except where the error says
	// that an outcome is unknown.
	Apply(ctx context.Context, inv *Invocation, plan Plan, j Journal) error

	// Reconcile reads the tenant once to find what became of the items without an
	// outcome, and gives what it finds to the journal: done where the effect shows,
	// else unknown, and [Item.Absent] where the tenant was read. It never writes.
	Reconcile(ctx context.Context, inv *Invocation, plan Plan, items []Item, j Journal) error

	// Inverse gives the change that undoes what the plan's items say was done, of
	// which there is some; what was not done is not touched. snapshot is what
	// Snapshot read before.
	Inverse(plan Plan, snapshot json.RawMessage) (Change, error)
}

// Journal keeps the outcomes of some of the plan's items, by their index, as
// soon as they are known. An error means that they could not be kept; the change
// stops there.
type Journal func(outcomes map[int]Item) error
