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

// Connections is the answer of govgroup_connections_list.
type Connections struct {
	Group Ref `json:"group"`
	Page[Connection]
}

func connectionsList() Tool {
	return Reading(Declaration{
		Name: NameConnectionsList, Title: "List connections", Effect: Reads, Idempotent: true,
		Description: "List what uses a governance group: access profiles, roles, SOD policies, sources. A group in use cannot be deleted.",
	}, listConnections)
}

func listConnections(ctx context.Context, inv *Invocation, in pageInput) (Connections, error) {
	g, err := inv.Group(ctx, in.Group)
	if err != nil {
		return Connections{}, err
	}
	found, err := inv.Client.ConnectionsPage(ctx, g.ID, in.query())
	if err != nil {
		return Connections{}, err
	}
	items := make([]Connection, len(found.Items))
	for i, c := range found.Items {
		items[i] = Connection{Type: Clean(c.ObjectType), ID: Clean(c.ObjectID), Name: Clean(c.ObjectName), Connection: Clean(c.ConnectionType)}
	}
	return Connections{Group: refTo(g), Page: page(items, in.Offset, found.Total)}, nil
}

// Text lists them, and says what an empty list does not mean.
func (o Connections) Text() string {
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
