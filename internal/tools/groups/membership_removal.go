// Removal: planning one, who is in the group now, and what is left without them.

package groups

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// planRemoval names who would be removed, and what would hang on a group that is left
// with nobody.
func (c membersChange) planRemoval(ctx context.Context, inv *tools.Invocation, g sailpoint.Group) (tools.Plan, error) {
	members, err := inv.Client.Members(ctx, g.ID, sailpoint.Query{})
	if err != nil {
		return tools.Plan{}, err
	}
	items, gone, err := c.removals(ctx, inv, members)
	if err != nil {
		return tools.Plan{}, err
	}
	use, err := connectionsToShow(ctx, inv, g)
	if err != nil {
		return tools.Plan{}, err
	}
	plan := tools.Plan{Tool: tools.NameMembersRemove, Effect: tools.Destroys, Groups: []tools.Ref{RefTo(g)}}
	for _, item := range items {
		plan.Add(item, tools.Step{Action: tools.RemoveMember, Group: g.ID})
	}
	knowMembers(&plan, members)
	plan.Arguments, err = resolvedMembers(g.ID, items)
	plan.Summary = fmt.Sprintf("Remove %s from governance group %s.", tools.Plural(cmp.Or(plan.Pending(), len(items)), "member"), tools.Quoted(g.Name))
	plan.Before, plan.Details = []tools.GroupState{StateOf(g, len(members), use)}, unproven(use)
	// Emptying a group stops every approval that it is asked for.
	if len(members) > 0 && len(members) == plan.Pending() {
		plan.Warnings = emptied(use)
	}
	for _, item := range items {
		if slices.Contains(gone, item.ID) {
			plan.Warnings = append(plan.Warnings, fmt.Sprintf("The directory no longer has %s; the member of that name is meant.", tools.Quoted(item.Name)))
		}
	}
	plan.Facts = []tools.StateFact{groupFact(g)}
	return plan, err
}

// knowMembers notes the addresses of those whom the plan names.
func knowMembers(plan *tools.Plan, members []sailpoint.Member) {
	for _, m := range members {
		if hasItem(plan.Items, m.ID) {
			plan.Know(m.ID, m.Email)
		}
	}
}

// removals says of each person named whether they are a member, and who of them the
// directory no longer has: first those to be removed, so that planning again from their
// ids keeps the order. An id that is a member's needs no look-up, so that people whom the
// tenant no longer lists can still be removed.
func (c membersChange) removals(ctx context.Context, inv *tools.Invocation, members []sailpoint.Member) (items []tools.Item, gone []string, err error) {
	byID := map[string]sailpoint.Member{}
	for _, m := range members {
		byID[strings.ToLower(m.ID)] = m
	}
	var known, rest []string
	for _, ref := range directory.Distinct(c.Members) {
		if _, in := byID[strings.ToLower(ref)]; in {
			known = append(known, ref)
		} else {
			rest = append(rest, ref)
		}
	}
	people, missing, err := directory.FindPeople(ctx, inv, rest)
	if err == nil {
		gone, missing, err = goneMembers(members, missing)
	}
	if err != nil {
		return nil, nil, err
	}
	known = append(known, gone...)
	var others []tools.Item
	for _, p := range people {
		if _, in := byID[strings.ToLower(p.ID)]; in {
			known = append(known, p.ID)
		} else {
			others = append(others, tools.Item{ID: p.ID, Name: tools.Clean(p.Name), Outcome: tools.ItemNoChange, Reason: "is not a member"})
		}
	}
	items = itemsOf(known, byID)
	if len(items)+len(others) == 0 {
		return nil, nil, directory.NoSuchPerson(missing)
	}
	return slices.Concat(items, others, missingItems(missing)), gone, nil
}

// goneMembers finds members whom the directory no longer has by what the list of
// members shows of them, and gives their ids and who is still missing.
func goneMembers(members []sailpoint.Member, refs []string) (ids, missing []string, err error) {
	for _, ref := range refs {
		wanted := tools.Folded(ref)
		var fit []sailpoint.Member
		for _, m := range members {
			if tools.Folded(m.Name) == wanted || tools.Folded(m.Email) == wanted {
				fit = append(fit, m)
			}
		}
		switch len(fit) {
		case 0:
			missing = append(missing, ref)
		case 1:
			ids = append(ids, fit[0].ID)
		default:
			names := make([]string, len(fit))
			for i, m := range fit {
				names[i] = fmt.Sprintf("%s (id %s, e-mail %s)", tools.Clean(m.Name), m.ID, tools.Clean(m.Email))
			}
			return nil, nil, tools.Errorf(tools.Ambiguous, "More than one member is called %s: %s. Say who by identity id.", tools.Quoted(ref), strings.Join(names, ", "))
		}
	}
	return ids, missing, nil
}

// itemsOf are the members of these ids, each once.
func itemsOf(ids []string, byID map[string]sailpoint.Member) (items []tools.Item) {
	for _, id := range ids {
		if m := byID[strings.ToLower(id)]; !hasItem(items, m.ID) {
			items = append(items, tools.Item{ID: m.ID, Name: tools.Clean(m.Name)})
		}
	}
	return items
}

// hasItem keeps a person who was named twice from being removed twice.
func hasItem(items []tools.Item, id string) bool {
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

// groupFact is the state of a group that a change relies on, as its record has it.
func groupFact(g sailpoint.Group) tools.StateFact {
	modified := "never"
	if !g.Modified.IsZero() {
		modified = g.Modified.UTC().Format("2006-01-02 15:04:05.000")
	}
	return tools.StateFact{Name: "The group " + g.ID, Value: fmt.Sprintf("%s, owner %s, %s, %s, modified %s",
		tools.Quoted(g.Name), g.Owner.ID, tools.Plural(g.MemberCount, "member"), tools.Plural(g.ConnectionCount, "connection"), modified)}
}
