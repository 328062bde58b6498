// Adding and removing members: two tools, one way of writing.

package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
)

type membersInput struct {
	Group   string   `json:"group" jsonschema:"minLength=1" jsonschema_description:"Id or exact name"`
	Members []string `json:"members" jsonschema:"minItems=1" jsonschema_description:"E-mails, account names, display names or identity ids"`
}

// membership turns the input of either tool into its change.
func membership(remove bool) func(context.Context, *Invocation, membersInput) (Change, error) {
	return func(_ context.Context, _ *Invocation, in membersInput) (Change, error) {
		return membersChange{membersInput: in, remove: remove}, nil
	}
}

func membersAdd() Tool {
	return Changing(Declaration{
		Name: NameMembersAdd, Title: "Add members", Effect: Changes, Idempotent: true,
		Description: "Add people to a governance group, any number at once. Answers an outcome for each.",
	}, membership(false))
}

func membersRemove() Tool {
	return Changing(Declaration{
		Name: NameMembersRemove, Title: "Remove members", Effect: Destroys, Idempotent: true,
		Description: "Remove people from a governance group. A person is asked before anything happens.",
	}, membership(true))
}

// membersChange adds people to a group or removes them from it.
type membersChange struct {
	membersInput
	remove bool
}

// Plan finds the group and the people and says who would be added or removed.
func (c membersChange) Plan(ctx context.Context, inv *Invocation) (Plan, error) {
	g, err := inv.Group(ctx, c.Group)
	if err != nil {
		return Plan{}, err
	}
	if c.remove {
		return c.planRemoval(ctx, inv, g)
	}
	people, missing, err := inv.People(ctx, c.Members)
	if err != nil {
		return Plan{}, err
	}
	if len(people) == 0 {
		return Plan{}, noSuchPerson(missing)
	}
	members, err := inv.Client.Members(ctx, g.ID, sailpoint.Query{})
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Tool: NameMembersAdd, Effect: Changes, Groups: []Ref{refTo(g)}, Warnings: inactive(people...)}
	plan.Items = append(additions(people, members), missingItems(missing)...)
	plan.Arguments, err = resolvedMembers(g.ID, plan.Items)
	plan.Summary = fmt.Sprintf("Add %s to governance group %s.", plural(len(people), "member"), quoted(g.Name))
	plan.Facts = []StateFact{{Name: "The group " + g.ID, Value: "called " + quoted(g.Name) + " and owned by " + g.Owner.ID}}
	return plan, err
}

// resolvedMembers are the arguments with ids for names. Who was not found stays
// as written, so that planning again finds them missing again.
func resolvedMembers(group string, items []Item) (json.RawMessage, error) {
	in := membersInput{Group: group}
	for _, item := range items {
		in.Members = append(in.Members, item.ID)
	}
	return json.Marshal(in)
}

// additions says of each person whether they are in the group already. That has
// to be known beforehand: once an answer is lost, the tenant shows only that
// they are in it, and taking the change back would remove them.
func additions(people []sailpoint.Person, members []sailpoint.Member) []Item {
	items := make([]Item, len(people))
	ids := make([]string, len(people))
	for i, p := range people {
		items[i], ids[i] = Item{ID: p.ID, Name: Clean(p.Name)}, p.ID
	}
	there := asWanted(ids, members, false)
	for i := range items {
		if there[items[i].ID] {
			items[i].Outcome, items[i].Reason = ItemNoChange, "is a member already"
		}
	}
	return items
}

func missingItems(refs []string) []Item {
	items := make([]Item, len(refs))
	for i, ref := range refs {
		items[i] = Item{ID: Clean(ref), Name: Clean(ref), Outcome: ItemNotFound, Reason: "nobody has this identity id, e-mail, account name or display name"}
	}
	return items
}

// Snapshot has nothing to add: who was really added or removed is all that going
// back needs.
func (c membersChange) Snapshot(context.Context, *Invocation, Plan) (json.RawMessage, error) {
	return nil, nil
}

// Apply writes the plan's people, split into calls.
func (c membersChange) Apply(ctx context.Context, inv *Invocation, plan Plan, j Journal) error {
	return membersBatch(inv, plan.Groups[0].ID, c.remove).apply(ctx, inv, plan.Items, j)
}

// Reconcile reads the members and compares.
func (c membersChange) Reconcile(ctx context.Context, inv *Invocation, plan Plan, items []Item, j Journal) error {
	return j(membersBatch(inv, plan.Groups[0].ID, c.remove).look(ctx, items, pendingItems(items)))
}

func membersBatch(inv *Invocation, group string, remove bool) batch {
	b := batch{
		size: inv.memberBatch(), what: "adding members",
		meaning: map[int]string{http.StatusOK: ItemDone, http.StatusCreated: ItemDone, http.StatusConflict: ItemNoChange},
	}
	b.send = func(ctx context.Context, ids []string) ([]sailpoint.ItemStatus, error) {
		return inv.Client.AddMembers(ctx, group, ids)
	}
	if remove {
		b.what = "removing members"
		b.meaning = map[int]string{http.StatusOK: ItemDone, http.StatusNoContent: ItemDone, http.StatusNotFound: ItemNoChange}
		b.send = func(ctx context.Context, ids []string) ([]sailpoint.ItemStatus, error) {
			return inv.Client.RemoveMembers(ctx, group, ids)
		}
	}
	b.done = func(ctx context.Context, ids []string) (map[string]bool, error) {
		members, err := inv.Client.Members(ctx, group, sailpoint.Query{})
		if err != nil {
			return nil, err // no list is not an empty list
		}
		return asWanted(ids, members, remove), nil
	}
	return b
}

// asWanted tells which ids are members, or for a removal are not.
func asWanted(ids []string, members []sailpoint.Member, remove bool) map[string]bool {
	wanted := map[string]bool{}
	for _, id := range ids {
		in := slices.ContainsFunc(members, func(m sailpoint.Member) bool { return strings.EqualFold(m.ID, id) })
		if in != remove {
			wanted[id] = true
		}
	}
	return wanted
}
