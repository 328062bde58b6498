// Settling: what became of a write whose answer was lost is found by reading the
// tenant, soon and then ever more rarely. Nothing is ever sent again.

package confirm

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/observe"
	"govgroup/internal/tools"
)

// When the tenant is read for an effect that does not show.
const (
	watchEvery = 5 * time.Second
	firstLook  = 2 * time.Second
	lookFor    = 24 * time.Hour // from the last send, also after the outcome was settled as failed

	// unreadable is how often it is tried where the tenant could not be read for so long.
	unreadable = time.Hour
)

// DefaultSettleFor is the quiet time after which a write whose answer was lost, and
// whose effect does not show, has failed.
const DefaultSettleFor = 5 * time.Minute

// Watch expires requests that nobody decided, takes over executions that nobody
// works on, and looks for effects whose answer was lost, until the context ends.
func (g *Gate) Watch(ctx context.Context) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	defer g.writeTallies(ctx, true)
	for {
		g.writeTallies(ctx, false)
		if err := g.Recover(ctx); err != nil && ctx.Err() == nil {
			g.Logger.ErrorContext(ctx, "looking after open requests failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Recover does one round of what [Gate.Watch] does. A program that only reads
// leaves all of it to others.
func (g *Gate) Recover(ctx context.Context) error {
	if g.readOnly() {
		return nil
	}
	left, err := g.Store.Unattended(ctx, g.Tenant)
	if err != nil {
		return err
	}
	var failed error
	for _, r := range left {
		ctx, span := observe.Begin(observe.WithCall(ctx, observe.NewCall()), observe.Start{Name: "look after request"})
		r.follow(ctx)
		if r.State == Pending {
			_, err = g.get(ctx, r.ID) // expires it
		} else {
			_, err = g.settle(ctx, r)
		}
		span.End()
		failed = errors.Join(failed, err)
	}
	return failed
}

// settle looks what became of a request that nobody works on. What this process
// works on itself, or another one, is left alone.
func (g *Gate) settle(ctx context.Context, r Request) (Request, error) {
	if _, own := g.running.Load(r.ID); own || g.readOnly() || (r.State != Executing && len(r.Lost) == 0) {
		return r, nil
	}
	asked, before := time.Now(), r
	r, err := g.Store.Claim(ctx, r)
	if errors.Is(err, ErrConflict) {
		return g.Store.Get(ctx, before.ID)
	}
	if err != nil {
		return before, err
	}
	ctx, e := g.begin(ctx, r, asked)
	defer e.end()
	r.Plan.Items = slices.Clone(r.Plan.Items)
	r.resolve(g.look(ctx, r), g.Now(), g.SettleFor)
	if ctx.Err() != nil {
		return before, context.Cause(ctx)
	}
	return r, g.settled(ctx, before, &r)
}

// settled keeps what a look found, and has whoever asked told of what is new.
func (g *Gate) settled(ctx context.Context, before Request, r *Request) error {
	now := g.Now().UTC()
	if state := stateOf(r.Plan.Items); state != before.State {
		if err := r.become(state); err != nil {
			return err
		}
		r.Finished = now
		if state != Unknown {
			r.Late, r.Told = true, time.Time{}
		}
	}
	r.LookAt = r.nextLook(now, g.SettleFor)
	if !slices.Equal(before.Plan.Items, r.Plan.Items) || r.State != before.State {
		if err := g.record(ctx, audit.Settling, *r, nil); err != nil {
			return err
		}
	}
	if err := g.Store.Update(ctx, *r); err != nil {
		return err
	}
	r.Version++
	if r.State != before.State {
		g.Observer.Ended(r.Plan.Tool, r.State)
	}
	return nil
}

// look lets the change's own code read the tenant, and gives what it found of the
// items in doubt. Of what could not be read it says nothing.
func (g *Gate) look(ctx context.Context, r Request) map[int]tools.Item {
	doubtful := r.inDoubt()
	if len(doubtful) == 0 {
		return nil
	}
	items := slices.Clone(r.Plan.Items)
	for _, i := range doubtful {
		items[i].Outcome, items[i].Reason = "", ""
	}
	found := map[int]tools.Item{}
	inv := g.Catalogue.NewInvocation(r.Requester, nil)
	change, err := g.change(ctx, inv, r)
	if err == nil {
		err = change.Reconcile(ctx, inv, r.Plan, items, func(outcomes map[int]tools.Item) error {
			for i, item := range outcomes {
				items[i], found[i] = item, item
			}
			return nil
		})
	}
	if err == nil {
		err = g.dropOthers(ctx, r, found)
	}
	if err != nil {
		g.Logger.WarnContext(ctx, "what became of a change could not be read", "request", r.ID, "error", err)
	}
	return found
}

// dropOthers takes out of what a look found the groups that another request created:
// of the same name and owner, and not the ones that were lost.
func (g *Gate) dropOthers(ctx context.Context, r Request, found map[int]tools.Item) error {
	made := created(r.Plan, found)
	if len(made) == 0 {
		return nil
	}
	others, err := g.Store.List(ctx, Query{Tenant: g.Tenant, States: []State{Done, PartlyDone}, Limit: -1})
	if err != nil {
		clear(found) // whose they are is not known
		return err
	}
	for _, other := range others {
		for id := range created(other.Plan, maps.Collect(slices.All(other.Plan.Items))) {
			if at, same := made[id]; same && other.ID != r.ID {
				found[at] = tools.Settled(r.Plan.Items[at], false, nil)
			}
		}
	}
	return nil
}

// created gives the ids of the groups that were created, with the item of each.
func created(plan tools.Plan, items map[int]tools.Item) map[string]int {
	made := map[string]int{}
	for i, item := range items {
		if plan.Step(i).Action == tools.CreateGroup && item.Outcome == tools.ItemDone {
			made[item.ID] = i
		}
	}
	return made
}

// inDoubt gives the items whose effect may still come: without an outcome although
// something was sent, with an unknown one, or failed only because nothing showed.
func (r Request) inDoubt() []int {
	var doubtful []int
	for i, item := range r.Plan.Items {
		if item.Outcome == "" && !r.LastSent.IsZero() || item.Outcome == tools.ItemUnknown || slices.Contains(r.Lost, i) {
			doubtful = append(doubtful, i)
		}
	}
	return doubtful
}

// resolve gives the items in doubt the outcome that follows from a look.
func (r *Request) resolve(found map[int]tools.Item, now time.Time, settleFor time.Duration) {
	doubtful := r.inDoubt()
	r.Lost = nil
	for i := range r.Plan.Items {
		item := &r.Plan.Items[i]
		switch seen := found[i]; {
		case !slices.Contains(doubtful, i):
			if item.Outcome == "" {
				item.Outcome, item.Reason = tools.ItemFailed, "not sent: the program that carried it out stopped before"
			}
			continue
		case seen.Outcome != "" && seen.Outcome != tools.ItemUnknown:
			*item = seen
			continue
		case seen.Absent && now.Sub(r.LastSent) >= settleFor:
			item.Outcome, item.Reason = tools.ItemFailed, "the answer was lost, and the tenant showed no effect for "+spell(settleFor)
		case item.Outcome == "":
			item.Outcome, item.Reason = tools.ItemUnknown, "the answer was lost; what became of it is not known yet"
		}
		r.Lost = append(r.Lost, i)
	}
}

// nextLook is when the tenant is read again for what is lost: each time after as
// long as it has been since the last send, and once as the quiet time ends. Zero: not
// any more.
func (r Request) nextLook(now time.Time, settleFor time.Duration) time.Time {
	if len(r.Lost) == 0 {
		return time.Time{}
	}
	quiet, last := r.LastSent.Add(settleFor), r.LastSent.Add(lookFor)
	next := now.Add(max(now.Sub(r.LastSent), firstLook))
	switch {
	case now.Before(quiet) && next.After(quiet):
		return quiet.UTC()
	case r.State == Unknown && !now.Before(quiet):
		return now.Add(min(now.Sub(r.LastSent), unreadable)).UTC()
	case now.Before(last) && next.After(last):
		return last.UTC()
	case next.After(last):
		return time.Time{}
	}
	return next.UTC()
}

// stateOf is the state that the items' outcomes add up to.
func stateOf(items []tools.Item) State { return State(tools.Status(items)) }

// applied reports whether the request came so far that its items tell the story.
func (s State) applied() bool {
	return s == Done || s == PartlyDone || s == Failed || s == Unknown
}

// spell writes a duration for people.
func spell(d time.Duration) string {
	if d >= time.Minute && d%time.Minute == 0 {
		return tools.Plural(int(d/time.Minute), "minute")
	}
	return fmt.Sprintf("%g seconds", d.Seconds())
}
