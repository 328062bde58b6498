// Membership: who of the people named is in which of the groups, with few requests.

package jobs

import (
	"context"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// readMemberships asks for each person for their groups, or for each group for its
// members, whichever is less.
func readMemberships(ctx context.Context, inv *tools.Invocation, targets []target) error {
	people := map[string]bool{}
	var open []int
	for i, g := range targets {
		if g.members != nil {
			continue
		}
		targets[i].members = map[string]bool{}
		if len(g.in)+len(g.out) > 0 {
			open = append(open, i)
		}
		for _, p := range append(g.in[:len(g.in):len(g.in)], g.out...) {
			people[p.ID] = true
		}
	}
	if len(people) < len(open) {
		return byPerson(ctx, inv, targets, open, people)
	}
	return byGroup(ctx, inv, targets, open)
}

func byPerson(ctx context.Context, inv *tools.Invocation, targets []target, open []int, people map[string]bool) error {
	for id := range people {
		theirs, err := inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.Eq("memberships.identityId", id)})
		if err != nil {
			return err
		}
		in := map[string]bool{}
		for _, g := range theirs {
			in[g.ID] = true
		}
		for _, i := range open {
			targets[i].members[strings.ToLower(id)] = in[targets[i].ID]
		}
	}
	return nil
}

func byGroup(ctx context.Context, inv *tools.Invocation, targets []target, open []int) error {
	for _, i := range open {
		var ids []string
		for _, p := range slices.Concat(targets[i].in, targets[i].out) {
			ids = append(ids, p.ID)
		}
		in, err := directory.Among(ctx, inv, targets[i].Group, ids)
		if err != nil {
			return err
		}
		targets[i].members = in
	}
	return nil
}

// idsOf are the members by id, as [target] keeps them.
func idsOf(members []sailpoint.Member) map[string]bool {
	in := map[string]bool{}
	for _, m := range members {
		in[strings.ToLower(m.ID)] = true
	}
	return in
}
