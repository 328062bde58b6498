// Update: changing a governance group's name, description or owner.

package groups

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// updateInput has what should change. A pointer, because an empty description is a
// description, and what is not given stays.
type updateInput struct {
	Group       string  `json:"group" jsonschema:"minLength=1" jsonschema_description:"Id or name"`
	Name        *string `json:"name,omitempty" jsonschema:"minLength=1"`
	Description *string `json:"description,omitempty"`
	Owner       *string `json:"owner,omitempty" jsonschema:"minLength=1" jsonschema_description:"E-mail, account name, display name or identity id"`
}

func groupsUpdate() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: tools.NameUpdate, Title: "Update a governance group", Effect: tools.Changes, Idempotent: true, Needs: tools.ToManage,
		Description: "Change a governance group's name, description or owner; what is not given stays.",
	}, func(_ context.Context, _ *tools.Invocation, in updateInput) (tools.Change, error) {
		if in.Name == nil && in.Description == nil && in.Owner == nil {
			return nil, tools.Errorf(tools.InvalidInput, "Nothing to change: give at least one of name, description and owner.")
		}
		if in.Name != nil {
			return update{input: in}, checkName(*in.Name)
		}
		return update{input: in}, nil
	})
}

// update changes one group. With expect, only if the fields still have those
// values.
type update struct {
	input  updateInput
	expect *fields
}

// fields are the values that an update sets, or that it found; nil is not
// concerned. Owner is an identity id.
type fields struct {
	Name        *string `json:"name,omitempty"`
	Description *string `json:"description,omitempty"`
	Owner       *string `json:"owner,omitempty"`
}

// Plan says which fields would change from what to what.
func (c update) Plan(ctx context.Context, inv *tools.Invocation) (tools.Plan, error) {
	g, err := directory.FindGroup(ctx, inv, c.input.Group)
	if err != nil {
		return tools.Plan{}, err
	}
	target, owner, err := c.target(ctx, inv)
	if err != nil {
		return tools.Plan{}, err
	}
	// An undo sets back what this change set, and nothing that came after it.
	if c.expect != nil && !c.expect.match(g) {
		return tools.Plan{}, tools.Errorf(tools.Stale, "Governance group %s was changed by someone else since; setting it back would undo their work too.", tools.Quoted(g.Name))
	}
	plan := tools.Plan{Tool: tools.NameUpdate, Effect: tools.Changes, Groups: []tools.Ref{RefTo(g)}, Warnings: directory.Inactive(owner)}
	item := tools.Item{ID: g.ID, Name: tools.Clean(g.Name)}
	if target.match(g) {
		item.Outcome, item.Reason = tools.ItemNoChange, "has these values already"
	}
	plan.Add(item, target.step(g))
	plan.Summary = fmt.Sprintf("Update governance group %s.", tools.Quoted(g.Name))
	state := StateOf(g, g.MemberCount, nil)
	state.Changes = target.changes(g, owner)
	plan.Before = []tools.GroupState{state}
	plan.Facts = []tools.StateFact{groupFact(g)}
	if err := target.addName(ctx, inv, &plan, g); err != nil {
		return tools.Plan{}, err
	}
	plan.Arguments, err = json.Marshal(updateInput{Group: g.ID, Name: target.Name, Description: target.Description, Owner: target.Owner})
	return plan, err
}

// target turns the input into values to set, the owner into an identity id. The
// owner is given too; nobody if it stays as it is.
func (c update) target(ctx context.Context, inv *tools.Invocation) (fields, sailpoint.Person, error) {
	f := fields{Name: c.input.Name, Description: c.input.Description}
	if c.input.Owner == nil {
		return f, sailpoint.Person{}, nil
	}
	owner, err := directory.FindPerson(ctx, inv, *c.input.Owner)
	f.Owner = &owner.ID
	return f, owner, err
}

// match reports whether the group has these values, so that nothing needs writing.
func (f fields) match(g sailpoint.Group) bool {
	same := func(want *string, is string) bool { return want == nil || *want == is }
	return same(f.Name, g.Name) && same(f.Description, g.Description) && same(f.Owner, g.Owner.ID)
}

// step says what the group would get: the name whenever one is asked for, an owner
// only where it is another one.
func (f fields) step(g sailpoint.Group) tools.Step {
	step := tools.Step{Action: tools.UpdateGroup, Group: g.ID}
	if f.Name != nil {
		step.NewName = *f.Name
	}
	if f.Owner != nil && *f.Owner != g.Owner.ID {
		step.NewOwner = *f.Owner
	}
	return step
}

// addName looks for others of the name, where the group would get another one.
func (f fields) addName(ctx context.Context, inv *tools.Invocation, plan *tools.Plan, g sailpoint.Group) error {
	if f.Name == nil || *f.Name == g.Name {
		return nil
	}
	return addName(ctx, inv, plan, tools.Ref{ID: g.ID, Name: *f.Name})
}

// changes are for people to read: old and new value of what differs, cleaned.
func (f fields) changes(g sailpoint.Group, owner sailpoint.Person) []tools.FieldChange {
	var changes []tools.FieldChange
	add := func(field string, to *string, from string) {
		if to != nil && *to != from {
			changes = append(changes, tools.FieldChange{Field: field, From: tools.CleanText(from), To: tools.CleanText(*to)})
		}
	}
	add("Name", f.Name, g.Name)
	add("Description", f.Description, g.Description)
	if f.Owner != nil && *f.Owner != g.Owner.ID {
		changes = append(changes, tools.FieldChange{Field: "Owner", From: withID(directory.OwnerName(g), g.Owner.ID), To: withID(owner.Name, owner.ID)})
	}
	return changes
}

// withID tells two people of one name apart.
func withID(name, id string) string { return fmt.Sprintf("%s (id %s)", tools.Clean(name), id) }

// Snapshot gives the values that would be overwritten.
func (c update) Snapshot(ctx context.Context, inv *tools.Invocation, plan tools.Plan) (json.RawMessage, error) {
	g, err := directory.FindGroup(ctx, inv, plan.Groups[0].ID)
	if err != nil {
		return nil, err
	}
	set, err := plannedFields(plan)
	if err != nil {
		return nil, err
	}
	var was fields
	if set.Name != nil {
		was.Name = &g.Name
	}
	if set.Description != nil {
		was.Description = &g.Description
	}
	if set.Owner != nil {
		was.Owner = &g.Owner.ID
	}
	return json.Marshal(was)
}

// Inverse sets the values from before, if nobody has changed them since.
func (c update) Inverse(plan tools.Plan, snapshot json.RawMessage) (tools.Change, error) {
	var was fields
	if err := json.Unmarshal(snapshot, &was); err != nil {
		return nil, fmt.Errorf("what the group was before: %w", err)
	}
	set, err := plannedFields(plan)
	if err != nil {
		return nil, err
	}
	back := updateInput{Group: plan.Groups[0].ID, Name: was.Name, Description: was.Description, Owner: was.Owner}
	return update{input: back, expect: &set}, nil
}

// Apply patches the fields that the plan names.
func (c update) Apply(ctx context.Context, inv *tools.Invocation, plan tools.Plan, j tools.Journal) error {
	set, err := plannedFields(plan)
	if err != nil {
		return err
	}
	_, err = inv.Client.PatchGroup(ctx, plan.Groups[0].ID, sailpoint.GroupPatch{Name: set.Name, Description: set.Description, OwnerID: set.Owner})
	var api *sailpoint.Error
	// The answer is lost and the patch may hold: looking at the fields tells.
	if errors.As(err, &api) && api.OutcomeUnknown {
		return j(set.batch(inv).LookSoon(ctx, plan.Items, tools.All(plan.Items)))
	}
	if err != nil {
		return err
	}
	item := plan.Items[0]
	item.Outcome = tools.ItemDone
	return j(map[int]tools.Item{0: item})
}

// Reconcile compares the group with what was to be set.
func (c update) Reconcile(ctx context.Context, inv *tools.Invocation, plan tools.Plan, items []tools.Item, j tools.Journal) error {
	set, err := plannedFields(plan)
	if err != nil {
		return err
	}
	return j(set.batch(inv).Look(ctx, items, tools.PendingItems(items, tools.All(items))))
}

// batch says what it looks like when the fields are set.
func (set fields) batch(inv *tools.Invocation) tools.Batch {
	return tools.Batch{Done: func(ctx context.Context, ids []string) (map[string]bool, error) {
		g, err := inv.Client.Group(ctx, ids[0])
		if err != nil || !set.match(g) {
			return nil, err
		}
		return map[string]bool{ids[0]: true}, nil
	}}
}

// plannedFields reads back what was planned: it alone may be written.
func plannedFields(plan tools.Plan) (fields, error) {
	in, err := tools.Decode[updateInput](plan.Arguments)
	return fields{Name: in.Name, Description: in.Description, Owner: in.Owner}, err
}
