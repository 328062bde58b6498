// What rules ask about a caller's standing in the tenant: which groups are
// theirs, and which they are in.

package tools

import (
	"context"
	"strings"

	"govgroup/internal/sailpoint"
)

// memberships is what is known of the caller's memberships. A failure is remembered
// like an answer: rules are asked about many tools, and a tenant that is down
// should be asked once.
type memberships struct {
	groupIDs     map[string]bool   // the ids of all groups that the caller is in
	failed   error             // why mine could not be read
	answers map[string]answer // by the reference that was asked about
}

type answer struct {
	member bool
	err    error
}

// Owners gives the identity id of each group's owner, by the group's id. A group
// that is no more is missing from the map.
func (s *Invocation) Owners(ctx context.Context, groupIDs ...string) (map[string]string, error) {
	owners := map[string]string{}
	var unread []string
	for _, id := range groupIDs {
		if g, known := s.groups[id]; known {
			owners[id] = g.Owner.ID
		} else {
			unread = append(unread, id)
		}
	}
	found, err := s.groupsByRef(ctx, unread)
	if err != nil {
		return nil, err
	}
	for id, g := range found {
		s.groups[id], owners[id] = g, g.Owner.ID
	}
	return owners, nil
}

// MemberOf reports whether the caller is in the governance group that an id or
// an exact name means. A caller without an identity is in none. A name that fits
// no group, or several, is an error: what it says of the caller is not known.
func (s *Invocation) MemberOf(ctx context.Context, ref string) (bool, error) {
	if s.Caller.Identity == "" {
		return false, nil
	}
	known, asked := s.memberships.answers[ref]
	if !asked {
		known.member, known.err = s.memberOf(ctx, ref)
		if s.memberships.answers == nil {
			s.memberships.answers = map[string]answer{}
		}
		s.memberships.answers[ref] = known
	}
	return known.member, known.err
}

func (s *Invocation) memberOf(ctx context.Context, ref string) (bool, error) {
	if s.memberships.groupIDs == nil && s.memberships.failed == nil {
		s.memberships.groupIDs, s.memberships.failed = s.readMemberships(ctx)
	}
	if s.memberships.failed != nil {
		return false, s.memberships.failed
	}
	g, err := s.Group(ctx, ref)
	return s.memberships.groupIDs[strings.ToLower(g.ID)], err
}

func (s *Invocation) readMemberships(ctx context.Context) (map[string]bool, error) {
	groups, err := s.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.Eq("memberships.identityId", s.Caller.Identity)})
	mine := map[string]bool{}
	for _, g := range groups {
		mine[strings.ToLower(g.ID)] = true
	}
	return mine, err
}
