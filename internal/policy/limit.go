// Limits: how much one person changes, in one call and in a day.

package policy

import (
	"context"
	"slices"
	"time"

	"govgroup/internal/tools"
)

// Usage tells what somebody has changed.
type Usage interface {
	// Changed gives the plans of the person's changes asked for since then that
	// were carried out or are being carried out, with the outcomes of their items
	// as far as they are known. Of those that are being carried out, the ones count
	// that began before the given place in the order of beginnings; 0: all.
	Changed(ctx context.Context, who tools.Caller, since time.Time, before int64) ([]tools.Plan, error)
}

// day is the time that a limit per day looks back.
const day = 24 * time.Hour

// limit bounds the changes of those who have one of the roles, or of everyone.
type limit struct {
	roles   []string
	tools   toolset
	perCall amount
	perDay  amount
}

// amount counts what is changed; below zero means that there is no bound.
type amount struct{ members, groups int }

// newLimit compiles a limit of the file. Zero is a limit too, so that what is not
// given has to be something else.
func newLimit(f limitForm, known []tools.Tool) limit {
	bound := func(n *at[int]) int {
		if n == nil {
			return -1
		}
		return n.value
	}
	return limit{
		roles: texts(f.Roles), tools: newToolset(f.Tools, known),
		perCall: amount{bound(f.MembersPerCall), bound(f.GroupsPerCall)},
		perDay:  amount{bound(f.MembersPerDay), bound(f.GroupsPerDay)},
	}
}

// bounds reports whether there is any bound.
func (a amount) bounds() bool { return a.members >= 0 || a.groups >= 0 }

// exceeded names what is more than the bound.
func (a amount) exceeded(is amount) (what string, most, count int) {
	switch {
	case a.members >= 0 && is.members > a.members:
		return "members", a.members, is.members
	case a.groups >= 0 && is.groups > a.groups:
		return "groups", a.groups, is.groups
	}
	return "", 0, 0
}

// within is an error if a limit does not let the plan through. All limits that
// apply count; a call that would change nothing is not limited.
func (c *compiled) within(ctx context.Context, inv *tools.Invocation, plan tools.Plan, all []target, today func(toolset) (amount, error)) error {
	asked := size(plan, func(outcome string) bool { return outcome == "" })
	for _, l := range c.limits {
		if !l.tools.concerns(plan) {
			continue
		}
		applies, err := l.applies(ctx, c, inv, all)
		if err != nil {
			return err
		}
		if !applies {
			continue
		}
		if what, most, is := l.perCall.exceeded(asked); what != "" {
			return tools.Errorf(tools.NotAllowed, "The policy lets you change %d %s in one call, and this call is about %d.", most, what, is)
		}
		if !l.perDay.bounds() {
			continue
		}
		done, err := today(l.tools)
		if err != nil {
			return err
		}
		if what, most, is := l.perDay.exceeded(amount{done.members + asked.members, done.groups + asked.groups}); what != "" {
			return tools.Errorf(tools.NotAllowed, "The policy lets you change %d %s in 24 hours, and with this call it would be %d.", most, what, is)
		}
	}
	return nil
}

// applies reports whether the limit is one for the caller.
func (l limit) applies(ctx context.Context, c *compiled, inv *tools.Invocation, all []target) (bool, error) {
	if len(l.roles) == 0 {
		return true, nil
	}
	for _, t := range all {
		h, err := c.holds(ctx, inv, l.roles, subject{target: t})
		if err != nil || h.some() {
			return true, err
		}
	}
	return false, nil
}

// today counts what the caller changed with the tools in the last day. A change
// that is being carried out counts as if it were done. One that has begun itself is
// judged again, by those that began before: of any number at once, in any process, as
// many pass as fit.
func (p *Policy) today(ctx context.Context, inv *tools.Invocation) func(toolset) (amount, error) {
	return func(set toolset) (amount, error) {
		var sum amount
		if p.Usage == nil {
			return sum, uncounted(nil)
		}
		plans, err := p.Usage.Changed(ctx, inv.Caller, p.Now().Add(-day), inv.Begun)
		if err != nil {
			return sum, uncounted(err)
		}
		for _, earlier := range plans {
			if !set.concerns(earlier) {
				continue
			}
			done := size(earlier, func(outcome string) bool {
				return outcome == tools.ItemDone || outcome == tools.ItemUnknown || outcome == ""
			})
			sum.members, sum.groups = sum.members+done.members, sum.groups+done.groups
		}
		return sum, nil
	}
}

// uncounted refuses: a limit that cannot be held is not waived.
func uncounted(cause error) error {
	return &tools.Error{Code: tools.Unavailable, Cause: cause,
		Message: "The policy limits changes per day, and today's changes cannot be counted."}
}

// PerDay reports whether there is any limit per day, so that a change has to be judged
// again when it has begun.
func (p *Policy) PerDay() bool {
	c := p.current.Load() // nil: the built-in rules
	return c != nil && slices.ContainsFunc(c.limits, func(l limit) bool { return l.perDay.bounds() })
}

// size counts the groups and members of a plan whose outcome is of the kind.
func size(plan tools.Plan, counts func(outcome string) bool) amount {
	groups, members := plan.Size(counts)
	return amount{members: members, groups: groups}
}
