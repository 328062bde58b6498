// Connections: the calls on what uses a group.

package sailpoint

import (
	"context"
)

// Connection is one use of a governance group that the API knows of. There
// are uses that it does not know of.
type Connection struct {
	ObjectType        string // ACCESS_PROFILE, ROLE, SOD_POLICY or SOURCE
	ObjectID          string
	ObjectName        string
	ObjectDescription string
	ConnectionType    string // AccessRequestReviewer, Owner or ManagementWorkgroup
}

// Connections lists every connection of a group. There are no filters;
// sorters: name, created, modified.
//
// https://developer.sailpoint.com/docs/api/v2025/list-connections
func (c *Client) Connections(ctx context.Context, groupID string, q Query) ([]Connection, error) {
	if err := checkGroupID(groupID); err != nil {
		return nil, err
	}
	connections, err := readAll[wireConnection](ctx, c, c.connectionSource(groupID), q)
	return connections, c.notGroup(ctx, groupID, err)
}

// ConnectionsPage lists one page of connections, at most MaxConnectionsPage.
//
// https://developer.sailpoint.com/docs/api/v2025/list-connections
func (c *Client) ConnectionsPage(ctx context.Context, groupID string, q Query) (Page[Connection], error) {
	if err := checkGroupID(groupID); err != nil {
		return Page[Connection]{}, err
	}
	page, err := readPage[wireConnection](ctx, c, c.connectionSource(groupID), q)
	return page, c.notGroup(ctx, groupID, err)
}

func (c *Client) connectionSource(groupID string) source {
	return source{path: c.path("workgroups", groupID, "connections"), max: MaxConnectionsPage, sorters: "name", noFilter: true}
}

// wireConnection is a connection as the API sends it.
type wireConnection struct {
	Object struct {
		Type        string `json:"type"`
		ID          string `json:"id"`
		Name        string `json:"name"`
		Description string `json:"description"`
	} `json:"object"`
	ConnectionType string `json:"connectionType"`
}

// key holds all three: one object may use a group in two ways, and objects of
// two types may have the same id.
func (w wireConnection) key() string {
	return w.Object.Type + " " + w.Object.ID + " " + w.ConnectionType
}

func (w wireConnection) value() Connection {
	return Connection{
		ObjectType: w.Object.Type, ObjectID: w.Object.ID, ObjectName: w.Object.Name,
		ObjectDescription: w.Object.Description, ConnectionType: w.ConnectionType,
	}
}
