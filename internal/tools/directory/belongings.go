// Belongings: who is in a group and what uses it, read once in an invocation.

package directory

import (
	"context"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// Members reads who is in a group, unless the invocation has done so already; one that
// is counted as empty needs no request.
func Members(ctx context.Context, inv *tools.Invocation, g sailpoint.Group) ([]sailpoint.Member, error) {
	if g.MemberCount == 0 {
		return nil, nil
	}
	if members, known := cacheOf(inv).members[g.ID]; known {
		return members, nil
	}
	members, err := inv.Client.Members(ctx, g.ID, sailpoint.Query{})
	if err == nil {
		KeepMembers(inv, g.ID, members)
	}
	return members, err
}

// KeepMembers takes for the rest of the invocation that these are the members of a group.
func KeepMembers(inv *tools.Invocation, groupID string, members []sailpoint.Member) {
	cacheOf(inv).members[groupID] = members
}

// Connections reads what uses a group; one that is counted as unused needs no request.
func Connections(ctx context.Context, inv *tools.Invocation, g sailpoint.Group) ([]sailpoint.Connection, error) {
	if g.ConnectionCount == 0 {
		return nil, nil
	}
	return inv.Client.Connections(ctx, g.ID, sailpoint.Query{})
}

// Groups gives groups by their ids as the invocation has read them, and reads those
// that it has not. A group that is no more is missing from the map.
func Groups(ctx context.Context, inv *tools.Invocation, ids []string) (map[string]sailpoint.Group, error) {
	groups := map[string]sailpoint.Group{}
	var unread []string
	for _, id := range ids {
		if g, known := cacheOf(inv).groups[id]; known {
			groups[id] = g
		} else {
			unread = append(unread, id)
		}
	}
	found, err := GroupsByID(ctx, inv, unread)
	for id, g := range found {
		cacheOf(inv).groups[id], groups[id] = g, g
	}
	return groups, err
}
