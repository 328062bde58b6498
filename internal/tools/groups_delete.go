// Deleting governance groups, one or any number.

package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"govgroup/internal/sailpoint"
)

const noWayBack = "Deleting cannot be reversed: govgroup_undo creates the group again under a new id with its members, but nothing that pointed to the old one is restored."

type bulkDeleteInput struct {
	Groups []string `json:"groups" jsonschema:"minItems=1" jsonschema_description:"Ids or exact names"`
}

func groupsDelete() Tool {
	return Changing(Declaration{
		Name: NameDelete, Title: "Delete a governance group", Effect: Destroys, Idempotent: true,
		Description: "Delete one governance group that nothing uses. A person is asked before anything happens.",
	}, func(_ context.Context, _ *Invocation, in groupsGetInput) (Change, error) {
		return deletion{refs: []string{in.Group}}, nil
	})
}

func groupsBulkDelete() Tool {
	return Changing(Declaration{
		Name: NameBulkDelete, Title: "Delete governance groups", Effect: Destroys, Idempotent: true,
		Description: "Delete any number of governance groups; those in use stay. A person is asked once, before anything happens.",
	}, func(_ context.Context, _ *Invocation, in bulkDeleteInput) (Change, error) {
		return deletion{refs: in.Groups, bulk: true}, nil
	})
}

// deletion deletes groups.
type deletion struct {
	refs []string
	bulk bool
}

// Plan says of each group whether it would be deleted, and what would go with
// it. One group in use is an error that lists its uses; among several it is an
// item that stays.
func (d deletion) Plan(ctx context.Context, inv *Invocation) (Plan, error) {
	if d.bulk {
		return d.planMany(ctx, inv)
	}
	g, err := inv.Group(ctx, d.refs[0])
	if err != nil {
		return Plan{}, err
	}
	use, err := inv.Client.Connections(ctx, g.ID, sailpoint.Query{})
	if err != nil {
		return Plan{}, err
	}
	if len(use) > 0 {
		return Plan{}, Errorf(InUse, "Governance group %s (id %s) is in use and cannot be deleted. It has %s. Remove these first.%s",
			quoted(g.Name), g.ID, useOf(use), nothingChanged)
	}
	first, err := inv.Client.MembersPage(ctx, g.ID, sailpoint.Query{Limit: 5})
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Tool: NameDelete, Effect: Destroys, Groups: []Ref{refTo(g)}, Items: []Item{{ID: g.ID, Name: Clean(g.Name)}}}
	plan.Arguments, err = json.Marshal(groupsGetInput{Group: g.ID})
	plan.Summary = fmt.Sprintf("Delete governance group %s.", quoted(g.Name))
	plan.Details = append(describe(g, use),
		Detail{Label: "Members", Value: firstMembers(first)},
		Detail{Label: "No way back", Value: noWayBack})
	plan.Facts = []StateFact{groupFact(g, g.MemberCount, len(use))}
	return plan, err
}

func firstMembers(page sailpoint.Page[sailpoint.Member]) string {
	var names []string
	for _, m := range page.Items {
		names = append(names, Clean(m.Name))
	}
	text := plural(page.Total, "member")
	if len(names) > 0 {
		text += ": " + strings.Join(names, ", ")
	}
	if more := page.Total - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

func (d deletion) planMany(ctx context.Context, inv *Invocation) (Plan, error) {
	found, err := inv.groupsByRef(ctx, d.refs)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Tool: NameBulkDelete, Effect: Destroys}
	ids := bulkDeleteInput{}
	seen := map[string]bool{}
	for n, ref := range d.refs {
		inv.Report(n, len(d.refs), "looking at the groups")
		g, ok := found[ref]
		if !ok {
			g = sailpoint.Group{ID: ref, Name: ref}
		}
		if seen[g.ID] {
			continue
		}
		seen[g.ID] = true
		ids.Groups = append(ids.Groups, g.ID)
		if err := plan.addDeletion(ctx, inv, g, ok); err != nil {
			return Plan{}, err
		}
	}
	plan.Arguments, err = json.Marshal(ids)
	plan.Summary = fmt.Sprintf("Delete %s.", plural(plan.Pending(), "governance group"))
	if stay := len(plan.Items) - plan.Pending(); stay > 0 {
		plan.Summary += fmt.Sprintf(" %d of the %d named will not be deleted.", stay, len(plan.Items))
	}
	plan.Details = append(plan.Details, Detail{Label: "No way back", Value: noWayBack}, Detail{Label: "Connections", Value: noProof})
	return plan, err
}

// addDeletion adds one of several groups to the plan, with its fate.
func (plan *Plan) addDeletion(ctx context.Context, inv *Invocation, g sailpoint.Group, found bool) error {
	item := Item{ID: g.ID, Name: Clean(g.Name)}
	detail := Detail{Label: item.Name}
	switch {
	case !found:
		item.Outcome, item.Reason = ItemNotFound, "no group has this id or exact name"
		detail.Value = "not found"
	case g.ConnectionCount > 0:
		use, err := inv.Client.Connections(ctx, g.ID, sailpoint.Query{})
		if err != nil {
			return err
		}
		item.Outcome, item.Reason = ItemInUse, useOf(use)
		detail.Value = fmt.Sprintf("stays (id %s): in use, %s", g.ID, item.Reason)
	default:
		plan.Groups = append(plan.Groups, refTo(g))
		plan.Facts = append(plan.Facts, groupFact(g, g.MemberCount, g.ConnectionCount))
		detail.Value = fmt.Sprintf("will be deleted (id %s): owner %s, %s", g.ID, Clean(ownerName(g)), plural(g.MemberCount, "member"))
	}
	plan.Items = append(plan.Items, item)
	plan.Details = append(plan.Details, detail)
	return nil
}

// Snapshot reads the groups in full, so that they can be created again.
func (d deletion) Snapshot(ctx context.Context, inv *Invocation, plan Plan) (json.RawMessage, error) {
	var kept []newGroup
	pending := pendingItems(plan.Items)
	groups, err := inv.groupsByRef(ctx, idsOf(plan.Items, pending))
	if err != nil {
		return nil, err
	}
	for n, i := range pending {
		inv.Report(n, len(pending), "keeping what is needed to go back")
		g, there := groups[plan.Items[i].ID]
		if !there {
			continue // gone meanwhile: the tenant will say so
		}
		whole := newGroup{Was: g.ID, Name: g.Name, Description: g.Description, Owner: g.Owner.ID, OwnerName: Clean(ownerName(g))}
		if g.MemberCount > 0 {
			members, err := inv.Client.Members(ctx, g.ID, sailpoint.Query{})
			if err != nil {
				return nil, err
			}
			for _, m := range members {
				whole.Members = append(whole.Members, Ref{ID: m.ID, Name: Clean(m.Name)})
			}
		}
		kept = append(kept, whole)
	}
	return json.Marshal(kept)
}

// Apply deletes through the bulk call, whose answers are documented, also for
// one group.
func (d deletion) Apply(ctx context.Context, inv *Invocation, plan Plan, j Journal) error {
	return deletionBatch(inv).apply(ctx, inv, plan.Items, j)
}

// Reconcile looks which groups are gone.
func (d deletion) Reconcile(ctx context.Context, inv *Invocation, plan Plan, items []Item, j Journal) error {
	return j(deletionBatch(inv).look(ctx, items, pendingItems(items)))
}

func deletionBatch(inv *Invocation) batch {
	return batch{
		size: sailpoint.MaxBulkDelete, what: "deleting groups",
		send: inv.Client.DeleteGroups,
		meaning: map[int]string{
			http.StatusOK: ItemDone, http.StatusNoContent: ItemDone,
			http.StatusConflict: ItemInUse, http.StatusNotFound: ItemNotFound,
		},
		done: func(ctx context.Context, ids []string) (map[string]bool, error) {
			left, err := inv.groupsByRef(ctx, ids)
			gone := map[string]bool{}
			for _, id := range ids {
				if _, still := left[id]; !still && err == nil {
					gone[id] = true
				}
			}
			return gone, err
		},
	}
}
