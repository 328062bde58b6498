// Groups that roles are drawn from: whether the tenant has each of them, and only
// one.

package policy

import (
	"context"
	"fmt"

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
			why, err := directory.UnclearRoleGroup(ctx, inv, ref)
			if err != nil {
				return nil, err
			}
			if why != "" {
				unclear = append(unclear, fmt.Sprintf("The role %q is drawn from members_of %s. %s", name, tools.Quoted(ref), why))
			}
		}
	}
	return unclear, nil
}
