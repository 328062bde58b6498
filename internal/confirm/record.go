// Keeping the audit: every request, decision, refusal, intent and outcome.

package confirm

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// record appends an entry about the request as it now stands.
func (g *Gate) record(ctx context.Context, kind audit.Kind, r Request, approver *tools.Caller) error {
	_, err := g.Audit.Append(context.WithoutCancel(ctx), g.entry(kind, r, approver))
	return g.unrecorded(err)
}

func (g *Gate) entry(kind audit.Kind, r Request, approver *tools.Caller) audit.Entry {
	level := r.Level
	if n := len(r.Approvals); n > 0 {
		level = r.Approvals[n-1].Level
		if approver == nil {
			approver = &r.Approvals[n-1].By
		}
	}
	return audit.Entry{
		Kind: kind, Request: r.ID, Undoes: r.Undoes, Tenant: g.Tenant, Actor: r.Requester,
		Tool: r.Plan.Tool, Arguments: withoutFreeText(r.Plan.Arguments), Digest: r.Digest, Groups: r.Plan.Groups,
		Level: string(level), Approver: approver, State: string(r.State), Reason: r.Reason, Purpose: r.Purpose, Items: r.Plan.Items,
	}
}

// withoutFreeText leaves out what may have been written by a model: a
// description is told by its length. The digest still covers it.
func withoutFreeText(arguments json.RawMessage) json.RawMessage {
	var fields map[string]any
	if json.Unmarshal(arguments, &fields) != nil {
		return nil
	}
	text, given := fields["description"].(string)
	if !given {
		return arguments
	}
	fields["description"] = fmt.Sprintf("(%d characters)", utf8.RuneCountInString(text))
	shortened, err := json.Marshal(fields)
	if err != nil {
		return nil
	}
	return shortened
}

func join(sentences []string) string { return strings.Join(sentences, " ") }
