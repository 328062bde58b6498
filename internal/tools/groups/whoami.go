// Whoami: who the caller is to govgroup, and which tenant it works on.

package groups

import (
	"context"
	"fmt"
	"strings"

	"govgroup/internal/tools"
)

// whoamiInput is empty: who asks is known by how they came in.
type whoamiInput struct{}

// Whoami is the answer of govgroup_whoami.
type Whoami struct {
	Caller   tools.Caller `json:"caller"`
	Tenant   string       `json:"tenant"`
	Sandbox  bool         `json:"sandbox"`
	ReadOnly bool         `json:"read_only"`
	Tools    []string     `json:"tools"`
	Unserved []string     `json:"unserved,omitempty" jsonschema_description:"Tools that the tenant's token cannot serve, and why"`
	Policy   []string     `json:"policy,omitempty"`
}

func whoami() tools.Tool {
	// It asks the tenant for a token at most, and not for long, so that it answers when
	// nothing else does.
	return tools.Reading(tools.Declaration{
		Name: tools.NameWhoami, Title: "Who am I", Effect: tools.Reads, Idempotent: true,
		Description: "Tell who the caller is to govgroup, which tenant it works on, which tools may be used, and why.",
	}, func(ctx context.Context, inv *tools.Invocation, _ whoamiInput) (Whoami, error) {
		return Whoami{
			Caller: inv.Caller, Tenant: inv.Client.BaseURL(), Sandbox: inv.Settings.Sandbox, ReadOnly: inv.Settings.ReadOnly,
			Tools: inv.Allowed(ctx), Unserved: inv.Unserved(ctx), Policy: inv.Explain(ctx),
		}, nil
	})
}

// Text says it in a sentence or two.
func (o Whoami) Text() string {
	who := o.Caller.Subject
	if o.Caller.Email != "" {
		who += " (" + o.Caller.Email + ")"
	}
	text := fmt.Sprintf("You are %s, over %s. Tenant: %s.", who, o.Caller.Surface, o.Tenant)
	if o.Sandbox {
		text += " It is the embedded tenant: people and groups are invented."
	}
	if o.ReadOnly {
		text += " Only tools that read are available."
	}
	text += " Tools: " + strings.Join(o.Tools, ", ") + "."
	for _, why := range o.Unserved {
		text += "\nNot available is " + why + "."
	}
	return strings.Join(append([]string{text}, o.Policy...), "\n")
}
