// Package policy says who may do what, and which approval it needs. It is asked
// twice: when a change is asked for and again when it is about to happen.
package policy

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"govgroup/internal/tools"
)

// Policy judges by the policy in force. Make one with [BuiltIn] or [Load]. It is
// safe for concurrent use.
type Policy struct {
	Options
	path    string
	current atomic.Pointer[compiled] // nil: the built-in rules
}

// Options are what judging by a file needs.
type Options struct {
	Tools []tools.Tool     // all there are; a policy that names others is refused
	Usage Usage            // nil: what a limit per day concerns is refused
	Now   func() time.Time // nil: time.Now
	Log   *slog.Logger     // nil: slog.Default()
}

// Decision is what the policy says of one change.
type Decision struct {
	Level     Level         // the approval that is needed
	Typed     bool          // the name has to be typed with it
	Approvers []string      // roles that may decide in the requester's place; none: nobody may
	Expires   time.Duration // how long a request for the approval waits
	Rule      string        // the rule that decided
	Reason    string        // in words
	Version   string        // of the policy
}

// BuiltIn judges without a policy file: everyone who gets in may read and
// change; deleting wants the name typed, and so does removing more than a few
// members.
func BuiltIn() *Policy { return &Policy{} }

// builtIn is the version noted on requests judged by the built-in rules.
const builtIn = "built-in 1"

// always is the tool that everyone may use: it tells callers where they stand
// and nothing else.
const always = tools.NameWhoami

// Authorize says whether the caller may ever use a tool: nil, or an error NotAllowed
// with the reason. Tools that a caller may never use are not listed to them. A
// tool that changes is one they may use if some group would allow it.
func (p *Policy) Authorize(ctx context.Context, inv *tools.Invocation, t tools.Tool) error {
	_, err := p.Use(ctx, inv, t)
	return err
}

// Use is [Policy.Authorize] with the rule that allows the tool. For a tool that reads
// that is all there is to judge.
func (p *Policy) Use(ctx context.Context, inv *tools.Invocation, t tools.Tool) (Decision, error) {
	c := p.current.Load()
	if c == nil {
		return Decision{Level: None, Rule: "built-in", Reason: "There is no policy file.", Version: builtIn}, nil
	}
	ruling := Decision{Level: None, Rule: "built-in", Reason: "Everyone may ask who they are.", Version: c.version}
	if t.Name == always {
		return ruling, nil
	}
	if err := c.denied(ctx, inv, t.Name, target{}); err != nil {
		return ruling, err
	}
	g, err := c.allowed(ctx, inv, t.Name, subject{some: changes(t)})
	if err == nil {
		ruling.Rule, ruling.Reason = reasons([]allowance{g})
	}
	return ruling, err
}

// Decide judges a change that the session's caller asks for. An error NotAllowed
// says why it may not be; any other error means that it could not be judged, and
// so may not be either.
func (p *Policy) Decide(ctx context.Context, inv *tools.Invocation, plan tools.Plan) (Decision, error) {
	c := p.current.Load()
	if c == nil {
		n := baseline(plan)
		return Decision{
			Level: n.level, Typed: n.typed, Expires: waits[n.level],
			Rule: "built-in", Reason: "There is no policy file. " + n.String(), Version: builtIn,
		}, nil
	}
	refused := Decision{Level: Second, Version: c.version} // whatever is made of it, it is not lenient
	all, err := targets(ctx, inv, plan)                    // one policy for the whole decision: a new one may come meanwhile
	if err != nil {
		return refused, err
	}
	grants, err := c.permit(ctx, inv, plan, all)
	if err != nil {
		return refused, err
	}
	if err := c.within(ctx, inv, plan, all, p.today(ctx, inv)); err != nil {
		return refused, err
	}
	n := c.requirement(plan, all)
	rules, reasons := reasons(grants)
	return Decision{
		Level: n.level, Typed: n.typed, Approvers: c.approverRoles(plan, all), Expires: c.expires[n.level],
		Rule: rules, Reason: reasons + " " + n.String(), Version: c.version,
	}, nil
}

// permit judges group by group, so that a call about many groups is worth no more
// than one call for each. It gives what allows the tool for each of the groups.
func (c *compiled) permit(ctx context.Context, inv *tools.Invocation, plan tools.Plan, all []target) ([]allowance, error) {
	var grants []allowance
	for _, t := range all {
		for _, word := range c.words(plan, t) {
			if err := c.denied(ctx, inv, word, t); err != nil {
				return nil, err
			}
			g, err := c.allowed(ctx, inv, word, subject{target: t})
			if err != nil {
				return nil, err
			}
			grants = append(grants, g)
		}
	}
	return grants, nil
}

// reasons tells which rules allow a change, and why, each once.
func reasons(grants []allowance) (rules, reasons string) {
	var names, sentences []string
	for _, g := range grants {
		sentence := fmt.Sprintf("Rule “%s” allows it to the role %s.", tools.Clean(g.rule), g.roleMatch)
		if !slices.Contains(names, g.rule) {
			names = append(names, g.rule)
			sentences = append(sentences, sentence)
		}
	}
	return strings.Join(names, ", "), strings.Join(sentences, " ")
}

// MayDecide says whether the caller may decide in place of the requester, at the given level: nil, or an error NotAllowed with the reason.
// That the requester never decides at level Second is not its business.
func (p *Policy) MayDecide(ctx context.Context, inv *tools.Invocation, plan tools.Plan, _ Level) error {
	c := p.current.Load()
	if c == nil {
		return tools.Errorf(tools.NotAllowed, "This request was made by someone else. Without a policy only the requester can decide.")
	}
	all, err := targets(ctx, inv, plan)
	if err != nil {
		return err
	}
	return c.decides(ctx, inv, plan, all)
}
