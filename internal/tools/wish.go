// Wish: what every tool that changes takes beside its own arguments.

package tools

import (
	"encoding/json"

	"github.com/invopop/jsonschema"
)

// wish says how a change is wanted.
type wish struct {
	DryRun bool   `json:"dry_run"`
	Reason string `json:"reason"`
}

// addWish declares the arguments. Whoever only wants to know what would happen
// asks nobody; a reason is shown to whoever decides.
func addWish(input *jsonschema.Schema) {
	most := uint64(500)
	input.Properties.Set("reason", &jsonschema.Schema{Type: "string", MaxLength: &most, Description: "Why; shown to whoever decides"})
	input.Properties.Set("dry_run", &jsonschema.Schema{Type: "boolean", Description: "Only show what would happen"})
}

// IsWish reports whether an argument belongs to every tool that changes, and not
// to what one of them does.
func IsWish(argument string) bool { return argument == "reason" || argument == "dry_run" }

// take keeps the wish for the gate. The arguments have been checked.
func (inv *Invocation) take(raw json.RawMessage) error {
	in, err := Decode[wish](raw)
	inv.DryRun, inv.Reason = in.DryRun, in.Reason
	return err
}
