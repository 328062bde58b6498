// Creation, applied: writing planned governance groups, and finding those whose
// creation was not answered.

package groups

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// Snapshot has nothing to add: the new ids are in the items.
func (c creation) Snapshot(context.Context, *tools.Invocation, tools.Plan) (json.RawMessage, error) {
	return nil, nil
}

// Inverse deletes the groups that were created; their members go with them.
func (c creation) Inverse(plan tools.Plan, _ json.RawMessage) (tools.Change, error) {
	d := deletion{}
	for i, item := range plan.Items {
		if plan.Step(i).Action == tools.CreateGroup && item.Outcome == tools.ItemDone {
			d.refs = append(d.refs, item.ID)
		}
	}
	d.bulk = len(d.refs) > 1
	return d, nil
}

// Apply creates each group and adds its members. A group that the tenant refuses
// does not stop the others.
func (c creation) Apply(ctx context.Context, inv *tools.Invocation, plan tools.Plan, j tools.Journal) error {
	groups, err := plannedGroups(plan)
	if err != nil {
		return err
	}
	for n, g := range groups {
		if len(groups) > 1 {
			inv.Report(n, len(groups), "creating groups")
		}
		if err := c.create(ctx, inv, plan, n, g, j); err != nil {
			return err
		}
	}
	return nil
}

// create writes the n-th group.
func (c creation) create(ctx context.Context, inv *tools.Invocation, plan tools.Plan, n int, g newGroup, j tools.Journal) error {
	itself, members := plan.Within(tools.NewGroup(n))
	item := plan.Items[itself[0]]
	created, err := inv.Client.CreateGroup(ctx, sailpoint.NewGroup{Name: g.Name, Description: g.Description, OwnerID: g.Owner})
	var api *sailpoint.Error
	switch {
	case err == nil:
		item.ID, item.Outcome = created.ID, tools.ItemDone
	case errors.As(err, &api) && api.OutcomeUnknown:
		// Only looking tells: to send it again could make two.
		item = findCreatedSoon(ctx, inv, g, plan.Facts[n], item)
	case errors.As(err, &api) && api.Status == 400, errors.Is(err, sailpoint.ErrInvalid):
		// It is about this group; the next one may be fine.
		item = tools.Refused(item, err)
	default:
		return err // the others would fare no better
	}
	// The id is kept before members are sent: if the program dies now, the group can
	// still be found and undone.
	if err := j(map[int]tools.Item{itself[0]: item}); err != nil {
		return err
	}
	if item.Outcome != tools.ItemDone {
		return j(skipped(plan.Items, members, item))
	}
	return MembersBatch(inv, item.ID, false).Apply(ctx, inv, plan.Items, members, j)
}

// skipped are the members of a group that did not come to be, as far as is known.
func skipped(items []tools.Item, members []int, group tools.Item) map[int]tools.Item {
	why := "not attempted: the group was not created"
	if group.Outcome == tools.ItemUnknown {
		why = "not attempted: it is not known whether the group was created"
	}
	outcomes := map[int]tools.Item{}
	for _, i := range tools.PendingItems(items, members) {
		m := items[i]
		m.Outcome, m.Reason = tools.ItemFailed, why
		outcomes[i] = m
	}
	return outcomes
}

// Reconcile looks for groups that were created, and for their members.
func (c creation) Reconcile(ctx context.Context, inv *tools.Invocation, plan tools.Plan, items []tools.Item, j tools.Journal) error {
	groups, err := plannedGroups(plan)
	if err != nil {
		return err
	}
	for n, g := range groups {
		itself, members := plan.Within(tools.NewGroup(n))
		item := items[itself[0]]
		if item.Outcome == "" {
			item = findCreated(ctx, inv, g, plan.Facts[n], item)
		}
		// Without the group there is nobody to look for in it.
		if item.Outcome == tools.ItemDone {
			err = j(MembersBatch(inv, item.ID, false).Look(ctx, items, tools.PendingItems(items, members)))
		} else {
			err = j(skipped(items, members, item))
		}
		if err = errors.Join(err, j(map[int]tools.Item{itself[0]: item})); err != nil {
			return err
		}
	}
	return nil
}

// findCreatedSoon looks a few times for a group whose creation was just sent.
func findCreatedSoon(ctx context.Context, inv *tools.Invocation, g newGroup, before tools.StateFact, item tools.Item) (found tools.Item) {
	tools.Patiently(ctx, func(ctx context.Context) bool {
		found = findCreated(ctx, inv, g, before, item)
		return found.Outcome == tools.ItemDone
	})
	return found
}

// findCreated looks for a group whose creation was not answered: of this name
// and owner, and not among those that were there before.
func findCreated(ctx context.Context, inv *tools.Invocation, g newGroup, before tools.StateFact, item tools.Item) tools.Item {
	found, err := inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.Eq("name", g.Name)})
	// Another owner's is not ours, nor is one that the plan has seen.
	found = slices.DeleteFunc(found, func(other sailpoint.Group) bool {
		return other.Owner.ID != g.Owner || !directory.EqualNames(other.Name, g.Name) || strings.Contains(before.Value, other.ID)
	})
	if err == nil && len(found) > 1 {
		item.Outcome, item.Reason = tools.ItemUnknown, "the answer was lost, and several new groups have this name and owner"
		return item
	}
	item = tools.Settled(item, len(found) == 1, err)
	if item.Outcome == tools.ItemDone {
		item.ID = found[0].ID
	}
	return item
}

// plannedGroups reads the groups back from a plan's arguments, of either form.
func plannedGroups(plan tools.Plan) ([]newGroup, error) {
	var many struct {
		Groups []newGroup `json:"groups"`
	}
	if err := json.Unmarshal(plan.Arguments, &many); err != nil {
		return nil, err
	}
	if many.Groups != nil {
		return many.Groups, nil
	}
	in, err := tools.Decode[createInput](plan.Arguments)
	// Its members are the plan's items, which say more of each than an id.
	return []newGroup{{Name: in.Name, Description: in.Description, Owner: in.Owner}}, err
}
