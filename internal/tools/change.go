// A change in its stages: planned (read only), applied (exactly the plan),
// settled (what is true when an answer was lost). Who calls these, and when, is
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

	// Snapshot reads what would be needed to go back. It is called once, just before
	// Apply. A nil answer means that the outcomes of the items are enough.
	Snapshot(ctx context.Context, inv *Invocation, plan Plan) (json.RawMessage, error)

	// Apply writes what the plan says and nothing else. Each item's outcome is
	// given to the journal as soon as it is known. An error stops the work; the
	// items without an outcome were not written, except where the error says
	// that an outcome is unknown.
	Apply(ctx context.Context, inv *Invocation, plan Plan, j Journal) error

	// Reconcile reads the tenant to find what became of the items whose outcome is
	// not known, and gives what it finds to the journal. It never writes.
	Reconcile(ctx context.Context, inv *Invocation, plan Plan, items []Item, j Journal) error
}

// Journal keeps the outcomes of some of the plan's items, by their index, as
// soon as they are known. An error means that they could not be kept; the change
// stops there.
type Journal func(outcomes map[int]Item) error

// Plan says what a change would write, from live data, in a form that can be
// shown to a person, stored, and compared with a later plan.
type Plan struct {
	Tool      string          `json:"tool"`
	Effect    Effect          `json:"effect"`
	Arguments json.RawMessage `json:"arguments"` // the input with every name replaced by an id
	Summary   string          `json:"summary"`   // one sentence: what would happen
	Groups    []Ref           `json:"groups"`    // the governance groups concerned
	Items     []Item          `json:"items"`     // what would be written, one by one
	Details   []Detail        `json:"details"`   // the preview, beside the summary
	Warnings  []string        `json:"warnings"`
	Facts     []StateFact     `json:"facts"` // the state that the plan was made from
}

// Ref names a thing of the tenant: the id that is certain and the name that
// people know.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Detail is one labelled line of a preview.
type Detail struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// StateFact is one thing the plan relies on. Two plans whose facts differ were made
// from different states of the tenant.
type StateFact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Item is one thing that a change writes: a group to delete, a person to add.
type Item struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Outcome string `json:"outcome,omitempty" jsonschema:"enum=done,enum=already_so,enum=in_use,enum=not_found,enum=failed,enum=unknown"`
	Reason  string `json:"reason,omitempty"`
}

// The outcomes of an item. Empty means: not attempted.
const (
	ItemDone     = "done"
	ItemNoChange = "already_so" // nothing to do: it is as asked for
	ItemInUse    = "in_use"     // the tenant refuses: something refers to it
	ItemNotFound = "not_found"
	ItemFailed   = "failed"
	ItemUnknown  = "unknown" // written, but the answer was lost and reading did not settle it
)

// Pending counts the items that are still to be written.
func (plan Plan) Pending() int {
	n := 0
	for _, item := range plan.Items {
		if item.Outcome == "" {
			n++
		}
	}
	return n
}
