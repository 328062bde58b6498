// Package tools is the operations on governance groups, each declared once. The
// MCP tool, the Slack sub-command, the schema file and the documentation are all
// derived from the declaration. This file says what a tool is; the catalogue
// says which there are, and every call goes through [Registry.Call].
package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"
)

// Declaration is what an author writes about a tool, apart from its code.
type Declaration struct {
	Name        string // govgroup_members_add
	Title       string // for people: "Add members"
	Description string // tells a model when to use it
	Effect      Effect
	Idempotent  bool // a second identical call changes nothing more
	Needs       Needs
}

// Tool is a declared operation together with everything derived from its input
// and output structs. Make one with [Reading] or [Changing].
type Tool struct {
	Declaration

	Input  *jsonschema.Schema // JSON Schema 2020-12 of the arguments
	Output *jsonschema.Schema // JSON Schema 2020-12 of the structured result

	arguments *arguments
	read      func(ctx context.Context, inv *Invocation, raw json.RawMessage) (Result, error)
	prepare   func(ctx context.Context, inv *Invocation, raw json.RawMessage) (Change, error)
}

// Result is what a tool answers: structured data that meets the tool's output
// schema, and a short text that says the same to people.
type Result struct {
	Data any
	Text string
}

// Texter is an output that can put itself into a short text.
type Texter interface{ Text() string }

// Reading declares a tool that only reads.
func Reading[In any, Out Texter](d Declaration, run func(context.Context, *Invocation, In) (Out, error)) Tool {
	t := declare[In, Out](d)
	t.read = func(ctx context.Context, inv *Invocation, raw json.RawMessage) (Result, error) {
		in, err := Decode[In](raw)
		if err != nil {
			return Result{}, err
		}
		out, err := run(ctx, inv, in)
		if err != nil {
			return Result{}, err
		}
		return Result{Data: out, Text: out.Text()}, nil
	}
	return t
}

// Changing declares a tool that changes or destroys. The function turns valid
// arguments into a [Change]; it may read, and must not write. Writing is left
// to the gate, which alone decides when a change may be applied.
func Changing[In any](d Declaration, prepare func(context.Context, *Invocation, In) (Change, error)) Tool {
	t := declare[In, Outcome](d)
	addWish(t.Input)
	t.arguments = newArguments(t.Input)
	t.prepare = func(ctx context.Context, inv *Invocation, raw json.RawMessage) (Change, error) {
		in, err := Decode[In](raw)
		if err != nil {
			return nil, err
		}
		return prepare(ctx, inv, in)
	}
	return t
}

// Words are the words of the Slack sub-command: "members", "add".
func (t Tool) Words() []string {
	return strings.Split(strings.TrimPrefix(t.Name, Prefix), "_")
}

// ReadOnly reports whether the tool leaves the tenant as it is.
func (t Tool) ReadOnly() bool { return t.Effect == Reads }

func declare[In, Out any](d Declaration) Tool {
	t := Tool{Declaration: d, Input: reflectSchema[In](), Output: reflectSchema[Out]()}
	t.arguments = newArguments(t.Input)
	return t
}

// checked gives the arguments, if they meet the tool's schema. None are {}.
func (t Tool) checked(raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) == 0 || string(raw) == "null" {
		raw = json.RawMessage("{}")
	}
	raw, err := t.arguments.take(raw)
	if err != nil {
		return nil, err
	}
	return raw, t.arguments.check(raw)
}

// check finds what makes a declaration unusable; the registry asks at start-up.
func (t Tool) check() error {
	switch {
	case !strings.HasPrefix(t.Name, Prefix) || len(t.Name) == len(Prefix):
		return fmt.Errorf("tool %q: a name begins with %s", t.Name, Prefix)
	case t.Effect < Reads || t.Effect > Destroys:
		return fmt.Errorf("tool %s: no effect declared; say Reads, Changes or Destroys", t.Name)
	case t.Title == "" || t.Description == "":
		return fmt.Errorf("tool %s: needs a title and a description", t.Name)
	case t.arguments.err != nil:
		return fmt.Errorf("tool %s: its input has no usable schema: %w", t.Name, t.arguments.err)
	case (t.Effect == Reads) != (t.read != nil):
		return fmt.Errorf("tool %s: declared as %s but built as something else", t.Name, t.Effect)
	}
	return nil
}
