// Group: all that is known of one.

package card

import (
	"encoding/json"
	"fmt"
	"strings"

	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// group is a compact card: what helpdesk asks for first, and buttons for the rest.
func (r *Renderer) group(b *messageBuilder, g groups.GroupFound) {
	b.line(link(filled(g.Name), r.link(g.ID)))
	if g.Description != "" {
		b.line(text(g.Description))
	}
	owner := g.Owner.Name
	if g.Owner.Email != "" {
		owner += " (" + g.Owner.Email + ")"
	}
	b.line(bold("Owner: "), text(filled(owner)))
	b.line(bold("Members: "), text(fmt.Sprint(g.MemberCount)), bold("  Connections known to the API: "), text(fmt.Sprint(g.ConnectionCount)))
	if g.Modified != nil {
		b.line(bold("Changed: "), timestamp(*g.Modified))
	}
	for _, w := range g.Warnings {
		b.line(bold("Warning: "), text(w))
	}
	b.context("Id " + g.ID)
	subject := arguments(map[string]any{"group": g.ID})
	b.buttons(
		labelledButton{label: "Members", Button: Button{Kind: Show, Tool: tools.NameMembersList, Arguments: subject}},
		labelledButton{label: "Connections", Button: Button{Kind: Show, Tool: tools.NameConnectionsList, Arguments: subject}},
		labelledButton{label: "History", Button: Button{Kind: Show, Tool: tools.NameHistory, Arguments: subject}},
	)
	b.buttons(r.changes(subject)...)
}

// changes are the buttons that open the form of what can be done to a group, as far as
// there are such tools.
func (r *Renderer) changes(subject json.RawMessage) (buttons []labelledButton) {
	for _, c := range []struct{ label, tool string }{
		{"Add members…", tools.NameMembersAdd}, {"Edit…", tools.NameUpdate}, {"Delete…", tools.NameDelete},
	} {
		if _, there := r.grammar.Tool(c.tool); there {
			buttons = append(buttons, labelledButton{label: c.label, Button: Button{Kind: Open, Tool: c.tool, Arguments: subject}})
		}
	}
	return buttons
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
