// Planning a removal: who is in the group now, and what is left without them.

package tools

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
)

func (c membersChange) planRemoval(ctx context.Context, inv *Invocation, g sailpoint.Group) (Plan, error) {
	members, err := inv.Client.Members(ctx, g.ID, sailpoint.Query{})
	if err != nil {
		return Plan{}, err
	}
	items, err := c.removals(ctx, inv, members)
	if err != nil {
		return Plan{}, err
	}
	use, err := inv.Client.Connections(ctx, g.ID, sailpoint.Query{})
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Tool: NameMembersRemove, Effect: Destroys, Groups: []Ref{refTo(g)}, Items: items}
	plan.Arguments, err = resolvedMembers(g.ID, items)
	plan.Summary = fmt.Sprintf("Remove %s from governance group %s.", plural(cmp.Or(plan.Pending(), len(items)), "member"), quoted(g.Name))
	plan.Details = append(describe(g, use),
		Detail{Label: "Members", Value: fmt.Sprintf("%d now, %d afterwards", len(members), len(members)-plan.Pending())},
		Detail{Label: "To be removed", Value: namesOf(plan.Items)})
	if len(members) > 0 && len(members) == plan.Pending() {
		plan.Warnings = emptied(use)
	}
	plan.Facts = []StateFact{groupFact(g, len(members), len(use))}
	return plan, err
}

// removals says of each person named whether they are a member: first those to
// be removed, so that planning again from their ids keeps the order. An id that
// is a member's needs no look-up, so that people whom the tenant no longer lists
// can still be removed.
func (c membersChange) removals(ctx context.Context, inv *Invocation, members []sailpoint.Member) ([]Item, error) {
	byID := map[string]sailpoint.Member{}
	for _, m := range members {
		byID[strings.ToLower(m.ID)] = m
	}
	known, rest := split(trimmed(c.Members), func(ref string) bool { return byID[strings.ToLower(ref)].ID != "" })
	people, missing, err := inv.People(ctx, rest)
	if err != nil {
		return nil, err
	}
	var others []Item
	for _, p := range people {
		if _, in := byID[strings.ToLower(p.ID)]; in {
			known = append(known, p.ID)
		} else {
			others = append(others, Item{ID: p.ID, Name: Clean(p.Name), Outcome: ItemNoChange, Reason: "is not a member"})
		}
	}
	var items []Item
	for _, id := range known {
		if m := byID[strings.ToLower(id)]; !hasItem(items, m.ID) {
			items = append(items, Item{ID: m.ID, Name: Clean(m.Name)})
		}
	}
	if len(items)+len(others) == 0 {
		return nil, noSuchPerson(missing)
	}
	return slices.Concat(items, others, missingItems(missing)), nil
}

func hasItem(items []Item, id string) bool {
	for _, item := range items {
		if item.ID == id {
			return true
		}
	}
	return false
}

// emptied warns that nobody would be left.
func emptied(use []sailpoint.Connection) []string {
	if len(use) == 0 {
		return []string{"Nobody would be left in this group. " + noProof}
	}
	return []string{"Nobody would be left in this group, which is used for approvals: every request that it should approve would wait until it expires."}
}

// describe is the preview of a group: what a person must see before saying yes.
func describe(g sailpoint.Group, use []sailpoint.Connection) []Detail {
	details := []Detail{
		{Label: "Group", Value: fmt.Sprintf("%s (id %s)", quoted(g.Name), g.ID)},
		{Label: "Owner", Value: fmt.Sprintf("%s (id %s)", Clean(ownerName(g)), g.Owner.ID)},
	}
	if len(use) == 0 {
		return append(details, Detail{Label: "Connections", Value: "None. " + noProof})
	}
	return append(details, Detail{Label: "Connections", Value: useOf(use)})
}

// namesOf lists the pending items' names, the first ones and how many more.
func namesOf(items []Item) string {
	var names []string
	for n, i := range pendingItems(items) {
		if n < shown {
			names = append(names, Clean(items[i].Name))
		}
	}
	if more := len(pendingItems(items)) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

// groupFact is the state of a group that a change relies on.
func groupFact(g sailpoint.Group, members, connections int) StateFact {
	modified := "never"
	if !g.Modified.IsZero() {
		modified = g.Modified.UTC().Format("2006-01-02 15:04:05.000")
	}
	return StateFact{Name: "The group " + g.ID, Value: fmt.Sprintf("%s, owner %s, %s, %s, modified %s",
		quoted(g.Name), g.Owner.ID, plural(members, "member"), plural(connections, "connection"), modified)}
}
