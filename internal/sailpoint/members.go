// Members: the calls on the members of a group.

package sailpoint

import (
	"context"
	"net/http"
)

// Member is a person in a governance group.
type Member struct {
	ID, Name string
	Email    string // empty where the tenant has null
}

// Members lists every member of a group. There are no filters; sorters: name,
// created, modified.
//
// https://developer.sailpoint.com/docs/api/v2025/list-workgroup-members
func (c *Client) Members(ctx context.Context, groupID string, q Query) ([]Member, error) {
	if err := checkGroupID(groupID); err != nil {
		return nil, err
	}
	members, err := readAll[wireMember](ctx, c, c.memberSource(groupID), q)
	return members, c.notGroup(ctx, groupID, err)
}

// MembersPage lists one page of members, at most MaxMembersPage.
//
// https://developer.sailpoint.com/docs/api/v2025/list-workgroup-members
func (c *Client) MembersPage(ctx context.Context, groupID string, q Query) (Page[Member], error) {
	if err := checkGroupID(groupID); err != nil {
		return Page[Member]{}, err
	}
	page, err := readPage[wireMember](ctx, c, c.memberSource(groupID), q)
	return page, c.notGroup(ctx, groupID, err)
}

func (c *Client) memberSource(groupID string) source {
	return source{path: c.path("workgroups", groupID, "members"), max: MaxMembersPage, sorters: "name", noFilter: true}
}

// AddMembers adds identities and gives an answer for each: 201 added, 409
// already a member, 0 where the tenant said nothing.
//
// https://developer.sailpoint.com/docs/api/v2025/update-workgroup-members
func (c *Client) AddMembers(ctx context.Context, groupID string, identityIDs []string) ([]ItemStatus, error) {
	return c.changeMembers(ctx, groupID, "bulk-add", identityIDs)
}

// RemoveMembers removes identities and gives an answer for each: 204 removed,
// 404 was not a member, 0 where the tenant said nothing.
//
// https://developer.sailpoint.com/docs/api/v2025/delete-workgroup-members
func (c *Client) RemoveMembers(ctx context.Context, groupID string, identityIDs []string) ([]ItemStatus, error) {
	return c.changeMembers(ctx, groupID, "bulk-delete", identityIDs)
}

// changeMembers adds or removes. The body is a bare array; the API answers 400
// to an object with the array in it.
func (c *Client) changeMembers(ctx context.Context, groupID, how string, identityIDs []string) ([]ItemStatus, error) {
	if err := checkGroupID(groupID); err != nil {
		return nil, err
	}
	if err := checkIdentityIDs(identityIDs); err != nil {
		return nil, err
	}
	ids := withoutRepeats(identityIDs)
	body := make([]identity, len(ids))
	for i, id := range ids {
		body[i] = newIdentity(id)
	}
	path := c.path("workgroups", groupID, "members", how)
	answers, err := c.bulk(ctx, call{method: http.MethodPost, path: path, body: body, write: true}, ids)
	return answers, c.notGroup(ctx, groupID, err)
}

// identity is how the API wants a person to be named.
type identity struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

func newIdentity(id string) identity { return identity{Type: "IDENTITY", ID: id} }

// wireMember is a member as the API sends it.
type wireMember struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

func (w wireMember) key() string   { return w.ID }
func (w wireMember) value() Member { return Member(w) }
