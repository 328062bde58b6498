// Approvers: who may decide about a request in the requester's place.

package policy

import (
	"context"
	"slices"

	"govgroup/internal/tools"
)

// approver lets roles decide about some changes. What they could do themselves
// is another matter: someone may be trusted to agree and not to act.
type approver struct {
	roles  []string
	tools  toolset
	groups *selection
}

// newApprover compiles an entry of the file.
func newApprover(f approverForm, known []tools.Tool) approver {
	return approver{roles: texts(f.Roles), tools: newToolset(f.Tools, known), groups: newSelection(f.Groups)}
}

// decides is an error unless the caller may decide about every group of the plan.
func (c *compiled) decides(ctx context.Context, inv *tools.Invocation, plan tools.Plan, all []target) error {
	for _, t := range all {
		h, err := c.decider(ctx, inv, plan.Tool, t)
		if err != nil {
			return err
		}
		if !h.some() {
			return tools.Errorf(tools.NotAllowed, "The policy does not let you decide about %s%s for someone else.", plan.Tool, on(t))
		}
	}
	return nil
}

// decider is the role as which the caller may decide about the group.
func (c *compiled) decider(ctx context.Context, inv *tools.Invocation, tool string, t target) (roleMatch, error) {
	var unknown error
	for _, a := range c.approvers {
		if !a.tools[tool] || !a.groups.matches(c, t) {
			continue
		}
		h, err := c.holds(ctx, inv, a.roles, subject{target: t})
		if err != nil {
			unknown = err
		} else if h.some() {
			return h, nil
		}
	}
	return roleMatch{}, unknown
}

// approverRoles are the roles that may decide about every group of the plan. A
// role that may for some of the groups only is left out: alone it decides nothing.
func (c *compiled) approverRoles(plan tools.Plan, all []target) []string {
	var roles []string
	for _, name := range c.roleNames() {
		decides := func(t target) bool {
			return slices.ContainsFunc(c.approvers, func(a approver) bool {
				return a.tools[plan.Tool] && a.groups.matches(c, t) && slices.Contains(a.roles, name)
			})
		}
		if !slices.ContainsFunc(all, func(t target) bool { return !decides(t) }) {
			roles = append(roles, name)
		}
	}
	return roles
}
