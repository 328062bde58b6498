// Deletion: governance groups to delete, one or many.

package groups

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

func groupsDelete() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: tools.NameDelete, Title: "Delete a governance group", Effect: tools.Destroys, Idempotent: true, Needs: tools.ToManage,
		Description: "Delete one governance group that nothing uses. A person is asked before anything happens.",
	}, func(_ context.Context, _ *tools.Invocation, in groupsGetInput) (tools.Change, error) {
		return deletion{refs: []string{in.Group}}, nil
	})
}

func groupsBulkDelete() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: tools.NameBulkDelete, Title: "Delete governance groups", Effect: tools.Destroys, Idempotent: true, Needs: tools.ToManage,
		Description: "Delete up to 1,000 governance groups; those in use stay. A person is asked once, before anything happens.",
	}, func(_ context.Context, _ *tools.Invocation, in bulkDeleteInput) (tools.Change, error) {
		return deletion{refs: in.Groups, bulk: true}, nil
	})
}

// deletion deletes groups. One that is named alone must be there and unused; of many,
// each has an outcome of its own.
type deletion struct {
	refs []string
	bulk bool
}

// Plan says of each group whether it would be deleted, and what would go with
// it. One group in use is an error that lists its uses; among several it is an
// item that stays.
func (d deletion) Plan(ctx context.Context, inv *tools.Invocation) (tools.Plan, error) {
	if d.bulk {
		return planDeletions(ctx, inv, d.refs)
	}
	g, err := directory.FindGroup(ctx, inv, d.refs[0])
	if err != nil {
		return tools.Plan{}, err
	}
	use, err := directory.Connections(ctx, inv, g)
	if err != nil {
		return tools.Plan{}, err
	}
	if len(use) > 0 {
		return tools.Plan{}, tools.Errorf(tools.InUse, "Governance group %s (id %s) is in use and cannot be deleted. It has %s. Remove these first.",
			tools.Quoted(g.Name), g.ID, useOf(use))
	}
	members, err := directory.Members(ctx, inv, g)
	if err != nil {
		return tools.Plan{}, err
	}
	plan := tools.Plan{Tool: tools.NameDelete, Effect: tools.Destroys, Groups: []tools.Ref{RefTo(g)}, Irreversible: irreversible}
	plan.Add(tools.Item{ID: g.ID, Name: tools.Clean(g.Name)}, tools.Step{Action: tools.DeleteGroup, Group: g.ID})
	plan.Arguments, err = json.Marshal(groupsGetInput{Group: g.ID})
	plan.Summary = fmt.Sprintf("Delete governance group %s.", tools.Quoted(g.Name))
	plan.Before = []tools.GroupState{StateOf(g, len(members), use)}
	plan.Details = append(unproven(use), tools.Detail{Label: "Members", Value: firstMembers(members)})
	// A person says yes to this group with these members: others are another question.
	plan.Facts = []tools.StateFact{groupFact(g), membersFact(g, members)}
	return plan, err
}

// firstMembers names a few of those who go with the group. Nothing is written of
// them one by one, so a few and the count are enough to recognise the group by.
func firstMembers(members []sailpoint.Member) string {
	const first = 5
	var names []string
	for _, m := range members[:min(first, len(members))] {
		names = append(names, tools.Quoted(m.Name))
	}
	text := tools.Plural(len(members), "member")
	if len(names) > 0 {
		text += ": " + strings.Join(names, ", ")
	}
	if more := len(members) - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// Snapshot gives the groups in full, so that they can be created again.
func (d deletion) Snapshot(ctx context.Context, inv *tools.Invocation, plan tools.Plan) (json.RawMessage, error) {
	var kept []newGroup
	pending := tools.PendingItems(plan.Items, tools.All(plan.Items))
	groups, err := directory.Groups(ctx, inv, tools.IDsOf(plan.Items, pending))
	if err != nil {
		return nil, err
	}
	for n, i := range pending {
		inv.Report(n, len(pending), "keeping what is needed to go back")
		g, there := groups[plan.Items[i].ID]
		if !there {
			continue // gone meanwhile: the tenant will say so
		}
		whole := newGroup{Was: g.ID, Name: g.Name, Description: g.Description, Owner: g.Owner.ID, OwnerName: tools.Clean(directory.OwnerName(g))}
		members, err := directory.Members(ctx, inv, g)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			whole.Members = append(whole.Members, tools.Ref{ID: m.ID, Name: tools.Clean(m.Name)})
		}
		kept = append(kept, whole)
	}
	return json.Marshal(kept)
}

// Inverse creates the deleted groups again.
func (d deletion) Inverse(plan tools.Plan, snapshot json.RawMessage) (tools.Change, error) {
	var all []newGroup
	if err := json.Unmarshal(snapshot, &all); err != nil {
		return nil, fmt.Errorf("what the groups were before: %w", err)
	}
	// Only what was really deleted: the others are still there.
	gone := map[string]bool{}
	for _, item := range plan.Done() {
		gone[item.ID] = true
	}
	again := creation{groups: []newGroup{}} // not nil: none is not the input's one
	for _, g := range all {
		if gone[g.Was] {
			again.groups = append(again.groups, g)
		}
	}
	return again, nil
}

// Apply deletes through the bulk call, whose answers are documented, also for
// one group.
func (d deletion) Apply(ctx context.Context, inv *tools.Invocation, plan tools.Plan, j tools.Journal) error {
	return deletionBatch(inv).Apply(ctx, inv, plan.Items, tools.All(plan.Items), j)
}

// Reconcile looks which groups are gone.
func (d deletion) Reconcile(ctx context.Context, inv *tools.Invocation, plan tools.Plan, items []tools.Item, j tools.Journal) error {
	return j(deletionBatch(inv).Look(ctx, items, tools.PendingItems(items, tools.All(items))))
}

// deletionBatch says what the tenant's answers about a deletion mean. A group that is
// not there any more is as wanted.
func deletionBatch(inv *tools.Invocation) tools.Batch {
	return tools.Batch{
		Size: sailpoint.MaxBulkDelete, What: "deleting groups",
		Send: inv.Client.DeleteGroups,
		Meaning: map[int]string{
			http.StatusOK: tools.ItemDone, http.StatusNoContent: tools.ItemDone,
			http.StatusConflict: tools.ItemInUse, http.StatusNotFound: tools.ItemNotFound,
		},
		Done: func(ctx context.Context, ids []string) (map[string]bool, error) {
			left, err := directory.GroupsByID(ctx, inv, ids)
			gone := map[string]bool{}
			for _, id := range ids {
				// No answer is not the same as no group.
				if _, still := left[id]; !still && err == nil {
					gone[id] = true
				}
			}
			return gone, err
		},
	}
}
