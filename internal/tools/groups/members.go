// Members: listing those of a governance group.

package groups

import (
	"context"
	"fmt"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// Member is a person in a group as answers show them.
type Member struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
}

// Members is the answer of govgroup_members_list.
type Members struct {
	Group tools.Ref `json:"group"`
	tools.Page[Member]
}

func membersList() tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: tools.NameMembersList, Title: "List members", Effect: tools.Reads, Idempotent: true, Needs: tools.ToRead,
		Description: "List who is in a governance group, that is who can approve for it.",
	}, listMembers)
}

func listMembers(ctx context.Context, inv *tools.Invocation, in pageInput) (Members, error) {
	g, page, err := pageOf(ctx, inv, in, inv.Client.MembersPage, func(m sailpoint.Member) Member {
		return Member{ID: m.ID, Name: tools.Clean(m.Name), Email: tools.Clean(m.Email)}
	})
	return Members{Group: g, Page: page}, err
}

// Text lists the names.
func (o Members) Text() string {
	lines := []string{tools.Quoted(o.Group.Name) + ": " + o.Count("member")}
	for _, m := range o.Items {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s (id %s) %s", m.Name, m.ID, m.Email)))
	}
	return strings.Join(lines, "\n")
}
