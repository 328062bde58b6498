// Execute: carrying out a planned change, and telling how it ended.

package tools

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"govgroup/internal/sailpoint"
)

// Execution is what came of applying a plan.
type Execution struct {
	Items    []Item   // every item, with its outcome
	Tracking []string // the tenant's tracking ids of what was written
}

// Execute applies a plan. What failed as a whole leaves its items failed with
// the reason; it is not an error of Execute, which only a journal that cannot
// keep outcomes is. keep may be nil.
func Execute(ctx context.Context, inv *Invocation, change Change, plan Plan, keep Journal) (Execution, error) {
	var seen trackingIDs
	items, err := apply(sailpoint.WithObserver(ctx, seen.observe), inv, change, plan, keep)
	return Execution{Items: items, Tracking: seen.list()}, err
}

func apply(ctx context.Context, inv *Invocation, change Change, plan Plan, keep Journal) ([]Item, error) {
	items := slices.Clone(plan.Items)
	var unkept error
	journal := func(outcomes map[int]Item) error {
		for i, item := range outcomes {
			items[i] = item
		}
		if keep != nil {
			unkept = keep(outcomes)
		}
		return unkept
	}
	err := change.Apply(ctx, inv, plan, journal)
	if unkept != nil {
		return items, unkept
	}
	if err != nil {
		return items, journal(notAttempted(items, AsError(err)))
	}
	return items, nil
}

// notAttempted gives the items that were not written the reason why.
func notAttempted(items []Item, why *Error) map[int]Item {
	outcomes := map[int]Item{}
	for _, i := range PendingItems(items, All(items)) {
		item := items[i]
		item.Outcome, item.Reason = ItemFailed, "not done: "+why.Error()
		outcomes[i] = item
	}
	return outcomes
}

// Status is the state that the items' outcomes add up to. One without an outcome
// was not written, whatever became of the others.
func Status(items []Item) string {
	n := count(items)
	good := n[ItemDone] + n[ItemNoChange]
	bad := len(items) - good - n[ItemUnknown]
	switch {
	case n[ItemUnknown] > 0:
		return StatusUnknown
	case bad == 0:
		return StatusDone
	case good == 0:
		return StatusFailed
	}
	return StatusPartly
}

// Conclude tells how a change ended. What failed is said first.
func Conclude(plan Plan, items []Item) Outcome {
	made := created(plan, items)
	o := Outcome{Status: Status(items), Groups: slices.Concat(plan.Groups, made), Items: items, Warnings: plan.Warnings}
	n := count(items)
	switch o.Status {
	case StatusDone:
		o.Summary = "Done: " + plan.Summary
		if n[ItemDone] == 0 {
			o.Summary = "Nothing to do, it is so already: " + plan.Summary
		}
	case StatusFailed:
		o.Summary = "Failed, nothing was changed: " + plan.Summary
	case StatusPartly:
		o.Summary = fmt.Sprintf("Not everything was done (%d of %d): %s", n[ItemDone]+n[ItemNoChange], len(items), plan.Summary)
	case StatusUnknown:
		o.Summary = fmt.Sprintf("The outcome of %d of %d is not known: %s", n[ItemUnknown], len(items), plan.Summary)
	}
	if len(made) == 1 { // some clients pass on the text alone
		o.Summary += " Its id is " + made[0].ID + "."
	}
	return o
}

// created are the groups that were made, with their ids.
func created(plan Plan, items []Item) (groups []Ref) {
	for i, item := range items {
		if plan.Step(i).Action == CreateGroup && item.ID != "" {
			groups = append(groups, Ref{ID: item.ID, Name: item.Name})
		}
	}
	return groups
}

func count(items []Item) map[string]int {
	n := map[string]int{}
	for _, item := range items {
		n[item.Outcome]++
	}
	return n
}

// trackingIDs collects the tracking ids of writes, from any goroutine.
type trackingIDs struct {
	mu  sync.Mutex
	ids []string
}

func (t *trackingIDs) observe(x sailpoint.Exchange) {
	if x.Method == "GET" || x.TrackingID == "" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ids = append(t.ids, Clean(x.TrackingID))
}

func (t *trackingIDs) list() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.ids)
}

// WithSendCheck returns a context in which check is asked immediately before each
// write is sent to the tenant, after every wait. An error keeps it from being sent.
func WithSendCheck(ctx context.Context, check func(context.Context) error) context.Context {
	return sailpoint.WithWriteCheck(ctx, check)
}
