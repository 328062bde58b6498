// Catalogue: the operations that there are, and the tenant that they work on.

package tools

import (
	"context"
	"encoding/json"
	"fmt"

	"govgroup/internal/sailpoint"
)

// Catalogue prepares operations on one tenant. It carries nothing out: the gate
// stands above it and below the [Registry], which is what front ends call. It is
// safe for concurrent use.
type Catalogue struct {
	client   *sailpoint.Client
	settings Settings
	tools    toolset
}

// NewCatalogue makes a catalogue of the given tools. A declaration that is
// incomplete or made twice is an error.
func NewCatalogue(client *sailpoint.Client, settings Settings, tools ...Tool) (*Catalogue, error) {
	all, err := newToolset(tools)
	return &Catalogue{client: client, settings: settings, tools: all}, err
}

// Settings are what the catalogue was made with.
func (c *Catalogue) Settings() Settings { return c.settings }

// NewInvocation starts the state of one call for the given caller.
func (c *Catalogue) NewInvocation(caller Caller, report func(Progress)) *Invocation {
	return &Invocation{Caller: caller, Client: c.client, Settings: c.settings, report: report}
}

// Change prepares a changing tool's operation again, from stored arguments.
func (c *Catalogue) Change(ctx context.Context, inv *Invocation, tool string, arguments json.RawMessage) (Change, error) {
	return c.tools.change(ctx, inv, tool, arguments)
}

// toolset is tools in their order of declaration, each name once.
type toolset []Tool

func newToolset(tools []Tool) (toolset, error) {
	var all toolset
	for _, t := range tools {
		if err := t.check(); err != nil {
			return nil, err
		}
		if _, twice := all.lookup(t.Name); twice {
			return nil, fmt.Errorf("tool %s: declared twice", t.Name)
		}
		all = append(all, t)
	}
	return all, nil
}

func (all toolset) lookup(name string) (Tool, bool) {
	for _, t := range all {
		if t.Name == name {
			return t, true
		}
	}
	return Tool{}, false
}

func (all toolset) change(ctx context.Context, inv *Invocation, name string, arguments json.RawMessage) (Change, error) {
	t, ok := all.lookup(name)
	if !ok {
		return nil, all.noSuchTool(name)
	}
	if t.ReadOnly() {
		return nil, Errorf(InvalidInput, "%s changes nothing.", name)
	}
	raw, err := t.checked(arguments)
	if err != nil {
		return nil, err
	}
	return t.prepare(ctx, inv, raw)
}

func (all toolset) noSuchTool(name string) error {
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = t.Name
	}
	return Errorf(InvalidInput, "There is no tool %q%s.", Clean(name), didYouMean(name, names))
}
