// Members: listing those of a governance group.

package groups

import (
	"context"
	"fmt"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
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

// Members is the answer of govgroup_members_list.
type Members struct {
	Group tools.Ref `json:"group"`
	tools.Page[Member]
}

func membersList() tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: tools.NameMembersList, Title: "List members", Effect: tools.Reads, Idempotent: true,
		Description: "List who is in a governance group, that is who can approve for it.",
	}, listMembers)
}

// listMembers gives one page, and the group that a name was taken for.
func listMembers(ctx context.Context, inv *tools.Invocation, in pageInput) (Members, error) {
	g, err := directory.FindGroup(ctx, inv, in.Group)
	if err != nil {
		return Members{}, err
	}
	found, err := inv.Client.MembersPage(ctx, g.ID, in.query())
	if err != nil {
		return Members{}, err
	}
	items := make([]Member, len(found.Items))
	for i, m := range found.Items {
		items[i] = Member{ID: m.ID, Name: tools.Clean(m.Name), Email: tools.Clean(m.Email)}
	}
	return Members{Group: refTo(g), Page: tools.NewPage(items, in.Offset, found.Total)}, nil
}

// Text lists the names.
func (o Members) Text() string {
	lines := []string{tools.Quoted(o.Group.Name) + ": " + o.Count("member")}
	for _, m := range o.Items {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s (id %s) %s", m.Name, m.ID, m.Email)))
	}
	return strings.Join(lines, "\n")
}

// refTo names a group for plans and answers, where its name is read by people.
func refTo(g sailpoint.Group) tools.Ref { return tools.Ref{ID: g.ID, Name: tools.Clean(g.Name)} }
