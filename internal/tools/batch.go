// Batch: writing many items with calls that the API takes: split, sent once each,
// Settled by reading where an answer was lost.

package tools

import (
	"context"
	"errors"
	"slices"
	"time"

	"govgroup/internal/sailpoint"
)

// Batch writes the pending items of a plan, size at a time.
type Batch struct {
	Size int
	What string // for progress: "removing members"

	// Send writes the items of these ids; an error means that nothing was
	// written, or that it is not known.
	Send func(ctx context.Context, ids []string) ([]sailpoint.ItemStatus, error)

	// Meaning gives the outcome that stands for a status of the tenant.
	Meaning map[int]string

	// Done reads the tenant and gives those of the ids that are as wanted.
	Done func(ctx context.Context, ids []string) (map[string]bool, error)
}

// Apply writes those of the items at the given indices that have no outcome yet,
// and stops at the first call that fails as a whole.
func (b Batch) Apply(ctx context.Context, inv *Invocation, items []Item, which []int, j Journal) error {
	pending := PendingItems(items, which)
	written := 0
	for part := range slices.Chunk(pending, b.Size) {
		inv.Report(written, len(pending), b.What)
		if err := b.write(ctx, items, part, j); err != nil {
			return err
		}
		written += len(part)
	}
	inv.Report(written, len(pending), b.What)
	return nil
}

// write sends one call. A call refused as a whole because of one of its items
// is split until that item stands alone; nothing of a refused call was written.
func (b Batch) write(ctx context.Context, items []Item, part []int, j Journal) error {
	statuses, err := b.Send(ctx, IDsOf(items, part))
	var api *sailpoint.Error
	switch {
	case err == nil:
		return j(b.outcomes(ctx, items, part, statuses))
	case errors.As(err, &api) && api.OutcomeUnknown:
		return j(b.LookSoon(ctx, items, part))
	case errors.As(err, &api) && api.Status == 400 && len(part) == 1:
		return j(map[int]Item{part[0]: Refused(items[part[0]], err)})
	case errors.As(err, &api) && api.Status == 400:
		middle := len(part) / 2
		if err := b.write(ctx, items, part[:middle], j); err != nil {
			return err
		}
		return b.write(ctx, items, part[middle:], j)
	}
	return err
}

// Refused is the outcome of an item that the tenant would not have.
func Refused(item Item, err error) Item {
	item.Outcome, item.Reason = ItemFailed, AsError(err).Message
	return item
}

// outcomes reads the tenant's answer item by item. What it did not mention is
// looked up.
func (b Batch) outcomes(ctx context.Context, items []Item, part []int, statuses []sailpoint.ItemStatus) map[int]Item {
	said := map[string]sailpoint.ItemStatus{}
	for _, status := range statuses {
		said[status.ID] = status
	}
	outcomes := map[int]Item{}
	var silent []int
	for _, i := range part {
		item, status := items[i], said[items[i].ID]
		if status.Status == 0 {
			silent = append(silent, i)
			continue
		}
		item.Outcome = b.Meaning[status.Status]
		if item.Outcome == "" {
			item.Outcome = ItemFailed
		}
		if item.Outcome != ItemDone {
			item.Reason = Clean(status.Description)
		}
		outcomes[i] = item
	}
	for i, item := range b.LookSoon(ctx, items, silent) {
		outcomes[i] = item
	}
	return outcomes
}

// The tenant is read a few times at once, since most effects whose answer was lost
// show soon. One that does not show is not believed absent: a gateway may have given
// up on a write that is still at work, and the gate looks again later.
const (
	looks     = 3
	lookPause = 700 * time.Millisecond
	lookTime  = time.Minute
)

// Patiently looks until the effect shows, a few times. It goes on when the caller
// has gone away: someone will want to know.
func Patiently(ctx context.Context, shows func(context.Context) bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookTime)
	defer cancel()
	for n := range looks {
		if n > 0 && !sleep(ctx, lookPause) || shows(ctx) {
			return
		}
	}
}

// LookSoon looks a few times for the effects of a write that was just sent.
func (b Batch) LookSoon(ctx context.Context, items []Item, part []int) (outcomes map[int]Item) {
	if len(part) == 0 {
		return nil
	}
	Patiently(ctx, func(ctx context.Context) bool {
		outcomes = b.Look(ctx, items, part)
		return allDone(outcomes)
	})
	return outcomes
}

// allDone reports whether every item is known to be done.
func allDone(outcomes map[int]Item) bool {
	for _, item := range outcomes {
		if item.Outcome != ItemDone {
			return false
		}
	}
	return true
}

// Look finds by reading once what became of items whose answer was lost.
func (b Batch) Look(ctx context.Context, items []Item, part []int) map[int]Item {
	if len(part) == 0 {
		return nil
	}
	effect, err := b.Done(ctx, IDsOf(items, part))
	outcomes := map[int]Item{}
	for _, i := range part {
		outcomes[i] = Settled(items[i], effect[items[i].ID], err)
	}
	return outcomes
}

// Settled is the outcome of an item whose answer was lost, after reading. That the
// tenant shows no effect does not mean that none will come.
func Settled(item Item, effect bool, err error) Item {
	switch {
	case effect:
		item.Outcome, item.Reason = ItemDone, "the answer was lost; the tenant shows that it was done"
	case err != nil:
		item.Outcome, item.Reason = ItemUnknown, "the answer was lost and the tenant could not be read"
	default:
		item.Outcome, item.Reason, item.Absent = ItemUnknown, "the answer was lost; the tenant shows no effect so far", true
	}
	return item
}

// All gives the indices of all items.
func All(items []Item) []int {
	which := make([]int, len(items))
	for i := range which {
		which[i] = i
	}
	return which
}

// PendingItems gives those of the indices whose items have no outcome yet.
func PendingItems(items []Item, which []int) []int {
	var pending []int
	for _, i := range which {
		if items[i].Outcome == "" {
			pending = append(pending, i)
		}
	}
	return pending
}

// IDsOf are the ids of some of the items, by their indices.
func IDsOf(items []Item, part []int) []string {
	ids := make([]string, len(part))
	for n, i := range part {
		ids[n] = items[i].ID
	}
	return ids
}

// sleep waits, and reports whether the context is still alive.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
