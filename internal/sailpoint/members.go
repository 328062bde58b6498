// This file holds the calls on the members of a group.

package sailpoint

import "context"

// Member is a person in a governance group.
type Member struct {
	ID, Name string
	Email    string // empty where the tenant has null
}

// Members lists every member of a group.
func (c *Client) Members(ctx context.Context, groupID string, q Query) ([]Member, error) {
	return nil, errStub
}

// MembersPage lists one page of members, at most MaxMembersPage.
func (c *Client) MembersPage(ctx context.Context, groupID string, q Query) (Page[Member], error) {
	return Page[Member]{}, errStub
}

// AddMembers adds identities and gives an answer for each: 201 added, 409
// already a member, 0 where the tenant said nothing.
func (c *Client) AddMembers(ctx context.Context, groupID string, identityIDs []string) ([]ItemStatus, error) {
	return nil, errStub
}

// RemoveMembers removes identities and gives an answer for each: 204 removed,
// 404 was not a member, 0 where the tenant said nothing.
func (c *Client) RemoveMembers(ctx context.Context, groupID string, identityIDs []string) ([]ItemStatus, error) {
	return nil, errStub
}
