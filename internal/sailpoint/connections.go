// This file holds the calls on what uses a group.

package sailpoint

import "context"

// Connection is one use of a governance group that the API knows of.
type Connection struct {
	ObjectType        string // ACCESS_PROFILE, ROLE, SOD_POLICY or SOURCE
	ObjectID          string
	ObjectName        string
	ObjectDescription string
	ConnectionType    string // AccessRequestReviewer, Owner or ManagementWorkgroup
}

// Connections lists every connection of a group.
func (c *Client) Connections(ctx context.Context, groupID string, q Query) ([]Connection, error) {
	return nil, errStub
}

// ConnectionsPage lists one page of connections, at most MaxConnectionsPage.
func (c *Client) ConnectionsPage(ctx context.Context, groupID string, q Query) (Page[Connection], error) {
	return Page[Connection]{}, errStub
}
