// Connections: what uses a governance group, as far as the API knows.

package groups

import (
	"context"
	"fmt"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
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
	Group tools.Ref `json:"group"`
	tools.Page[Connection]
}

func connectionsList() tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: tools.NameConnectionsList, Title: "List connections", Effect: tools.Reads, Idempotent: true, Needs: tools.ToRead,
		Description: "List what uses a governance group: access profiles, roles, SOD policies, sources. A group in use cannot be deleted.",
	}, listConnections)
}

func listConnections(ctx context.Context, inv *tools.Invocation, in pageInput) (Connections, error) {
	g, page, err := pageOf(ctx, inv, in, inv.Client.ConnectionsPage, func(c sailpoint.Connection) Connection {
		return Connection{Type: tools.Clean(c.ObjectType), ID: tools.Clean(c.ObjectID), Name: tools.Clean(c.ObjectName), Connection: tools.Clean(c.ConnectionType)}
	})
	return Connections{Group: g, Page: page}, err
}

// Text lists them, and says what an empty list does not mean.
func (o Connections) Text() string {
	lines := []string{tools.Quoted(o.Group.Name) + ": " + o.Count("connection")}
	for _, c := range o.Items {
		lines = append(lines, fmt.Sprintf("%s %s (%s)", c.Type, tools.Quoted(c.Name), c.Connection))
	}
	return strings.Join(append(lines, noProof), "\n")
}

// connectionsToShow are those that a person reads of. After the yes nobody does: the
// group's record counts them.
func connectionsToShow(ctx context.Context, inv *tools.Invocation, g sailpoint.Group) ([]sailpoint.Connection, error) {
	if inv.Approved != nil {
		return nil, nil
	}
	return directory.Connections(ctx, inv, g)
}

// useOf describes connections in a sentence's part: 2 connections: ROLE “X”, …
func useOf(connections []sailpoint.Connection) string {
	var names []string
	for i, c := range connections {
		if i == tools.Shown {
			names = append(names, fmt.Sprintf("and %d more", len(connections)-tools.Shown))
			break
		}
		names = append(names, connectionInWords(c))
	}
	return tools.Plural(len(connections), "connection") + " known to the API: " + strings.Join(names, ", ")
}

// connectionInWords is short: a preview names many.
func connectionInWords(c sailpoint.Connection) string {
	return fmt.Sprintf("%s %s (%s)", tools.Clean(c.ObjectType), tools.Quoted(c.ObjectName), tools.Clean(c.ConnectionType))
}

// unproven is what a preview says where no connection is known.
func unproven(use []sailpoint.Connection) []tools.Detail {
	if len(use) > 0 {
		return nil
	}
	return []tools.Detail{{Label: "Connections", Value: "None. " + noProof}}
}
