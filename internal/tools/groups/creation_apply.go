// Writing planned governance groups, and finding those whose creation was not
// answers.

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
	groups, err := plannedGroups(plan)
	if err != nil {
		return nil, err
	}
	d := deletion{bulk: len(groups) > 1}
	at := 0
	for _, g := range groups {
		if item := plan.Items[at]; item.Outcome == tools.ItemDone {
			d.refs = append(d.refs, item.ID)
		}
		at += 1 + len(g.Members)
	}
	return d, nil
}

// Apply creates each group and adds its members. A group that the tenant refuses
// does not stop the others.
func (c creation) Apply(ctx context.Context, inv *tools.Invocation, plan tools.Plan, j tools.Journal) error {
	groups, err := plannedGroups(plan)
	if err != nil {
		return err
	}
	at := 0
	for n, g := range groups {
		if len(groups) > 1 {
			inv.Report(n, len(groups), "creating groups")
		}
		if err := c.create(ctx, inv, plan, n, g, at, j); err != nil {
			return err
		}
		at += 1 + len(g.Members)
	}
	return nil
}

// create writes the n-th group, whose item is at the given index.
func (c creation) create(ctx context.Context, inv *tools.Invocation, plan tools.Plan, n int, g newGroup, at int, j tools.Journal) error {
	item := plan.Items[at]
	created, err := inv.Client.CreateGroup(ctx, sailpoint.NewGroup{Name: g.Name, Description: g.Description, OwnerID: g.Owner})
	var api *sailpoint.Error
	switch {
	case err == nil:
		item.ID, item.Outcome = created.ID, tools.ItemDone
	case errors.As(err, &api) && api.OutcomeUnknown:
		item = findCreated(ctx, inv, g, plan.Facts[n], item)
	case errors.As(err, &api) && api.Status == 400, errors.Is(err, sailpoint.ErrInvalid):
		item = tools.Refused(item, err)
	default:
		return err
	}
	if err := j(map[int]tools.Item{at: item}); err != nil {
		return err
	}
	members := plan.Items[at+1 : at+1+len(g.Members)]
	if item.Outcome != tools.ItemDone {
		return j(skipped(members, at+1, item))
	}
	return membersBatch(inv, item.ID, false).Apply(ctx, inv, members, shifted(j, at+1))
}

// shifted gives a journal to work on a part of the items that begins at from.
func shifted(j tools.Journal, from int) tools.Journal {
	return func(outcomes map[int]tools.Item) error {
		moved := map[int]tools.Item{}
		for i, item := range outcomes {
			moved[i+from] = item
		}
		return j(moved)
	}
}

// skipped are the members of a group that did not come to be, as far as is known.
func skipped(members []tools.Item, from int, group tools.Item) map[int]tools.Item {
	why := "not attempted: the group was not created"
	if group.Outcome == tools.ItemUnknown {
		why = "not attempted: it is not known whether the group was created"
	}
	outcomes := map[int]tools.Item{}
	for i, m := range members {
		m.Outcome, m.Reason = tools.ItemFailed, why
		outcomes[from+i] = m
	}
	return outcomes
}

// Reconcile looks for groups that were created, and for their members.
func (c creation) Reconcile(ctx context.Context, inv *tools.Invocation, plan tools.Plan, items []tools.Item, j tools.Journal) error {
	groups, err := plannedGroups(plan)
	if err != nil {
		return err
	}
	at := 0
	for n, g := range groups {
		item := items[at]
		if item.Outcome == "" {
			item = findCreated(ctx, inv, g, plan.Facts[n], item)
		}
		outcomes := map[int]tools.Item{at: item}
		members := items[at+1 : at+1+len(g.Members)]
		if item.Outcome == tools.ItemDone {
			b := membersBatch(inv, item.ID, false)
			err = shifted(j, at+1)(b.Look(ctx, members, tools.PendingItems(members)))
		} else if item.Outcome != "" {
			err = j(skipped(members, at+1, item))
		}
		if err = errors.Join(err, j(outcomes)); err != nil {
			return err
		}
		at += 1 + len(g.Members)
	}
	return nil
}

// findCreated looks for a group whose creation was not answered: of this name
// and owner, and not among those that were there before.
func findCreated(ctx context.Context, inv *tools.Invocation, g newGroup, before tools.StateFact, item tools.Item) tools.Item {
	var found []sailpoint.Group
	var err error
	tools.Patiently(ctx, func(ctx context.Context) bool {
		found, err = inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.Eq("name", g.Name)})
		found = slices.DeleteFunc(found, func(other sailpoint.Group) bool {
			return other.Owner.ID != g.Owner || !directory.EqualNames(other.Name, g.Name) || strings.Contains(before.Value, other.ID)
		})
		return err == nil && len(found) > 0
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
	g := newGroup{Name: in.Name, Description: in.Description, Owner: in.Owner}
	for _, item := range plan.Items[1:] {
		if item.Outcome != tools.ItemNotFound || item.ID == "" {
			g.Members = append(g.Members, tools.Ref{ID: item.ID, Name: item.Name})
		}
	}
	return []newGroup{g}, err
}
