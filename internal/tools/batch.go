// Writing many items with calls that the API takes: split, sent once each,
// settled by reading where an answer was lost.

package tools

import (
	"context"
	"errors"
	"slices"
	"time"

	"govgroup/internal/sailpoint"
)

// batch writes the pending items of a plan, size at a time.
type batch struct {
	size int
	what string // for progress: "removing members"

	// send writes the items of these ids; an error means that nothing was
	// written, or that it is not known.
	send func(ctx context.Context, ids []string) ([]sailpoint.ItemStatus, error)

	// meaning gives the outcome that stands for a status of the tenant.
	meaning map[int]string

	// done reads the tenant and gives those of the ids that are as wanted.
	done func(ctx context.Context, ids []string) (map[string]bool, error)
}

// apply writes the items that have no outcome yet and stops at the first call
// that fails as a whole.
func (b batch) apply(ctx context.Context, inv *Invocation, items []Item, j Journal) error {
	pending := pendingItems(items)
	written := 0
	for part := range slices.Chunk(pending, b.size) {
		inv.Report(written, len(pending), b.what)
		if err := b.write(ctx, items, part, j); err != nil {
			return err
		}
		written += len(part)
	}
	inv.Report(written, len(pending), b.what)
	return nil
}

// write sends one call. A call refused as a whole because of one of its items
// is split until that item stands alone; nothing of a refused call was written.
func (b batch) write(ctx context.Context, items []Item, part []int, j Journal) error {
	statuses, err := b.send(ctx, idsOf(items, part))
	var api *sailpoint.Error
	switch {
	case err == nil:
		return j(b.outcomes(ctx, items, part, statuses))
	case errors.As(err, &api) && api.OutcomeUnknown:
		return j(b.look(ctx, items, part))
	case errors.As(err, &api) && api.Status == 400 && len(part) == 1:
		return j(map[int]Item{part[0]: refused(items[part[0]], err)})
	case errors.As(err, &api) && api.Status == 400:
		middle := len(part) / 2
		if err := b.write(ctx, items, part[:middle], j); err != nil {
			return err
		}
		return b.write(ctx, items, part[middle:], j)
	}
	return err
}

// refused is the outcome of an item that the tenant would not have.
func refused(item Item, err error) Item {
	item.Outcome, item.Reason = ItemFailed, AsError(err).Message
	return item
}

// outcomes reads the tenant's answer item by item. What it did not mention is
// looked up.
func (b batch) outcomes(ctx context.Context, items []Item, part []int, statuses []sailpoint.ItemStatus) map[int]Item {
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
		item.Outcome = b.meaning[status.Status]
		if item.Outcome == "" {
			item.Outcome = ItemFailed
		}
		if item.Outcome != ItemDone {
			item.Reason = Clean(status.Description)
		}
		outcomes[i] = item
	}
	for i, item := range b.look(ctx, items, silent) {
		outcomes[i] = item
	}
	return outcomes
}

// The tenant is read a few times before an absent effect is believed: a gateway
// may give up on a write that is still at work.
const (
	looks     = 3
	lookPause = 700 * time.Millisecond
	lookTime  = time.Minute
)

// patiently looks until the effect shows, or must be believed absent. It goes on
// when the caller has gone away: someone will want to know.
func patiently(ctx context.Context, shows func(context.Context) bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookTime)
	defer cancel()
	for n := range looks {
		if n > 0 && !sleep(ctx, lookPause) || shows(ctx) {
			return
		}
	}
}

// look finds by reading what became of items whose answer was lost.
func (b batch) look(ctx context.Context, items []Item, part []int) map[int]Item {
	if len(part) == 0 {
		return nil
	}
	var effect map[string]bool
	var err error
	patiently(ctx, func(ctx context.Context) bool {
		effect, err = b.done(ctx, idsOf(items, part))
		return err == nil && len(effect) >= len(part)
	})
	outcomes := map[int]Item{}
	for _, i := range part {
		outcomes[i] = settled(items[i], effect[items[i].ID], err)
	}
	return outcomes
}

// settled is the outcome of an item whose answer was lost, after reading.
func settled(item Item, effect bool, err error) Item {
	switch {
	case effect:
		item.Outcome, item.Reason = ItemDone, "the answer was lost; the tenant shows that it was done"
	case err != nil:
		item.Outcome, item.Reason = ItemUnknown, "the answer was lost and the tenant could not be read"
	default:
		item.Outcome, item.Reason = ItemFailed, "the answer was lost; the tenant shows no effect"
	}
	return item
}

func pendingItems(items []Item) []int {
	var pending []int
	for i, item := range items {
		if item.Outcome == "" {
			pending = append(pending, i)
		}
	}
	return pending
}

func idsOf(items []Item, part []int) []string {
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
