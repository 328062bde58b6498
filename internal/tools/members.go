// The members of a governance group: listing them.

package tools

import (
	"context"
	"fmt"
	"strings"

	"govgroup/internal/sailpoint"
)

// Member is a person in a group as answers show them.
type Member struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
}

// pageInput asks for one page of what belongs to a group.
type pageInput struct {
	Group   string `json:"group" jsonschema:"minLength=1" jsonschema_description:"Id or exact name"`
	Sorters string `json:"sorters,omitempty" jsonschema:"minLength=1" jsonschema_description:"name, created or modified; -name descends"`
	Limit   int    `json:"limit,omitempty" jsonschema:"minimum=1,maximum=50,default=50"`
	Offset  int    `json:"offset,omitempty" jsonschema:"minimum=0"`
}

func (in pageInput) query() sailpoint.Query {
	return sailpoint.Query{Sorters: in.Sorters, Limit: in.Limit, Offset: in.Offset}
}

type membersListOutput struct {
	Group  Ref      `json:"group"`
	Items  []Member `json:"items"`
	Total  int      `json:"total"`
	Offset int      `json:"offset,omitempty"`
}

func membersList() Tool {
	return Reading(Declaration{
		Name: "govgroup_members_list", Title: "List members", Effect: Reads, Idempotent: true,
		Description: "List who is in a governance group, that is who can approve for it.",
	}, listMembers)
}

func listMembers(ctx context.Context, inv *Invocation, in pageInput) (membersListOutput, error) {
	g, err := inv.Group(ctx, in.Group)
	if err != nil {
		return membersListOutput{}, err
	}
	page, err := inv.Client.MembersPage(ctx, g.ID, in.query())
	if err != nil {
		return membersListOutput{}, err
	}
	out := membersListOutput{Group: refTo(g), Items: make([]Member, len(page.Items)), Total: page.Total}
	for i, m := range page.Items {
		out.Items[i] = Member{ID: m.ID, Name: Clean(m.Name), Email: Clean(m.Email)}
	}
	out.Offset = next(in.Offset, len(out.Items), out.Total)
	return out, nil
}

// Text lists the names.
func (o membersListOutput) Text() string {
	lines := []string{quoted(o.Group.Name) + ": " + shownOf(len(o.Items), o.Total, "member", o.Offset)}
	for _, m := range o.Items {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s (id %s) %s", m.Name, m.ID, m.Email)))
	}
	return strings.Join(lines, "\n")
}

func refTo(g sailpoint.Group) Ref { return Ref{ID: g.ID, Name: Clean(g.Name)} }
