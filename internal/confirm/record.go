// Keeping the audit: every request, decision, refusal, intent and outcome.

package confirm

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// record appends an entry about the request as it now stands.
func (g *Gate) record(ctx context.Context, kind audit.Kind, r Request, approver *tools.Caller) error {
	_, err := g.Audit.Append(context.WithoutCancel(ctx), g.entry(kind, r, approver))
	return g.unrecorded(ctx, err)
}

func (g *Gate) entry(kind audit.Kind, r Request, approver *tools.Caller) audit.Entry {
	level := r.Level
	if n := len(r.Approvals); n > 0 {
		level = r.Approvals[n-1].Level
		if approver == nil {
			approver = &r.Approvals[n-1].By
		}
	}
	groups, names := groupsOf(r.Plan)
	people, fields := peopleAndFields(r.Plan)
	return audit.Entry{
		Kind: kind, Request: r.ID, Undoes: r.Undoes, Tenant: g.Tenant, Actor: r.Requester,
		Tool: r.Plan.Tool, Arguments: withoutFreeText(r.Plan.Arguments), Digest: r.Digest,
		Groups: groups, Names: names, People: people, Fields: fields,
		Level: string(level), Approver: approver, State: string(r.State), Reason: r.Reason, Purpose: r.Purpose, Items: r.Plan.Items,
	}
}

// groupsOf are the groups of a plan, with those that it creates, and the names that
// others get.
func groupsOf(plan tools.Plan) (groups, names []tools.Ref) {
	groups = slices.Clone(plan.Groups)
	for i, item := range plan.Items {
		switch step := plan.Step(i); {
		case step.Action == tools.CreateGroup:
			groups = append(groups, tools.Ref{ID: item.ID, Name: step.NewName})
		case step.NewName != "" && !slices.ContainsFunc(groups, func(g tools.Ref) bool { return g.Name == step.NewName }):
			names = append(names, tools.Ref{ID: step.Group, Name: step.NewName})
		}
	}
	return groups, names
}

// peopleAndFields are the owners that groups have and get, and the old and new values
// of what changes. A description may have been written by a model: its length is told.
func peopleAndFields(plan tools.Plan) (people []tools.Ref, fields []tools.FieldChange) {
	owned := map[string]bool{} // groups that get an owner, or lose theirs
	for i := range plan.Items {
		step := plan.Step(i)
		if step.NewOwner != "" {
			people = append(people, tools.Ref{ID: step.NewOwner})
		}
		owned[step.Group] = owned[step.Group] || step.NewOwner != "" || step.Action == tools.DeleteGroup
	}
	for _, before := range plan.Before {
		if owned[before.Key] {
			people = append(people, before.Owner)
		}
		for _, f := range before.Changes {
			if f.Field == "Description" {
				f.From, f.To = inCharacters(f.From), inCharacters(f.To)
			}
			fields = append(fields, f)
		}
	}
	return people, fields
}

// inCharacters tells a text by its length; nothing stays nothing.
func inCharacters(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("(%d characters)", utf8.RuneCountInString(text))
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
	fields["description"] = inCharacters(text)
	shortened, err := json.Marshal(fields)
	if err != nil {
		return nil
	}
	return shortened
}

func join(sentences []string) string { return strings.Join(sentences, " ") }
