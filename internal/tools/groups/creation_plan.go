// Creation: governance groups to create with their members, one that is asked for, or
// deleted ones again.

package groups

import (
	"context"
	"encoding/json"
	"fmt"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// createInput is what a caller says. The owner has to be found; a member who is not
// is reported, and the group is created without them.
type createInput struct {
	Name        string   `json:"name" jsonschema:"minLength=1"`
	Owner       string   `json:"owner" jsonschema:"minLength=1" jsonschema_description:"E-mail, account name, display name or identity id"`
	Description string   `json:"description,omitempty"`
	Members     []string `json:"members,omitempty" jsonschema:"maxItems=1000" jsonschema_description:"As owner"`
}

func groupsCreate() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: tools.NameCreate, Title: "Create a governance group", Effect: tools.Changes, Needs: tools.ToManage,
		Description: "Create a governance group with an owner and, if wanted, members.",
	}, func(_ context.Context, _ *tools.Invocation, in createInput) (tools.Change, error) {
		return creation{input: in}, checkName(in.Name)
	})
}

// newGroup is one group to create, with ids for people. Was is the id of the
// deleted group that it stands for, if any.
type newGroup struct {
	Was         string      `json:"was,omitempty"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Owner       string      `json:"owner"`
	OwnerName   string      `json:"owner_name,omitempty"` // for people to read
	Members     []tools.Ref `json:"members"`
}

// creation creates groups: the one of the input, or else the given ones.
type creation struct {
	input  createInput
	groups []newGroup
}

// Plan says which groups would be created, each with its members. A group's item
// gets its id when it has one.
func (c creation) Plan(ctx context.Context, inv *tools.Invocation) (tools.Plan, error) {
	plan := tools.Plan{Tool: tools.NameCreate, Effect: tools.Changes}
	groups := c.groups
	var missing []tools.Item
	if groups == nil {
		one, people, unknown, err := c.resolve(ctx, inv)
		if err != nil {
			return tools.Plan{}, err
		}
		groups, missing, plan.Warnings = []newGroup{one}, missingItems(unknown), directory.Inactive(people...)
		for _, p := range people {
			plan.Know(p.ID, p.Email)
		}
	}
	for n, g := range groups {
		if err := addCreation(ctx, inv, &plan, tools.NewGroup(n), g); err != nil {
			return tools.Plan{}, err
		}
	}
	// Whom nobody found stands among the members, so that nobody takes them for added.
	for _, item := range missing {
		plan.Add(item, tools.Step{Action: tools.AddMember, Group: tools.NewGroup(0)})
	}
	plan.Summary = fmt.Sprintf("Create %s.", tools.Plural(len(groups), "governance group"))
	if len(groups) == 1 {
		plan.Summary = fmt.Sprintf("Create governance group %s with %s.", tools.Quoted(groups[0].Name), tools.Plural(len(groups[0].Members), "member"))
	}
	var err error
	plan.Arguments, err = c.resolved(groups, missing)
	return plan, err
}

// resolve turns the input's names into ids.
func (c creation) resolve(ctx context.Context, inv *tools.Invocation) (newGroup, []sailpoint.Person, []string, error) {
	owner, err := directory.FindPerson(ctx, inv, c.input.Owner)
	if err != nil {
		return newGroup{}, nil, nil, err
	}
	g := newGroup{Name: c.input.Name, Description: c.input.Description, Owner: owner.ID, OwnerName: tools.Clean(owner.Name)}
	people := []sailpoint.Person{owner}
	if len(c.input.Members) == 0 {
		return g, people, nil, nil
	}
	members, missing, err := directory.FindPeople(ctx, inv, c.input.Members)
	for _, m := range members {
		g.Members = append(g.Members, tools.Ref{ID: m.ID, Name: tools.Clean(m.Name)})
		if m.ID != owner.ID { // who is both is warned of once
			people = append(people, m)
		}
	}
	return g, people, missing, err
}

// resolved are the arguments with ids; for groups created again the deleted
// ones' record is the argument.
func (c creation) resolved(groups []newGroup, missing []tools.Item) (json.RawMessage, error) {
	if c.groups != nil {
		return json.Marshal(map[string][]newGroup{"groups": groups})
	}
	in := c.input
	in.Owner, in.Members = groups[0].Owner, nil
	for _, m := range groups[0].Members {
		in.Members = append(in.Members, m.ID)
	}
	// Whom nobody found stays named, so that planning again gives the same items.
	for _, m := range missing {
		in.Members = append(in.Members, m.ID)
	}
	return json.Marshal(in)
}

// addCreation adds one group and its members to the plan. The members are items of
// their own, because each can fail alone.
func addCreation(ctx context.Context, inv *tools.Invocation, plan *tools.Plan, key string, g newGroup) error {
	if err := addName(ctx, inv, plan, tools.Ref{Name: g.Name}); err != nil {
		return err
	}
	plan.Add(tools.Item{Name: tools.Clean(g.Name)}, tools.Step{Action: tools.CreateGroup, Group: key, NewName: g.Name, NewOwner: g.Owner})
	for _, m := range g.Members {
		plan.Add(tools.Item{ID: m.ID, Name: m.Name}, tools.Step{Action: tools.AddMember, Group: key})
	}
	// There is no group yet to read this from: whoever decides sees it as what is new.
	state := tools.GroupState{Key: key, Name: tools.Clean(g.Name), Owner: tools.Ref{ID: g.Owner, Name: g.OwnerName}}
	if g.Description != "" {
		state.Changes = []tools.FieldChange{{Field: "Description", To: tools.CleanText(g.Description)}}
	}
	plan.Before = append(plan.Before, state)
	return nil
}
