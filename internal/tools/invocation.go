// Invocation: one call in progress: who asks, which tenant, what was looked up already,
// and how to say how far the work has come.

package tools

import (
	"cmp"
	"context"
	"encoding/json"
	"reflect"

	"govgroup/internal/sailpoint"
)

// Caller is who asks, as far as the front end knows. All fields but Surface may be
// empty; none is a secret.
type Caller struct {
	Surface  string `json:"surface"`            // stdio, http, sse, slack, console
	Subject  string `json:"subject,omitempty"`  // who, in the surface's own terms
	Email    string `json:"email,omitempty"`    // confirmed by whoever signed the caller in
	Identity string `json:"identity,omitempty"` // ISC identity id
	Client   string `json:"client,omitempty"`   // program and version in between

	// Attributes are what the front end knows of the caller beyond that, as the policy
	// names it: "slack_group:S0123", "claim:groups=iam-admins".
	Attributes []string `json:"attributes,omitempty"`
}

// Who names the caller for people: by e-mail where the front end knows one.
func (c Caller) Who() string { return Clean(cmp.Or(c.Email, c.Subject)) }

// Progress tells how far a long piece of work has come: Done of Total steps, or
// with neither number what it waits for.
type Progress struct {
	Done, Total int
	Text        string
}

// Approval is the plan that a person was asked about, and what it would have taken then
// to go back.
type Approval struct {
	Plan     Plan
	Snapshot json.RawMessage
}

// Invocation is the state of one call. It must not outlive the call, and is not
// safe for concurrent use.
type Invocation struct {
	Caller   Caller
	Client   *sailpoint.Client
	Settings Settings

	// Reason is why the caller wants the change, in their own words; empty: not
	// given. DryRun: they want to be shown the change, and nobody to be asked.
	Reason string
	DryRun bool

	// Approved is what a person has said yes to, while it is checked whether it still
	// holds; nil: nothing was. A plan made then needs no more than what [Plan.Diff]
	// compares, and what is not compared may be as it was.
	Approved *Approval

	// Begun is the change's place in the order in which changes began to be carried
	// out; 0: it has not begun.
	Begun int64

	registry *Registry // nil where no front end called
	report   func(Progress)
	memory   map[reflect.Type]any
}

// Report passes progress on to the caller, if the caller wants to know.
func (inv *Invocation) Report(done, total int, text string) {
	if inv.report != nil {
		inv.report(Progress{Done: done, Total: total, Text: text})
	}
}

// Remember gives the one value of its type that belongs to the invocation, and
// makes it when it is first asked for. Each package has its own types, so that
// none sees what another remembers.
func Remember[T any](inv *Invocation, fresh func() *T) *T {
	if known, ok := inv.memory[reflect.TypeFor[T]()]; ok {
		return known.(*T) //nolint:forcetypeassert // kept below under its type
	}
	value := fresh()
	if inv.memory == nil {
		inv.memory = map[reflect.Type]any{}
	}
	inv.memory[reflect.TypeFor[T]()] = value
	return value
}

// OnBehalf gives the context of calls that are made for the caller. Callers who
// wait for the tenant take turns; someone without a subject is one caller with
// everybody else who has none. report hears why a call waits for long, as a
// progress without a number; it may be nil.
func OnBehalf(ctx context.Context, c Caller, report func(Progress)) context.Context {
	of := sailpoint.Caller{Key: c.Surface + "\x00" + c.Subject}
	if report != nil {
		of.Waiting = func(why string) { report(Progress{Text: why}) }
	}
	return sailpoint.WithCaller(ctx, of)
}
