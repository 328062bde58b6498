// Membership: what rules ask about a caller's place in the tenant: which groups are
// theirs, and which they are in.

package directory

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// Owners gives the identity id of each group's owner, by the group's id. A group
// that is no more is missing from the map.
func Owners(ctx context.Context, inv *tools.Invocation, groupIDs ...string) (map[string]string, error) {
	groups, err := Groups(ctx, inv, groupIDs)
	if err != nil {
		return nil, err
	}
	owners := map[string]string{}
	for id, g := range groups {
		owners[id] = g.Owner.ID
	}
	return owners, nil
}

// MemberOf reports whether the caller is in the governance group that an id or
// an exact name means. A caller without an identity is in none. What fits no group
// is an error: what it says of the caller is not known.
func MemberOf(ctx context.Context, inv *tools.Invocation, ref string) (bool, error) {
	if inv.Caller.Identity == "" {
		return false, nil
	}
	known, asked := cacheOf(inv).memberships.answers[ref]
	if !asked {
		known.member, known.err = memberOf(ctx, inv, ref)
		if cacheOf(inv).memberships.answers == nil {
			cacheOf(inv).memberships.answers = map[string]answer{}
		}
		cacheOf(inv).memberships.answers[ref] = known
	}
	return known.member, known.err
}

// memberOf reads the caller's memberships once for all rules.
func memberOf(ctx context.Context, inv *tools.Invocation, ref string) (bool, error) {
	if cacheOf(inv).memberships.groupIDs == nil && cacheOf(inv).memberships.failed == nil {
		cacheOf(inv).memberships.groupIDs, cacheOf(inv).memberships.failed = readMemberships(ctx, inv)
	}
	if cacheOf(inv).memberships.failed != nil {
		return false, cacheOf(inv).memberships.failed
	}
	g, err := roleGroup(ctx, inv, ref)
	return cacheOf(inv).memberships.groupIDs[strings.ToLower(g.ID)], err
}

// roleGroups gives the groups that rules may mean, the one that they do mean first.
// An id means the group of that id and never one of that name; of several groups of
// one name the oldest is meant, so that a namesake made later neither gives a role
// nor takes it from anyone.
func roleGroups(ctx context.Context, inv *tools.Invocation, ref string) ([]sailpoint.Group, error) {
	if IsGroupID(ref) {
		g, err := inv.Client.Group(ctx, ref)
		if isNotFound(err) {
			return nil, nil
		}
		return []sailpoint.Group{g}, err
	}
	found, err := inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.Eq("name", ref)})
	named := exactMatches(ref, found)
	slices.SortStableFunc(named, func(a, b sailpoint.Group) int { return a.Created.Compare(b.Created) })
	return named, err
}

// UnclearRoleGroup says in a sentence why it is not plain which group rules mean;
// empty if it is.
func UnclearRoleGroup(ctx context.Context, inv *tools.Invocation, ref string) (string, error) {
	found, err := roleGroups(ctx, inv, ref)
	switch {
	case err != nil:
		return "", err
	case len(found) == 0 && IsGroupID(ref):
		return "No group has this id, so nobody holds the role by it; a group that was deleted and created again has a new id.", nil
	case len(found) == 0:
		return "No group has this name, so nobody holds the role by it.", nil
	case len(found) > 1:
		return fmt.Sprintf("Several groups have this name: %s. The oldest counts, which is %s; give its id.", Candidates(found), found[0].ID), nil
	}
	return "", nil
}

// roleGroup is the group that rules mean.
func roleGroup(ctx context.Context, inv *tools.Invocation, ref string) (sailpoint.Group, error) {
	found, err := roleGroups(ctx, inv, ref)
	switch {
	case err != nil:
		return sailpoint.Group{}, err
	case len(found) == 0:
		return sailpoint.Group{}, tools.Errorf(tools.NotFound, "No group has the id or name %s.", tools.Quoted(ref))
	}
	return found[0], nil
}

// readMemberships asks for the caller's groups and not for each group's members: that
// is one request, however many rules there are.
func readMemberships(ctx context.Context, inv *tools.Invocation) (map[string]bool, error) {
	groups, err := inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.Eq("memberships.identityId", inv.Caller.Identity)})
	mine := map[string]bool{}
	for _, g := range groups {
		mine[strings.ToLower(g.ID)] = true
	}
	return mine, err
}
