// Groups that roles are drawn from: whether the tenant has each of them, and only
// one.

package policy

import (
	"context"
	"fmt"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// DrawsOnGroups reports whether any role is that of the members of a group.
func (p *Policy) DrawsOnGroups() bool {
	c := p.current.Load()
	if c == nil {
		return false
	}
	for _, r := range c.roles {
		if len(r.membersOf) > 0 {
			return true
		}
	}
	return false
}

// UnclearGroups names each group in members_of of the policy in force that the
// tenant does not have, or has several of: a sentence each.
func (p *Policy) UnclearGroups(ctx context.Context, inv *tools.Invocation) ([]string, error) {
	c := p.current.Load()
	if c == nil {
		return nil, nil
	}
	var unclear []string
	for _, name := range c.roleNames() {
		for _, ref := range c.roles[name].membersOf {
			found, err := directory.RoleGroups(ctx, inv, ref)
			if err != nil {
				return nil, err
			}
			if why := whyUnclear(ref, found); why != "" {
				unclear = append(unclear, fmt.Sprintf("The role %q is drawn from members_of %s. %s", name, tools.Quoted(ref), why))
			}
		}
	}
	return unclear, nil
}

func whyUnclear(ref string, found []sailpoint.Group) string {
	switch {
	case len(found) == 0 && groupID.MatchString(ref):
		return "No group has this id, so nobody holds the role by it; a group that was deleted and created again has a new id."
	case len(found) == 0:
		return "No group has this name, so nobody holds the role by it."
	case len(found) > 1:
		return fmt.Sprintf("Several groups have this name: %s. The oldest counts, which is %s; give its id.", directory.Candidates(found), found[0].ID)
	}
	return ""
}
