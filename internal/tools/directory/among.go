// Among: who of some people is in a group, found out without reading a large group whole.

package directory

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// Among gives those of the identity ids, in small letters, whose people are in a group.
// A group of more than one page is asked for by its members where that is less than to
// read it: the tenant answers with the group if one of those named is in it.
func Among(ctx context.Context, inv *tools.Invocation, g sailpoint.Group, ids []string) (map[string]bool, error) {
	pages := (g.MemberCount + sailpoint.MaxMembersPage - 1) / sailpoint.MaxMembersPage
	if pages <= 1 || (len(ids)+idBatch-1)/idBatch >= pages {
		return amongAll(ctx, inv, g)
	}
	var open []string // of whom some may be in it
	for batch := range slices.Chunk(ids, idBatch) {
		some, err := hasOneOf(ctx, inv, g, batch)
		if isRefused(err) {
			return amongAll(ctx, inv, g)
		}
		if err != nil {
			return nil, err
		}
		if some {
			open = append(open, batch...)
		}
	}
	if len(open) >= pages {
		return amongAll(ctx, inv, g)
	}
	in := map[string]bool{}
	for _, id := range open {
		is, err := hasOneOf(ctx, inv, g, []string{id})
		if err != nil {
			return nil, err
		}
		in[strings.ToLower(id)] = is
	}
	return in, nil
}

// amongAll reads the whole group.
func amongAll(ctx context.Context, inv *tools.Invocation, g sailpoint.Group) (map[string]bool, error) {
	members, err := Members(ctx, inv, g)
	in := map[string]bool{}
	for _, m := range members {
		in[strings.ToLower(m.ID)] = true
	}
	return in, err
}

// hasOneOf reports whether one of these people is in a group.
func hasOneOf(ctx context.Context, inv *tools.Invocation, g sailpoint.Group, ids []string) (bool, error) {
	found, err := inv.Client.Groups(ctx, sailpoint.Query{
		Filter: sailpoint.And(sailpoint.Eq("id", g.ID), sailpoint.In("memberships.identityId", ids...)),
	})
	return slices.ContainsFunc(found, func(f sailpoint.Group) bool { return strings.EqualFold(f.ID, g.ID) }), err
}

// isRefused tells a question that the tenant does not take from one that it does not answer.
func isRefused(err error) bool {
	var api *sailpoint.Error
	return errors.As(err, &api) && api.Status == http.StatusBadRequest
}
