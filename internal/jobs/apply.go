// Apply: writing a plan group by group, and finding out what became of it.

package jobs

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// order is the one in which a group is written: it is never left without those who are
// to come.
var order = []tools.Action{tools.AddMember, tools.UpdateGroup, tools.RemoveMember}

// Apply implements [tools.Change]. What fails in one group leaves the others alone.
func (j job) Apply(ctx context.Context, inv *tools.Invocation, plan tools.Plan, keep tools.Journal) error {
	plan.Items = slices.Clone(plan.Items) // with the outcomes so far
	journal := func(outcomes map[int]tools.Item) error {
		for i, item := range outcomes {
			plan.Items[i] = item
		}
		return keep(outcomes)
	}
	for n, g := range plan.Groups {
		inv.Report(n, len(plan.Groups), "changing the groups")
		if err := applyGroup(ctx, inv, plan, g.ID, journal); err != nil {
			return err
		}
	}
	return nil
}

func applyGroup(ctx context.Context, inv *tools.Invocation, plan tools.Plan, group string, keep tools.Journal) error {
	whole := true
	for _, action := range order {
		which := stepsOf(plan, group, action)
		pending := tools.PendingItems(plan.Items, which)
		if len(pending) == 0 {
			continue
		}
		if !whole {
			if err := keep(failed(plan.Items, pending, "not done, because what was to come before it in this group was not done")); err != nil {
				return err
			}
			continue
		}
		if err := write(ctx, inv, plan, pending, keep); err != nil {
			return err
		}
		whole = !slices.ContainsFunc(which, func(i int) bool {
			outcome := plan.Items[i].Outcome
			return outcome != tools.ItemDone && outcome != tools.ItemNoChange
		})
	}
	return nil
}

// stepsOf are the indices of a group's items of one action.
func stepsOf(plan tools.Plan, group string, action tools.Action) (which []int) {
	for i, s := range plan.Steps {
		if s.Group == group && s.Action == action {
			which = append(which, i)
		}
	}
	return which
}

func failed(items []tools.Item, which []int, reason string) map[int]tools.Item {
	outcomes := map[int]tools.Item{}
	for _, i := range which {
		item := items[i]
		item.Outcome, item.Reason = tools.ItemFailed, reason
		outcomes[i] = item
	}
	return outcomes
}

// write writes items of one action of one group. That the tenant will not have them is
// their outcome; any other error ends the job.
func write(ctx context.Context, inv *tools.Invocation, plan tools.Plan, which []int, keep tools.Journal) error {
	var err error
	if step := plan.Step(which[0]); step.Action == tools.UpdateGroup {
		err = writeOwner(ctx, inv, plan.Items, which[0], step, keep)
	} else {
		err = batch(inv, step).Apply(ctx, inv, plan.Items, which, keep)
	}
	if !refused(err) {
		return err
	}
	return keep(failed(plan.Items, tools.PendingItems(plan.Items, which), tools.AsError(err).Message))
}

// refused reports whether the tenant will not have a write, for a reason that lies in
// what was to be written.
func refused(err error) bool {
	var api *sailpoint.Error
	return errors.As(err, &api) && !api.OutcomeUnknown &&
		slices.Contains([]int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}, api.Status)
}

func writeOwner(ctx context.Context, inv *tools.Invocation, items []tools.Item, i int, step tools.Step, keep tools.Journal) error {
	_, err := inv.Client.PatchGroup(ctx, step.Group, sailpoint.GroupPatch{OwnerID: &step.NewOwner})
	var api *sailpoint.Error
	if errors.As(err, &api) && api.OutcomeUnknown {
		return keep(batch(inv, step).LookSoon(ctx, items, []int{i}))
	}
	if err != nil {
		return err
	}
	item := items[i]
	item.Outcome = tools.ItemDone
	return keep(map[int]tools.Item{i: item})
}

// batch says how items like this one are written, and what it looks like when they are.
func batch(inv *tools.Invocation, step tools.Step) tools.Batch {
	if step.Action != tools.UpdateGroup {
		return groups.MembersBatch(inv, step.Group, step.Action == tools.RemoveMember)
	}
	return tools.Batch{Done: func(ctx context.Context, ids []string) (map[string]bool, error) {
		g, err := inv.Client.Group(ctx, step.Group)
		return map[string]bool{ids[0]: err == nil && strings.EqualFold(g.Owner.ID, step.NewOwner)}, err
	}}
}

// Reconcile implements [tools.Change].
func (j job) Reconcile(ctx context.Context, inv *tools.Invocation, plan tools.Plan, items []tools.Item, keep tools.Journal) error {
	found := map[int]tools.Item{}
	for _, g := range plan.Groups {
		for _, action := range order {
			if pending := tools.PendingItems(items, stepsOf(plan, g.ID, action)); len(pending) > 0 {
				maps.Copy(found, batch(inv, plan.Step(pending[0])).Look(ctx, items, pending))
			}
		}
	}
	return keep(found)
}
