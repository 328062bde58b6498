// Changing a governance group's name, description or owner.

package tools

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"govgroup/internal/sailpoint"
)

type updateInput struct {
	Group       string  `json:"group" jsonschema:"minLength=1" jsonschema_description:"Id or exact name"`
	Name        *string `json:"name,omitempty" jsonschema:"minLength=1"`
	Description *string `json:"description,omitempty"`
	Owner       *string `json:"owner,omitempty" jsonschema:"minLength=1" jsonschema_description:"E-mail, account name, display name or identity id"`
}

func groupsUpdate() Tool {
	return Changing(Declaration{
		Name: NameUpdate, Title: "Update a governance group", Effect: Changes, Idempotent: true,
		Description: "Change a governance group's name, description or owner; what is not given stays.",
	}, func(_ context.Context, _ *Invocation, in updateInput) (Change, error) {
		if in.Name == nil && in.Description == nil && in.Owner == nil {
			return nil, Errorf(InvalidInput, "Nothing to change: give at least one of name, description and owner.%s", nothingChanged)
		}
		if in.Name != nil && strings.TrimSpace(*in.Name) == "" {
			return nil, Errorf(InvalidInput, `"name" must not be blank.%s`, nothingChanged)
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
func (c update) Plan(ctx context.Context, inv *Invocation) (Plan, error) {
	g, err := inv.Group(ctx, c.input.Group)
	if err != nil {
		return Plan{}, err
	}
	target, owner, err := c.target(ctx, inv)
	if err != nil {
		return Plan{}, err
	}
	if c.expect != nil && !c.expect.match(g) {
		return Plan{}, Errorf(Stale, "Governance group %s was changed by someone else since; setting it back would undo their work too.%s", quoted(g.Name), nothingChanged)
	}
	plan := Plan{Tool: NameUpdate, Effect: Changes, Groups: []Ref{refTo(g)}, Warnings: inactive(owner)}
	item := Item{ID: g.ID, Name: Clean(g.Name)}
	if target.match(g) {
		item.Outcome, item.Reason = ItemNoChange, "has these values already"
	}
	plan.Items = []Item{item}
	plan.Summary = fmt.Sprintf("Update governance group %s.", quoted(g.Name))
	plan.Details = target.changes(g, owner)
	plan.Facts = []StateFact{groupFact(g, g.MemberCount, g.ConnectionCount)}
	plan.Arguments, err = json.Marshal(updateInput{Group: g.ID, Name: target.Name, Description: target.Description, Owner: target.Owner})
	return plan, err
}

// target turns the input into values to set, the owner into an identity id. The
// owner is given too; nobody if it stays as it is.
func (c update) target(ctx context.Context, inv *Invocation) (fields, sailpoint.Person, error) {
	f := fields{Name: c.input.Name, Description: c.input.Description}
	if c.input.Owner == nil {
		return f, sailpoint.Person{}, nil
	}
	owner, err := inv.Person(ctx, *c.input.Owner)
	f.Owner = &owner.ID
	return f, owner, err
}

func (f fields) match(g sailpoint.Group) bool {
	same := func(want *string, is string) bool { return want == nil || *want == is }
	return same(f.Name, g.Name) && same(f.Description, g.Description) && same(f.Owner, g.Owner.ID)
}

func (f fields) changes(g sailpoint.Group, owner sailpoint.Person) []Detail {
	var details []Detail
	add := func(label string, to *string, from string) {
		if to != nil {
			details = append(details, Detail{Label: label, Value: fmt.Sprintf("“%s” becomes “%s”", CleanText(from), CleanText(*to))})
		}
	}
	add("Name", f.Name, g.Name)
	add("Description", f.Description, g.Description)
	if f.Owner != nil {
		details = append(details, Detail{Label: "Owner", Value: fmt.Sprintf("%s (id %s) becomes %s (id %s)",
			Clean(ownerName(g)), g.Owner.ID, Clean(owner.Name), owner.ID)})
	}
	return details
}

// Snapshot reads the values that would be overwritten.
func (c update) Snapshot(ctx context.Context, inv *Invocation, plan Plan) (json.RawMessage, error) {
	g, err := inv.Client.Group(ctx, plan.Groups[0].ID)
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

// Apply patches the fields that the plan names.
func (c update) Apply(ctx context.Context, inv *Invocation, plan Plan, j Journal) error {
	set, err := plannedFields(plan)
	if err != nil {
		return err
	}
	_, err = inv.Client.PatchGroup(ctx, plan.Groups[0].ID, sailpoint.GroupPatch{Name: set.Name, Description: set.Description, OwnerID: set.Owner})
	var api *sailpoint.Error
	if errors.As(err, &api) && api.OutcomeUnknown {
		return c.Reconcile(ctx, inv, plan, plan.Items, j)
	}
	if err != nil {
		return err
	}
	item := plan.Items[0]
	item.Outcome = ItemDone
	return j(map[int]Item{0: item})
}

// Reconcile compares the group with what was to be set.
func (c update) Reconcile(ctx context.Context, inv *Invocation, plan Plan, items []Item, j Journal) error {
	set, err := plannedFields(plan)
	if err != nil {
		return err
	}
	b := batch{done: func(ctx context.Context, ids []string) (map[string]bool, error) {
		g, err := inv.Client.Group(ctx, ids[0])
		if err != nil || !set.match(g) {
			return nil, err
		}
		return map[string]bool{ids[0]: true}, nil
	}}
	return j(b.look(ctx, items, pendingItems(items)))
}

func plannedFields(plan Plan) (fields, error) {
	in, err := decode[updateInput](plan.Arguments)
	return fields{Name: in.Name, Description: in.Description, Owner: in.Owner}, err
}
