// Package confirm is the narrow neck between the front ends and what can be
// changed: no change reaches the tenant except through its gate, and nothing that
// destroys passes the gate before a person has approved exactly that, once.
package confirm

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/observe"
	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

// Options are what a gate needs. Catalogue, Store and Audit are required.
type Options struct {
	Catalogue *tools.Catalogue // prepares the operations again, from the records
	Store     Store
	Audit     *audit.Log
	Policy    *policy.Policy // nil: policy.BuiltIn
	Tenant    string         // which tenant the requests are bound to
	Places    Places         // where people decide

	// LookAlikes lists in words the other groups whose names look like one's; empty:
	// there are none. nil: the tenant is never asked.
	LookAlikes func(ctx context.Context, inv *tools.Invocation, group tools.Ref) (string, error)

	// SettleFor is the quiet time: how long after its last send a write whose answer
	// was lost may still take effect. Zero: DefaultSettleFor.
	SettleFor time.Duration

	Now      func() time.Time // nil: time.Now
	Logger   *slog.Logger     // nil: slog.Default()
	Observer Observer         // nil: nobody counts
}

// Gate is the [tools.Gate] that asks first. It is safe for concurrent use, also
// by several processes that share a store.
type Gate struct {
	Options
	running  sync.Map // the executions of this process, by RequestID
	refusals refusals
}

// NewGate makes a gate. A registry that is made with it lets nothing pass by.
func NewGate(o Options) *Gate {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Policy == nil {
		o.Policy = policy.BuiltIn()
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Observer == nil {
		o.Observer = nobody{}
	}
	if o.SettleFor == 0 {
		o.SettleFor = DefaultSettleFor
	}
	return &Gate{Options: o}
}

// Submit plans a change. One that needs no approval is carried out; any other
// becomes a request that waits, and the outcome says what a person has to decide.
// Of a dry run nothing is kept: its outcome is the whole preview.
func (g *Gate) Submit(ctx context.Context, inv *tools.Invocation, _ tools.Tool, change tools.Change) (tools.Outcome, error) {
	plan, err := change.Plan(ctx, inv)
	if err != nil {
		return tools.Outcome{}, err
	}
	ruling, err := g.Policy.Decide(ctx, inv, plan)
	r := g.request(ctx, inv, plan, ruling)
	if err == nil {
		err = g.unsettled(ctx, r.ID, plan)
	}
	if err != nil {
		g.auditRefusal(ctx, r, inv.Caller, plan.Tool, err)
		return tools.Outcome{}, err
	}
	if u, is := change.(undo); is {
		r.Undoes = u.of.ID
	}
	if err := g.warn(ctx, inv, &r); err != nil {
		return tools.Outcome{}, err
	}
	switch {
	case inv.DryRun:
		return g.preview(r), nil
	case plan.Pending() == 0:
		return tools.Conclude(plan, plan.Items), nil
	case r.Level == None:
		return g.passFreely(ctx, inv, change, r)
	}
	return g.propose(ctx, inv, change, r)
}

// warn adds to a request what may be mistaken about its names.
func (g *Gate) warn(ctx context.Context, inv *tools.Invocation, r *Request) error {
	if r.Level != None {
		former, err := g.formerNames(ctx, r.Plan)
		if err != nil {
			return err
		}
		r.Plan.Warnings = append(r.Plan.Warnings, former...)
	}
	return g.lookAlikes(ctx, inv, r)
}

// request makes the record of a plan.
func (g *Gate) request(ctx context.Context, inv *tools.Invocation, plan tools.Plan, ruling policy.Decision) Request {
	now := g.Now().UTC()
	return Request{
		ID: tools.RequestID(newID()), Plan: plan, Digest: digest(plan, g.Tenant), Tenant: g.Tenant, Requester: inv.Caller,
		Purpose: tools.CleanText(inv.Reason), Level: ruling.Level, Typed: ruling.Typed, Approvers: ruling.Approvers,
		Policy: ruling.Version, State: Pending, Created: now, Expires: now.Add(ruling.Expires), Version: 1,
		Trace: observe.Current(ctx).Traceparent(),
	}
}

// propose keeps a request that waits for an approval. The same one again is the
// one that is open. One that nobody could decide is refused at once. What it takes to go
// back is kept with the question, so that a yes has less to wait for.
func (g *Gate) propose(ctx context.Context, inv *tools.Invocation, change tools.Change, r Request) (tools.Outcome, error) {
	if err := r.undecidable(); err != nil {
		g.auditRefusal(ctx, r, r.Requester, r.Plan.Tool, err)
		return tools.Outcome{}, err
	}
	open, err := g.alreadyOpen(ctx, r)
	switch {
	case err != nil:
		return tools.Outcome{}, err
	case open != nil:
		return g.askedAlready(*open, r.Purpose), nil
	}
	if r.Snapshot, err = change.Snapshot(ctx, inv, r.Plan); err != nil {
		return tools.Outcome{}, err
	}
	if err := g.create(ctx, r); err != nil {
		return tools.Outcome{}, err
	}
	observe.Current(ctx).Set(slog.String("govgroup.request", string(r.ID)))
	if err := g.record(ctx, audit.Asked, r, nil); err != nil {
		return tools.Outcome{}, err
	}
	return g.asking(r), nil
}

// askedAlready is the answer to a call that was made before. The question stands as it is,
// with the reason that it was asked with.
func (g *Gate) askedAlready(open Request, purpose string) tools.Outcome {
	o := g.asking(open)
	if purpose != "" && purpose != open.Purpose {
		o.Warnings = append(slices.Clone(o.Warnings), "This was asked for already, and that question is still open; the new reason was not added to it.")
	}
	return o
}

// passFreely carries out a change that needs no approval, on record all the same.
func (g *Gate) passFreely(ctx context.Context, inv *tools.Invocation, change tools.Change, r Request) (tools.Outcome, error) {
	claimed := time.Now()
	r.State, r.Fence = Executing, 1
	if err := g.create(ctx, r); err != nil {
		return tools.Outcome{}, err
	}
	ctx, e := g.begin(ctx, r, claimed)
	defer e.end()
	return e.execute(ctx, inv, change)
}

func (g *Gate) create(ctx context.Context, r Request) error {
	err := g.Store.Create(ctx, r)
	if errors.Is(err, ErrConflict) && r.Undoes != "" {
		return undone(r)
	}
	return g.unrecorded(ctx, err)
}

// undone says that a change is undone once.
func undone(r Request) error {
	return tools.Errorf(tools.AlreadyDecided, "Change %s has been undone already, or is being undone.", r.Undoes)
}

// Refused notes that a caller tried a tool that the policy does not let them use.
func (g *Gate) Refused(ctx context.Context, inv *tools.Invocation, tool tools.Tool, why error) {
	g.auditRefusal(ctx, Request{Requester: inv.Caller}, inv.Caller, tool.Name, why)
}

// unrecorded turns an error of the store into an error: what cannot be kept is
// not done.
func (g *Gate) unrecorded(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	g.Logger.ErrorContext(ctx, "the records could not be read or written", "error", err)
	return &tools.Error{
		Code:    tools.Unavailable,
		Message: "govgroup cannot read or write its own records, so nothing was done.",
		Cause:   err,
	}
}

// asking is the answer while a person has not decided.
func (g *Gate) asking(r Request) tools.Outcome {
	return tools.Outcome{
		Status:  tools.StatusAsk,
		Summary: "Nothing has happened yet; a person must decide: " + r.Plan.Summary,
		Change:  r.ID, Groups: r.Plan.Groups, Items: r.Plan.Items, Warnings: r.Plan.Warnings,
		Confirmation: &tools.Confirmation{
			ID: r.ID, Level: string(r.Level), Typed: r.Typed, Preview: g.previewOf(r).Lines(), Expires: r.Expires, Decide: g.howToDecide(r),
		},
	}
}

// preview is the answer to a dry run: the whole question, which nobody is asked.
func (g *Gate) preview(r Request) tools.Outcome {
	return tools.Outcome{
		Status:  tools.StatusPreview,
		Summary: "Nothing has happened and nobody was asked. It would be: " + r.Plan.Summary,
		Groups:  r.Plan.Groups, Items: r.Plan.Items, Warnings: r.Plan.Warnings,
		Preview: append(g.previewOf(r).Lines(), tools.Line{Value: r.needs()}),
	}
}

// outcome is the answer about a request, whatever its state. The request's own
// state and reason are what it tells: items that nobody came to say nothing.
func (g *Gate) outcome(r Request) tools.Outcome {
	if r.State == Pending {
		return g.asking(r)
	}
	o := tools.Conclude(r.Plan, r.Plan.Items)
	o.Change, o.Status = r.ID, string(r.State)
	if !r.State.applied() || r.Reason != "" {
		o.Summary = r.sentence()
	}
	o.Summary += r.lookingOn()
	return o
}
