// Membership: adding and removing members, two tools with one way of writing.

package groups

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// membersInput names people in any way that people use; mixed, too.
type membersInput struct {
	Group   string   `json:"group" jsonschema:"minLength=1" jsonschema_description:"Id or name"`
	Members []string `json:"members" jsonschema:"minItems=1,maxItems=1000" jsonschema_description:"E-mails, account names, display names or identity ids"`
}

// membership turns the input of either tool into its change.
func membership(remove bool) func(context.Context, *tools.Invocation, membersInput) (tools.Change, error) {
	return func(_ context.Context, _ *tools.Invocation, in membersInput) (tools.Change, error) {
		return membersChange{membersInput: in, remove: remove}, nil
	}
}

func membersAdd() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: tools.NameMembersAdd, Title: "Add members", Effect: tools.Changes, Idempotent: true, Needs: tools.ToMembers,
		Description: "Add people to a governance group, up to 1,000 at once. Answers an outcome for each.",
	}, membership(false))
}

func membersRemove() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: tools.NameMembersRemove, Title: "Remove members", Effect: tools.Destroys, Idempotent: true, Needs: tools.ToMembers,
		Description: "Remove people from a governance group. A person is asked before anything happens.",
	}, membership(true))
}

// membersChange adds people to a group or removes them from it.
type membersChange struct {
	membersInput
	remove bool
}

// Plan finds the group and the people and says who would be added or removed.
func (c membersChange) Plan(ctx context.Context, inv *tools.Invocation) (tools.Plan, error) {
	g, err := directory.FindGroup(ctx, inv, c.Group)
	if err != nil {
		return tools.Plan{}, err
	}
	if c.remove {
		return c.planRemoval(ctx, inv, g)
	}
	people, missing, err := directory.FindPeople(ctx, inv, c.Members)
	if err != nil {
		return tools.Plan{}, err
	}
	// If nobody was found there is nothing to decide about: that is an error, and not a
	// plan in which all stay out.
	if len(people) == 0 {
		return tools.Plan{}, directory.NoSuchPerson(missing)
	}
	items, err := additions(ctx, inv, g, people)
	if err != nil {
		return tools.Plan{}, err
	}
	plan := tools.Plan{Tool: tools.NameMembersAdd, Effect: tools.Changes, Groups: []tools.Ref{RefTo(g)}, Warnings: directory.Inactive(people...)}
	plan.Before = []tools.GroupState{StateOf(g, g.MemberCount, nil)}
	for _, p := range people {
		plan.Know(p.ID, p.Email)
	}
	for _, item := range append(items, missingItems(missing)...) {
		plan.Add(item, tools.Step{Action: tools.AddMember, Group: g.ID})
	}
	plan.Arguments, err = resolvedMembers(g.ID, plan.Items)
	plan.Summary = fmt.Sprintf("Add %s to governance group %s.", tools.Plural(cmp.Or(plan.Pending(), len(people)), "member"), tools.Quoted(g.Name))
	// Adding relies on little: others may come and go meanwhile, and the question stays
	// the same one.
	plan.Facts = []tools.StateFact{{Name: "The group " + g.ID, Value: "called " + tools.Quoted(g.Name) + " and owned by " + g.Owner.ID}}
	return plan, err
}

// resolvedMembers are the arguments with ids for names. Who was not found stays
// as written, so that planning again finds them missing again.
func resolvedMembers(group string, items []tools.Item) (json.RawMessage, error) {
	in := membersInput{Group: group}
	for _, item := range items {
		in.Members = append(in.Members, item.ID)
	}
	return json.Marshal(in)
}

// additions says of each person whether they are in the group already. That has
// to be known beforehand: once an answer is lost, the tenant shows only that
// they are in it, and undoing the change would remove them.
func additions(ctx context.Context, inv *tools.Invocation, g sailpoint.Group, people []sailpoint.Person) ([]tools.Item, error) {
	items := make([]tools.Item, len(people))
	for i, p := range people {
		items[i] = tools.Item{ID: p.ID, Name: tools.Clean(p.Name)}
	}
	there, err := directory.Among(ctx, inv, g, tools.IDsOf(items, tools.All(items)))
	for i := range items {
		if there[strings.ToLower(items[i].ID)] {
			items[i].Outcome, items[i].Reason = tools.ItemNoChange, "is a member already"
		}
	}
	return items, err
}

// missingItems keeps whom nobody found in the answer: no reference of the input gets
// lost in silence.
func missingItems(refs []string) []tools.Item {
	items := make([]tools.Item, len(refs))
	for i, ref := range refs {
		items[i] = tools.Item{ID: tools.Clean(ref), Name: tools.Clean(ref), Outcome: tools.ItemNotFound, Reason: "nobody has this identity id, e-mail, account name or display name"}
	}
	return items
}

// Snapshot has nothing to add: who was really added or removed is all that going
// back needs.
func (c membersChange) Snapshot(context.Context, *tools.Invocation, tools.Plan) (json.RawMessage, error) {
	return nil, nil
}

// Inverse removes whom this change added, or the reverse.
func (c membersChange) Inverse(plan tools.Plan, _ json.RawMessage) (tools.Change, error) {
	in := membersInput{Group: plan.Groups[0].ID}
	// Whoever was in the group before this change, or out of it, is not touched.
	for _, item := range plan.Done() {
		in.Members = append(in.Members, item.ID)
	}
	return membersChange{membersInput: in, remove: !c.remove}, nil
}

// Apply writes the plan's people, split into calls.
func (c membersChange) Apply(ctx context.Context, inv *tools.Invocation, plan tools.Plan, j tools.Journal) error {
	return MembersBatch(inv, plan.Groups[0].ID, c.remove).Apply(ctx, inv, plan.Items, tools.All(plan.Items), j)
}

// Reconcile reads the members and compares.
func (c membersChange) Reconcile(ctx context.Context, inv *tools.Invocation, plan tools.Plan, items []tools.Item, j tools.Journal) error {
	return j(MembersBatch(inv, plan.Groups[0].ID, c.remove).Look(ctx, items, tools.PendingItems(items, tools.All(items))))
}

// MembersBatch says how people are added or removed, and what the tenant's answers
// about each of them mean. Whoever is in the group already, or out of it, is as wanted.
func MembersBatch(inv *tools.Invocation, group string, remove bool) tools.Batch {
	b := tools.Batch{
		Size: cmp.Or(inv.Settings.MemberBatch, 100), What: "adding members",
		Meaning: map[int]string{http.StatusOK: tools.ItemDone, http.StatusCreated: tools.ItemDone, http.StatusConflict: tools.ItemNoChange},
	}
	b.Send = func(ctx context.Context, ids []string) ([]sailpoint.ItemStatus, error) {
		return inv.Client.AddMembers(ctx, group, ids)
	}
	if remove {
		b.What = "removing members"
		b.Meaning = map[int]string{http.StatusOK: tools.ItemDone, http.StatusNoContent: tools.ItemDone, http.StatusNotFound: tools.ItemNoChange}
		b.Send = func(ctx context.Context, ids []string) ([]sailpoint.ItemStatus, error) {
			return inv.Client.RemoveMembers(ctx, group, ids)
		}
	}
	b.Done = func(ctx context.Context, ids []string) (map[string]bool, error) {
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
