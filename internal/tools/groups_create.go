// Creating governance groups with their members: one that is asked for, or
// deleted ones again.

package tools

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
)

type createInput struct {
	Name        string   `json:"name" jsonschema:"minLength=1"`
	Owner       string   `json:"owner" jsonschema:"minLength=1" jsonschema_description:"E-mail, account name, display name or identity id"`
	Description string   `json:"description,omitempty"`
	Members     []string `json:"members,omitempty" jsonschema_description:"As owner, any number"`
}

func groupsCreate() Tool {
	return Changing(Declaration{
		Name: NameCreate, Title: "Create a governance group", Effect: Changes,
		Description: "Create a governance group with an owner and, if wanted, members.",
	}, func(_ context.Context, _ *Invocation, in createInput) (Change, error) {
		if strings.TrimSpace(in.Name) == "" {
			return nil, Errorf(InvalidInput, `"name" must not be blank.%s`, nothingChanged)
		}
		return creation{input: in}, nil
	})
}

// newGroup is one group to create, with ids for people. Was is the id of the
// deleted group that it stands for, if any.
type newGroup struct {
	Was         string `json:"was,omitempty"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Owner       string `json:"owner"`
	OwnerName   string `json:"owner_name,omitempty"` // for people to read
	Members     []Ref  `json:"members"`
}

// creation creates groups: the one of the input, or else the given ones.
type creation struct {
	input  createInput
	groups []newGroup
}

// Plan says which groups would be created. Its items are each group followed by
// its members; a group's item gets its id when it has one.
func (c creation) Plan(ctx context.Context, inv *Invocation) (Plan, error) {
	plan := Plan{Tool: NameCreate, Effect: Changes}
	groups := c.groups
	var missing []Item
	if groups == nil {
		one, people, unknown, err := c.resolve(ctx, inv)
		if err != nil {
			return Plan{}, err
		}
		groups, missing, plan.Warnings = []newGroup{one}, missingItems(unknown), inactive(people...)
	}
	for _, g := range groups {
		if err := plan.addCreation(ctx, inv, g); err != nil {
			return Plan{}, err
		}
	}
	plan.Items = append(plan.Items, missing...)
	plan.Summary = fmt.Sprintf("Create %s.", plural(len(groups), "governance group"))
	if len(groups) == 1 {
		plan.Summary = fmt.Sprintf("Create governance group %s with %s.", quoted(groups[0].Name), plural(len(groups[0].Members), "member"))
	}
	var err error
	plan.Arguments, err = c.resolved(groups, missing)
	return plan, err
}

// resolve turns the input's names into ids.
func (c creation) resolve(ctx context.Context, inv *Invocation) (newGroup, []sailpoint.Person, []string, error) {
	owner, err := inv.Person(ctx, c.input.Owner)
	if err != nil {
		return newGroup{}, nil, nil, err
	}
	g := newGroup{Name: c.input.Name, Description: c.input.Description, Owner: owner.ID, OwnerName: Clean(owner.Name)}
	people := []sailpoint.Person{owner}
	if len(c.input.Members) == 0 {
		return g, people, nil, nil
	}
	members, missing, err := inv.People(ctx, c.input.Members)
	for _, m := range members {
		g.Members = append(g.Members, Ref{ID: m.ID, Name: Clean(m.Name)})
		if m.ID != owner.ID {
			people = append(people, m)
		}
	}
	return g, people, missing, err
}

// resolved are the arguments with ids; for groups created again the deleted
// ones' record is the argument.
func (c creation) resolved(groups []newGroup, missing []Item) (json.RawMessage, error) {
	if c.groups != nil {
		return json.Marshal(map[string][]newGroup{"groups": groups})
	}
	in := c.input
	in.Owner, in.Members = groups[0].Owner, nil
	for _, m := range groups[0].Members {
		in.Members = append(in.Members, m.ID)
	}
	for _, m := range missing {
		in.Members = append(in.Members, m.ID)
	}
	return json.Marshal(in)
}

func (plan *Plan) addCreation(ctx context.Context, inv *Invocation, g newGroup) error {
	same, err := inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.Eq("name", g.Name)})
	if err != nil {
		return err
	}
	same = slices.DeleteFunc(same, func(other sailpoint.Group) bool { return !equalNames(other.Name, g.Name) })
	if len(same) > 0 {
		plan.Warnings = append(plan.Warnings, fmt.Sprintf("There is already a group of this name: %s.", candidates(same)))
	}
	plan.Items = append(plan.Items, Item{Name: Clean(g.Name)})
	for _, m := range g.Members {
		plan.Items = append(plan.Items, Item{ID: m.ID, Name: m.Name})
	}
	plan.Details = append(plan.Details, Detail{Label: Clean(g.Name), Value: fmt.Sprintf("owner %s (id %s), %s", g.OwnerName, g.Owner, plural(len(g.Members), "member"))})
	plan.Facts = append(plan.Facts, StateFact{Name: "Groups called " + quoted(g.Name), Value: cmp.Or(strings.Join(groupIDs(same), " "), "none")})
	return nil
}

func groupIDs(groups []sailpoint.Group) []string {
	ids := make([]string, len(groups))
	for i, g := range groups {
		ids[i] = g.ID
	}
	slices.Sort(ids)
	return ids
}
