// This file holds the calls on governance groups.

package sailpoint

import (
	"context"
	"time"
)

// Group is a governance group.
type Group struct {
	ID              string
	Name            string
	Description     string // empty where the tenant has null
	Owner           Owner
	MemberCount     int
	ConnectionCount int       // connections known to the API; zero does not prove that it is unused
	Created         time.Time // zero where the tenant has null
	Modified        time.Time // zero where the tenant has null
}

// Owner is the identity that owns a group.
type Owner struct {
	ID, Name, DisplayName string
	Email                 string // empty where the tenant has null
}

// NewGroup is what CreateGroup needs. Name and OwnerID are required.
type NewGroup struct {
	Name, Description, OwnerID string
}

// GroupPatch names what PatchGroup changes; nil leaves a field as it is.
type GroupPatch struct {
	Name, Description, OwnerID *string
}

// MaxBulkDelete is how many ids DeleteGroups takes at once.
const MaxBulkDelete = 100

// Groups lists every group that the query selects.
func (c *Client) Groups(ctx context.Context, q Query) ([]Group, error) { return nil, errStub }

// GroupsPage lists one page of groups, at most MaxGroupsPage.
func (c *Client) GroupsPage(ctx context.Context, q Query) (Page[Group], error) {
	return Page[Group]{}, errStub
}

// Group reads one group.
func (c *Client) Group(ctx context.Context, id string) (Group, error) { return Group{}, errStub }

// CreateGroup creates a group and gives it as the tenant has it.
func (c *Client) CreateGroup(ctx context.Context, g NewGroup) (Group, error) {
	return Group{}, errStub
}

// PatchGroup changes what the patch names and gives the group as it is then.
func (c *Client) PatchGroup(ctx context.Context, id string, p GroupPatch) (Group, error) {
	return Group{}, errStub
}

// DeleteGroup deletes one group. Prefer DeleteGroups with one id, whose answer
// for a group in use is documented.
func (c *Client) DeleteGroup(ctx context.Context, id string) error { return errStub }

// DeleteGroups deletes up to MaxBulkDelete groups and gives an answer for each
// id: 204 deleted, 409 in use, 404 not found, 0 where the tenant said nothing.
func (c *Client) DeleteGroups(ctx context.Context, ids []string) ([]ItemStatus, error) {
	return nil, errStub
}
