// The policy: which is in force, and what it says of a call.

package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

// openPolicy reads the policy file of the settings. Without one the built-in
// rules are in force.
func openPolicy(s Settings, h Host, requests confirm.Store, tenant string) (*policy.Policy, error) {
	if s.Policy == "" {
		return policy.BuiltIn(), nil
	}
	return policy.Load(s.Policy, policy.Options{Tools: Operations(), Usage: usage{requests, tenant}, Log: h.Log})
}

// usage counts what people changed from the requests that are kept.
type usage struct {
	store  confirm.Store
	tenant string
}

// Changed implements [policy.Usage]. A person's changes on all surfaces count, as
// far as the tenant knows that they are the same person's.
func (u usage) Changed(ctx context.Context, who tools.Caller, since time.Time, before int64) ([]tools.Plan, error) {
	found, err := u.recent(ctx, since)
	if err != nil {
		return nil, err
	}
	var plans []tools.Plan
	for _, r := range found {
		later := r.State == confirm.Executing && before > 0 && r.Begun >= before
		if r.Created.Before(since) || !r.SamePerson(who) || later {
			continue
		}
		plan := r.Plan
		if r.State.Final() {
			plan.Items = attempted(plan.Items)
		}
		plans = append(plans, plan)
	}
	return plans, nil
}

// recent reads the newest requests that came to an execution, as many as it takes
// to reach back to the time.
func (u usage) recent(ctx context.Context, since time.Time) ([]confirm.Request, error) {
	query := confirm.Query{Tenant: u.tenant, Limit: 200, States: []confirm.State{
		confirm.Executing, confirm.Done, confirm.PartlyDone, confirm.Failed, confirm.Unknown,
	}}
	for {
		found, err := u.store.List(ctx, query)
		if err != nil || len(found) < query.Limit || found[len(found)-1].Created.Before(since) {
			return found, err
		}
		query.Limit *= 4
	}
}

// attempted marks what a finished execution left out, so that it is not taken for
// what is still being done.
func attempted(items []tools.Item) []tools.Item {
	items = slices.Clone(items)
	for i := range items {
		if items[i].Outcome == "" {
			items[i].Outcome = tools.ItemFailed
		}
	}
	return items
}

// Inquiry asks what the policy says of somebody's call.
type Inquiry struct {
	Email      string
	Attributes []string // as the policy knows them: slack_group:S0123, claim:groups=x
	Tool       string
	Arguments  []string // words; see [commandArguments]
}

// ExplainPolicy says who somebody is, which roles they have, and whether and how
// they may do what the call would do. It plans the call and never carries it out.
func ExplainPolicy(ctx context.Context, s Settings, h Host, q Inquiry) error {
	t, err := openTenant(s, h)
	if err != nil {
		return err
	}
	defer func() { _ = t.close() }()
	g, err := open(ctx, s, h, t, confirm.Places{})
	if err != nil {
		return err
	}
	defer g.close()
	e := explanation{w: h.Stdout, g: g}
	return e.explain(ctx, q)
}

// explanation is written as it is found.
type explanation struct {
	w io.Writer
	g runtime
}

func (e explanation) say(label, format string, args ...any) {
	fmt.Fprintf(e.w, "%-8s %s\n", label+":", fmt.Sprintf(format, args...))
}

func (e explanation) explain(ctx context.Context, q Inquiry) error {
	tool, raw, err := commandArguments(e.g.registry.Tools(), q.Tool, q.Arguments)
	if err != nil {
		return err
	}
	caller := tools.Caller{Surface: "command line", Subject: q.Email, Email: q.Email, Attributes: q.Attributes}
	if caller, err = e.g.people.Identify(ctx, caller); err != nil {
		return err
	}
	e.say("Who", "%s, %s", tools.Clean(q.Email), identified(caller))
	inv := e.g.registry.NewInvocation(caller, nil)
	if tool.ReadOnly() {
		return e.verdict(ctx, inv, tool, tools.Plan{})
	}
	change, err := e.g.registry.Change(ctx, inv, tool.Name, raw)
	if err != nil {
		return err
	}
	plan, err := change.Plan(ctx, inv)
	if err != nil {
		return err
	}
	e.say("Change", "%s", plan.Summary)
	return e.verdict(ctx, inv, tool, plan)
}

func identified(c tools.Caller) string {
	if c.Identity == "" {
		return "whose identity is not known: nobody active in the tenant has this e-mail, or several have it"
	}
	return "identity " + c.Identity
}

// verdict tells the roles and the ruling. A refusal is an answer, not an error.
func (e explanation) verdict(ctx context.Context, inv *tools.Invocation, tool tools.Tool, plan tools.Plan) error {
	roles, err := e.g.policy.Roles(ctx, inv, plan)
	if err != nil {
		return err
	}
	for _, line := range roles {
		e.say("Role", "%s", line)
	}
	ruling, err := e.g.policy.Use(ctx, inv, tool)
	if err == nil && !tool.ReadOnly() {
		ruling, err = e.g.policy.Decide(ctx, inv, plan)
	}
	var fault *tools.Error
	if errors.As(err, &fault) {
		e.say("Answer", "no")
		e.say("Reason", "%s", fault.Message)
		return nil
	}
	if err != nil {
		return err
	}
	e.say("Answer", "yes")
	e.say("Rule", "%s", ruling.Rule)
	e.say("Level", "%s", ruling.Level)
	e.say("Reason", "%s", ruling.Reason)
	return nil
}
