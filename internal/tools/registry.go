// The one door to the operations. MCP and Slack both come through Registry.Call
// and nothing else.

package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"govgroup/internal/sailpoint"
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

	// Refused is told of a call that the doorman did not let in.
	Refused(ctx context.Context, inv *Invocation, tool Tool, why error)
}

// Authorizer says who may use a tool at all: nil, or an error that says why not.
type Authorizer interface {
	Authorize(ctx context.Context, inv *Invocation, t Tool) error
}

// Explainer is a [Authorizer] that can tell a caller where they stand, in sentences.
type Explainer interface {
	Explain(ctx context.Context, inv *Invocation) []string
}

// Settings are what an operator chooses for all calls.
type Settings struct {
	ReadOnly    bool // only tools that read exist
	MemberBatch int  // members written per request; 0 means 100
	Sandbox     bool // the tenant is the embedded one
}

// Registry holds the tools and runs them against one tenant. Add all tools and
// set the gate before the first call; after that it is safe for concurrent use.
type Registry struct {
	client   *sailpoint.Client
	settings Settings
	gate     Gate
	doorman  Authorizer // nil: everyone may use everything
	tools    []Tool

	identities identities
}

// NewRegistry makes a registry of the given tools. Until [Registry.Guard] is
// exactMatches, changes pass and what destroys is planned and refused. A declaration
// that is incomplete or made twice is an error.
func NewRegistry(client *sailpoint.Client, settings Settings, tools ...Tool) (*Registry, error) {
	r := &Registry{client: client, settings: settings, gate: askFirst{}}
	return r, r.Add(tools...)
}

// Add registers more tools. With Settings.ReadOnly those that write are left
// out: they neither appear nor can they be called.
func (r *Registry) Add(tools ...Tool) error {
	for _, t := range tools {
		if err := t.check(); err != nil {
			return err
		}
		if _, twice := r.lookup(t.Name); twice {
			return fmt.Errorf("tool %s: declared twice", t.Name)
		}
		if r.settings.ReadOnly && !t.ReadOnly() {
			continue
		}
		r.tools = append(r.tools, t)
	}
	return nil
}

// Guard puts a gate between the tools and the tenant.
func (r *Registry) Guard(g Gate) { r.gate = g }

// Admit puts a doorman in front of all tools.
func (r *Registry) Admit(d Authorizer) { r.doorman = d }

// ToolsFor lists the tools that a caller may use.
func (r *Registry) ToolsFor(ctx context.Context, caller Caller) []Tool {
	inv := r.NewInvocation(caller, nil)
	return slices.DeleteFunc(r.Tools(), func(t Tool) bool { return r.may(ctx, inv, t) != nil })
}

func (r *Registry) may(ctx context.Context, inv *Invocation, t Tool) error {
	if r.doorman == nil {
		return nil
	}
	return r.doorman.Authorize(ctx, inv, t)
}

// Tools lists the tools in their order of declaration.
func (r *Registry) Tools() []Tool { return slices.Clone(r.tools) }

// Call runs one operation. Every error is a [*Fault].
func (r *Registry) Call(ctx context.Context, c Call) (Result, error) {
	result, err := r.call(OnBehalf(ctx, c.Caller, c.Progress), c)
	if err != nil {
		return Result{}, AsError(err)
	}
	return result, nil
}

func (r *Registry) call(ctx context.Context, c Call) (Result, error) {
	tool, raw, err := r.admit(c)
	if err != nil {
		return Result{}, err
	}
	inv := r.NewInvocation(c.Caller, c.Progress)
	if err := r.may(ctx, inv, tool); err != nil {
		r.gate.Refused(ctx, inv, tool, err)
		return Result{}, err
	}
	if tool.ReadOnly() {
		return tool.read(ctx, inv, raw)
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

// Invocation starts the state of one call for the given caller.
func (r *Registry) NewInvocation(caller Caller, report func(Progress)) *Invocation {
	return &Invocation{
		Caller: caller, Client: r.client, registry: r, report: report,
		groups: map[string]sailpoint.Group{}, people: map[string]sailpoint.Person{},
	}
}

// Change prepares a changing tool's operation again, from stored arguments.
func (r *Registry) Change(ctx context.Context, inv *Invocation, tool string, arguments json.RawMessage) (Change, error) {
	t, raw, err := r.admit(Call{Tool: tool, Arguments: arguments})
	if err != nil {
		return nil, err
	}
	if t.ReadOnly() {
		return nil, Errorf(InvalidInput, "%s changes nothing.", tool)
	}
	return t.prepare(ctx, inv, raw)
}

// admit finds the tool and checks the arguments against its schema.
func (r *Registry) admit(c Call) (Tool, json.RawMessage, error) {
	tool, ok := r.lookup(c.Tool)
	if !ok {
		return Tool{}, nil, r.noSuchTool(c.Tool)
	}
	raw := c.Arguments
	if len(raw) == 0 || string(raw) == "null" {
		raw = json.RawMessage("{}")
	}
	return tool, raw, tool.arguments.check(raw)
}

func (r *Registry) lookup(name string) (Tool, bool) {
	for _, t := range r.tools {
		if t.Name == name {
			return t, true
		}
	}
	return Tool{}, false
}

func (r *Registry) noSuchTool(name string) error {
	names := make([]string, len(r.tools))
	for i, t := range r.tools {
		names[i] = t.Name
	}
	return Errorf(InvalidInput, "There is no tool %q%s. Nothing was changed.", Clean(name), didYouMean(name, names))
}
