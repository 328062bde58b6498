// One group.

package card

import (
	"fmt"
	"strings"

	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

type groupAnswer struct {
	groups.Group
	Warnings []string `json:"warnings"`
}

// group is a compact card: what helpdesk asks for first, and buttons for the rest.
func (r *Renderer) group(d *draft, g groupAnswer) {
	d.line(link(filled(g.Name), r.link(g.ID)))
	if g.Description != "" {
		d.line(text(g.Description))
	}
	owner := g.Owner.Name
	if g.Owner.Email != "" {
		owner += " (" + g.Owner.Email + ")"
	}
	d.line(bold("Owner: "), text(filled(owner)))
	d.line(bold("Members: "), text(fmt.Sprint(g.MemberCount)), bold("  Connections known to the API: "), text(fmt.Sprint(g.ConnectionCount)))
	if g.Modified != nil {
		d.line(bold("Changed: "), moment(*g.Modified))
	}
	for _, w := range g.Warnings {
		d.line(bold("Warning: "), text(w))
	}
	d.note("Id " + g.ID)
	subject := arguments(map[string]any{"group": g.ID})
	d.row(
		button{label: "Members", does: Action{Verb: Show, Tool: tools.NameMembersList, Arguments: subject}},
		button{label: "Connections", does: Action{Verb: Show, Tool: tools.NameConnectionsList, Arguments: subject}},
		button{label: "History", does: Action{Verb: Show, Tool: tools.NameHistory, Arguments: subject}},
	)
}

// names lists a few groups.
func names(groups []tools.Ref) string {
	var all []string
	for i, g := range groups {
		if i == 3 {
			all = append(all, fmt.Sprintf("and %d more", len(groups)-i))
			break
		}
		all = append(all, g.Name)
	}
	return strings.Join(all, ", ")
}

// words says a tool's name as its command does.
func words(tool string) string {
	return strings.ReplaceAll(strings.TrimPrefix(tool, tools.Prefix), "_", " ")
}
