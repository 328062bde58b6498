// Explain: the policy in words, for those whom it concerns.

package policy

import (
	"context"
	"fmt"
	"strings"

	"govgroup/internal/tools"
)

// Explain tells the session's caller which roles they have, and which tools they
// may never use and why. Without a policy file there is nothing to tell.
func (p *Policy) Explain(ctx context.Context, inv *tools.Invocation) []string {
	c := p.current.Load()
	if c == nil {
		return nil
	}
	// What cannot be told is part of the answer; whoever asks where they stand is
	// often asking because something does not work.
	var held, not []string
	for _, name := range c.roleNames() {
		why, err := c.roles[name].matches(ctx, inv, subject{some: true})
		switch {
		case err != nil:
			not = append(not, tools.AsError(err).Message)
		case why != "":
			held = append(held, roleMatch{name, why}.String())
		}
	}
	for _, t := range p.Tools {
		if err := p.Authorize(ctx, inv, t); err != nil {
			not = append(not, tools.AsError(err).Message)
		}
	}
	roles := "none"
	if len(held) > 0 {
		roles = strings.Join(held, ", ")
	}
	return append([]string{fmt.Sprintf("Your roles in policy %s: %s.", c.version, roles)}, not...)
}

// Roles says of each role whether the session's caller has it for a group of the
// plan, or for some group if the plan is the zero one, and why.
func (p *Policy) Roles(ctx context.Context, inv *tools.Invocation, plan tools.Plan) ([]string, error) {
	c := p.current.Load()
	if c == nil {
		return nil, nil
	}
	all := []subject{{some: true}}
	if plan.Tool != "" {
		found, err := targets(ctx, inv, plan)
		if err != nil {
			return nil, err
		}
		all = nil
		for _, t := range found {
			all = append(all, subject{target: t})
		}
	}
	var lines []string
	for _, name := range c.roleNames() {
		lines = append(lines, name+": "+c.roles[name].explain(ctx, inv, all))
	}
	return lines, nil
}

// explain is why the role is held for any of the groups, or that it is not.
func (r role) explain(ctx context.Context, inv *tools.Invocation, all []subject) string {
	for _, about := range all {
		why, err := r.matches(ctx, inv, about)
		if err != nil {
			return "unknown. " + tools.AsError(err).Message
		}
		if why != "" {
			return "yes, " + why
		}
	}
	return "no"
}
