// What uses a governance group, as far as the API knows.

package tools

import (
	"context"
	"fmt"
	"strings"

	"govgroup/internal/sailpoint"
)

// Connection is one use of a group as answers show it.
type Connection struct {
	Type       string `json:"type"` // ACCESS_PROFILE, ROLE, SOD_POLICY, SOURCE
	ID         string `json:"id"`
	Name       string `json:"name"`
	Connection string `json:"connection"` // AccessRequestReviewer, Owner, ManagementWorkgroup
}

// noProof goes with every count of connections.
const noProof = "The API does not know every use of a group: no known connection does not prove that a group is unused."

type connectionsListOutput struct {
	Group  Ref          `json:"group"`
	Items  []Connection `json:"items"`
	Total  int          `json:"total"`
	Offset int          `json:"offset,omitempty"`
}

func connectionsList() Tool {
	return Reading(Declaration{
		Name: "govgroup_connections_list", Title: "List connections", Effect: Reads, Idempotent: true,
		Description: "List what uses a governance group: access profiles, roles, SOD policies, sources. A group in use cannot be deleted.",
	}, listConnections)
}

func listConnections(ctx context.Context, inv *Invocation, in pageInput) (connectionsListOutput, error) {
	g, err := inv.Group(ctx, in.Group)
	if err != nil {
		return connectionsListOutput{}, err
	}
	page, err := inv.Client.ConnectionsPage(ctx, g.ID, in.query())
	if err != nil {
		return connectionsListOutput{}, err
	}
	out := connectionsListOutput{Group: refTo(g), Items: make([]Connection, len(page.Items)), Total: page.Total}
	for i, c := range page.Items {
		out.Items[i] = Connection{Type: Clean(c.ObjectType), ID: Clean(c.ObjectID), Name: Clean(c.ObjectName), Connection: Clean(c.ConnectionType)}
	}
	out.Offset = next(in.Offset, len(out.Items), out.Total)
	return out, nil
}

// Text lists them, and says what an empty list does not mean.
func (o connectionsListOutput) Text() string {
	lines := []string{quoted(o.Group.Name) + ": " + shownOf(len(o.Items), o.Total, "connection", o.Offset)}
	for _, c := range o.Items {
		lines = append(lines, fmt.Sprintf("%s %s (%s)", c.Type, quoted(c.Name), c.Connection))
	}
	return strings.Join(append(lines, noProof), "\n")
}

// useOf describes connections in a sentence's part: 2 connections: ROLE “X”, …
func useOf(connections []sailpoint.Connection) string {
	var names []string
	for i, c := range connections {
		if i == shown {
			names = append(names, fmt.Sprintf("and %d more", len(connections)-shown))
			break
		}
		names = append(names, fmt.Sprintf("%s %s (%s)", Clean(c.ObjectType), quoted(c.ObjectName), Clean(c.ConnectionType)))
	}
	return plural(len(connections), "connection") + " known to the API: " + strings.Join(names, ", ")
}
