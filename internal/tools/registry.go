// Registry: the one way to the operations. MCP and Slack both come through
// Registry.Call and nothing else.

package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// Call asks for one operation.
type Call struct {
	Tool      string
	Arguments json.RawMessage // a JSON object; empty means {}
	Caller    Caller
	Progress  func(Progress) // nil: the caller does not want to know
}

// Gate decides whether a prepared change may be applied, and applies it. It is
// the only caller of [Change]'s methods.
type Gate interface {
	Submit(ctx context.Context, inv *Invocation, tool Tool, change Change) (Outcome, error)

	// Refused is told of a call that the authorizer did not let in.
	Refused(ctx context.Context, inv *Invocation, tool Tool, why error)
}

// Authorizer says who may use which tools.
type Authorizer interface {
	// Authorize is nil where the caller may use the tool at all, or an error that
	// says why not.
	Authorize(ctx context.Context, inv *Invocation, t Tool) error

	// Explain tells the caller where they stand, in sentences. Nil: there is
	// nothing to tell.
	Explain(ctx context.Context, inv *Invocation) []string
}

// Registry is what front ends call: the tools of the catalogue and those on
// govgroup's own records, behind the gate. It does not change once it is made,
// and is safe for concurrent use.
type Registry struct {
	*Catalogue
	gate       Gate
	authorizer Authorizer // nil: everyone may use everything
	callable   toolset
	grants     *grants
	reading    *sharedReads
	observe    func(Call) func(outcome string) // nil: nobody counts
}

// Observed gives a registry of the same tools that tells observe of each call as it
// begins, and the function that observe gives how it ended, by one of [OutcomeWords].
func (r *Registry) Observed(observe func(Call) func(outcome string)) *Registry {
	own := *r
	own.observe = observe
	return &own
}

// NewRegistry puts the gate and the authorizer between the front ends and the
// tools: those of the catalogue and the ones given besides. A nil gate lets
// changes pass, and plans and refuses what destroys; a nil authorizer lets
// everyone use everything. What [Settings] leave out neither appears nor can it be
// called.
func NewRegistry(c *Catalogue, gate Gate, authorizer Authorizer, besides ...Tool) (*Registry, error) {
	if gate == nil {
		gate = askFirst{}
	}
	all, err := newToolset(slices.Concat(c.tools, besides))
	if err == nil {
		err = c.settings.checkOnly(all)
	}
	all = slices.DeleteFunc(all, func(t Tool) bool { return !c.settings.keeps(t) })
	return &Registry{Catalogue: c, gate: gate, authorizer: authorizer, callable: all, grants: &grants{}, reading: &sharedReads{}}, err
}

// ToolsFor lists the tools that a caller may use, and that the program can serve.
func (r *Registry) ToolsFor(ctx context.Context, caller Caller) []Tool {
	inv := r.NewInvocation(caller, nil)
	return slices.DeleteFunc(r.Tools(), func(t Tool) bool { return !r.offers(ctx, inv, t) })
}

func (r *Registry) offers(ctx context.Context, inv *Invocation, t Tool) bool {
	return r.serves(ctx, t) && r.may(ctx, inv, t) == nil
}

// Unserved says of each tool that the program's token cannot serve which scope is
// missing. Such tools are not listed; where nothing is known of the token, all are.
func (r *Registry) Unserved(ctx context.Context) []string {
	granted := r.grants.of(ctx, r.client)
	var all []string
	for _, t := range r.callable {
		if missing := t.Needs.lacking(granted); missing != "" {
			all = append(all, fmt.Sprintf("%s: the tenant's token lacks %s", t.Name, missing))
		}
	}
	return all
}

// serves reports whether the program's token can serve a tool, as far as is known.
func (r *Registry) serves(ctx context.Context, t Tool) bool {
	return len(t.Needs) == 0 || t.Needs.lacking(r.grants.of(ctx, r.client)) == ""
}

func (r *Registry) may(ctx context.Context, inv *Invocation, t Tool) error {
	if r.authorizer == nil {
		return nil
	}
	return r.authorizer.Authorize(ctx, inv, t)
}

// Tools lists the tools that can be called, in their order of declaration.
func (r *Registry) Tools() []Tool { return slices.Clone(r.callable) }

// Call runs one operation. Every error is a [*Error].
func (r *Registry) Call(ctx context.Context, c Call) (Result, error) {
	outcome := string(Internal) // unless it returns
	if r.observe != nil {
		ended := r.observe(c)
		defer func() { ended(outcome) }()
	}
	c.Progress = whileAlive(ctx, c.Progress)
	result, err := r.call(OnBehalf(ctx, c.Caller, c.Progress), c)
	outcome = wordOf(result, err)
	if err != nil {
		return Result{}, AsError(err)
	}
	return result, nil
}

// whileAlive tells a caller nothing any more who has left: work may go on for others.
func whileAlive(ctx context.Context, tell func(Progress)) func(Progress) {
	if tell == nil {
		return nil
	}
	return func(p Progress) {
		if ctx.Err() == nil {
			tell(p)
		}
	}
}

func (r *Registry) call(ctx context.Context, c Call) (Result, error) {
	tool, ok := r.callable.lookup(c.Tool)
	if !ok {
		return Result{}, Unchanged(r.callable.noSuchTool(c.Tool))
	}
	result, err := r.run(ctx, c, tool)
	if err != nil && !tool.ReadOnly() {
		err = Unchanged(err)
	}
	return result, err
}

// run checks the arguments, asks whether the caller may, and does it.
func (r *Registry) run(ctx context.Context, c Call, tool Tool) (Result, error) {
	raw, err := tool.checked(c.Arguments)
	if err != nil {
		return Result{}, err
	}
	inv := r.NewInvocation(c.Caller, c.Progress)
	if err := r.may(ctx, inv, tool); err != nil {
		r.gate.Refused(ctx, inv, tool, err)
		return Result{}, err
	}
	if tool.ReadOnly() {
		return r.read(ctx, inv, tool, raw)
	}
	if err := inv.take(raw); err != nil {
		return Result{}, err
	}
	change, err := tool.prepare(ctx, inv, raw)
	if err != nil {
		return Result{}, err
	}
	outcome, err := r.gate.Submit(ctx, inv, tool, change)
	if err != nil {
		return Result{}, err
	}
	return Result{Data: outcome, Text: outcome.Text()}, nil
}

// read lets those who ask the tenant the same at the same moment share one answer, whoever
// of them leaves meanwhile. Each was authorized before. What tools on govgroup's own
// records answer is each caller's own.
func (r *Registry) read(ctx context.Context, inv *Invocation, tool Tool, raw json.RawMessage) (Result, error) {
	if len(tool.Needs) == 0 {
		return tool.read(ctx, inv, raw)
	}
	return r.reading.do(ctx, tool.Name+" "+string(raw), func(ctx context.Context) (Result, error) { return tool.read(ctx, inv, raw) })
}

// Allowed are the names of the tools that the caller may use.
func (inv *Invocation) Allowed(ctx context.Context) []string {
	names := []string{}
	for _, t := range inv.registry.callable {
		if inv.registry.offers(ctx, inv, t) {
			names = append(names, t.Name)
		}
	}
	return names
}

// Unserved is [Registry.Unserved].
func (inv *Invocation) Unserved(ctx context.Context) []string { return inv.registry.Unserved(ctx) }

// Explain tells the caller where they stand with the policy, in sentences.
func (inv *Invocation) Explain(ctx context.Context) []string {
	if inv.registry.authorizer == nil {
		return nil
	}
	return inv.registry.authorizer.Explain(ctx, inv)
}

// NewInvocation starts the state of one call, which can also tell the caller
// about the registry itself.
func (r *Registry) NewInvocation(caller Caller, report func(Progress)) *Invocation {
	inv := r.Catalogue.NewInvocation(caller, report)
	inv.registry = r
	return inv
}

// Change prepares an operation that changes, of any tool that can be called.
func (r *Registry) Change(ctx context.Context, inv *Invocation, tool string, arguments json.RawMessage) (Change, error) {
	return r.callable.change(ctx, inv, tool, arguments)
}
