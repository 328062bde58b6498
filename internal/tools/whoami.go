// Who the caller is to govgroup, and which tenant it works on.

package tools

import (
	"context"
	"fmt"
	"strings"
)

type whoamiInput struct{}

// Whoami is the answer of govgroup_whoami.
type Whoami struct {
	Caller   Caller   `json:"caller"`
	Tenant   string   `json:"tenant"`
	Sandbox  bool     `json:"sandbox"`
	ReadOnly bool     `json:"read_only"`
	Tools    []string `json:"tools"`
	Policy   []string `json:"policy,omitempty"`
}

func whoami() Tool {
	return Reading(Declaration{
		Name: NameWhoami, Title: "Who am I", Effect: Reads, Idempotent: true,
		Description: "Tell who the caller is to govgroup, which tenant it works on, which tools may be used, and why.",
	}, func(ctx context.Context, inv *Invocation, _ whoamiInput) (Whoami, error) {
		settings := inv.settings
		out := Whoami{Caller: inv.Caller, Tenant: inv.Client.BaseURL(), Sandbox: settings.Sandbox, ReadOnly: settings.ReadOnly, Tools: []string{}}
		for _, t := range inv.registry.callable {
			if inv.registry.may(ctx, inv, t) == nil {
				out.Tools = append(out.Tools, t.Name)
			}
		}
		if inv.registry.authorizer != nil {
			out.Policy = inv.registry.authorizer.Explain(ctx, inv)
		}
		return out, nil
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
	return strings.Join(append([]string{text}, o.Policy...), "\n")
}
