// Plan: from what should be so to what would be written, group by group in a safe
// order: who comes is added first, and the owner changes before anybody leaves.

package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// job is the change that makes a wish come true.
type job struct{ wish wish }

// Plan implements [tools.Change].
func (j job) Plan(ctx context.Context, inv *tools.Invocation) (tools.Plan, error) {
	d, err := j.wish.desire(ctx, inv)
	if err != nil {
		return tools.Plan{}, err
	}
	if err := readMemberships(ctx, inv, d.groups); err != nil {
		return tools.Plan{}, err
	}
	plan := tools.Plan{Tool: d.tool, Effect: tools.Changes, Warnings: d.warnings}
	for n, g := range d.groups {
		inv.Report(n, len(d.groups), "looking at the groups")
		if err := addTarget(ctx, inv, &plan, g); err != nil {
			return tools.Plan{}, err
		}
	}
	if plan.Pending(tools.RemoveMember) > 0 {
		plan.Effect = tools.Destroys
	}
	if err := guard(ctx, inv, &plan, d.groups); err != nil {
		return tools.Plan{}, err
	}
	plan.Summary = d.summary(plan)
	plan.Arguments, err = json.Marshal(d.arguments)
	return plan, err
}

// addTarget adds what differs of one group.
func addTarget(ctx context.Context, inv *tools.Invocation, plan *tools.Plan, g target) error {
	state, err := g.state(ctx, inv)
	if err != nil {
		return err
	}
	for _, p := range slices.Concat(g.in, g.out) {
		plan.Know(p.ID, p.Email)
	}
	for _, s := range g.steps() {
		plan.Add(s.item, s.step)
	}
	plan.Groups, plan.Before = append(plan.Groups, groups.RefTo(g.Group)), append(plan.Before, state)
	// Others may come and go meanwhile; of those whom the plan names, the items tell.
	plan.Facts = append(plan.Facts, tools.StateFact{Name: "The group " + g.ID, Value: "called " + tools.Quoted(g.Name) + " and owned by " + g.Owner.ID})
	return nil
}

// planned is an item with what it is.
type planned struct {
	item tools.Item
	step tools.Step
}

// steps are what differs, and what does not; each member's item says in which group.
func (g target) steps() (all []planned) {
	member := func(p sailpoint.Person, action tools.Action, asWanted bool, reason string) {
		item := tools.Item{ID: p.ID, Name: tools.Clean(p.Name), Group: tools.Clean(g.Name)}
		if asWanted {
			item.Outcome, item.Reason = tools.ItemNoChange, reason
		}
		all = append(all, planned{item, tools.Step{Action: action, Group: g.ID}})
	}
	for _, p := range g.in {
		member(p, tools.AddMember, g.has(p.ID), "is a member already")
	}
	if g.owner != nil {
		all = append(all, g.ownerStep())
	}
	for _, p := range g.out {
		member(p, tools.RemoveMember, !g.has(p.ID), "is not a member")
	}
	return all
}

// ownerStep is the change of the group's owner.
func (g target) ownerStep() planned {
	item, step := tools.Item{ID: g.ID, Name: tools.Clean(g.Name)}, tools.Step{Action: tools.UpdateGroup, Group: g.ID}
	if strings.EqualFold(g.Owner.ID, g.owner.ID) {
		item.Outcome, item.Reason = tools.ItemNoChange, "has this owner already"
	} else {
		step.NewOwner = g.owner.ID
	}
	return planned{item, step}
}

// state is what was found of the group. What uses it matters where somebody leaves.
func (g target) state(ctx context.Context, inv *tools.Invocation) (tools.GroupState, error) {
	var use []sailpoint.Connection
	if len(g.out) > 0 {
		var err error
		if use, err = directory.Connections(ctx, inv, g.Group); err != nil {
			return tools.GroupState{}, err
		}
	}
	state := groups.StateOf(g.Group, g.MemberCount, use)
	if step := g.owner; step != nil && !strings.EqualFold(g.Owner.ID, g.owner.ID) {
		state.Changes = []tools.FieldChange{{Field: "Owner", From: withID(directory.OwnerName(g.Group), g.Owner.ID), To: withID(g.owner.Name, g.owner.ID)}}
	}
	return state, nil
}

// withID tells two people of one name apart.
func withID(name, id string) string { return fmt.Sprintf("%s (id %s)", tools.Clean(name), id) }

// has reports whether somebody is in the group.
func (g target) has(id string) bool { return g.members[strings.ToLower(id)] }

// Snapshot has nothing to add: the outcomes say who came and left, and the plan who
// owned the groups before.
func (j job) Snapshot(context.Context, *tools.Invocation, tools.Plan) (json.RawMessage, error) {
	return nil, nil
}
