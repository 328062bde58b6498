// Groups: the calls on governance groups.

package sailpoint

import (
	"context"
	"errors"
	"net/http"
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

// Groups lists every group that the query selects, in the order of its
// sorters. Filters: id eq, in, sw; name eq, in, sw; memberships.identityId eq,
// in. A list that changes each time it is read is an error that wraps
// ErrChanging, unless the last reading has as many items as the tenant counts.
//
// https://developer.sailpoint.com/docs/api/v2025/list-workgroups
func (c *Client) Groups(ctx context.Context, q Query) ([]Group, error) {
	return readAll[wireGroup](ctx, c, c.groupSource(), q)
}

// GroupsPage lists one page of groups, at most MaxGroupsPage.
//
// https://developer.sailpoint.com/docs/api/v2025/list-workgroups
func (c *Client) GroupsPage(ctx context.Context, q Query) (Page[Group], error) {
	return readPage[wireGroup](ctx, c, c.groupSource(), q)
}

// groupSource sorts by the id too, because groups may share a name and pages
// fit together only in an order without ties.
func (c *Client) groupSource() source {
	return source{path: c.path("workgroups"), max: MaxGroupsPage, sorters: "name,id"}
}

// Group reads one group. A person's id is refused with that sentence.
//
// https://developer.sailpoint.com/docs/api/v2025/get-workgroup
func (c *Client) Group(ctx context.Context, id string) (Group, error) {
	return c.oneGroup(ctx, id, call{method: http.MethodGet})
}

// CreateGroup creates a group and gives it as the tenant has it. Whether two
// groups may have one name is the tenant's to say.
//
// https://developer.sailpoint.com/docs/api/v2025/create-workgroup
func (c *Client) CreateGroup(ctx context.Context, g NewGroup) (Group, error) {
	if g.Name == "" {
		return Group{}, invalid("a group needs a name")
	}
	if err := checkIdentityID(g.OwnerID); err != nil {
		return Group{}, err
	}
	body := struct {
		Name        string   `json:"name"`
		Description string   `json:"description,omitempty"`
		Owner       identity `json:"owner"`
	}{g.Name, g.Description, newIdentity(g.OwnerID)}
	var created wireGroup
	_, err := c.do(ctx, call{method: http.MethodPost, path: c.path("workgroups"), body: body, write: true}, &created)
	return created.value(), err
}

// PatchGroup changes what the patch names and gives the group as it is then.
// An empty description removes it; an empty name is refused.
//
// https://developer.sailpoint.com/docs/api/v2025/patch-workgroup
func (c *Client) PatchGroup(ctx context.Context, id string, p GroupPatch) (Group, error) {
	operations, err := p.operations()
	if err != nil {
		return Group{}, err
	}
	return c.oneGroup(ctx, id, call{method: http.MethodPatch, body: operations, patch: true, write: true})
}

// patchOperation is one step of a JSON Patch.
type patchOperation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

// operations are the steps of the patch, in a fixed order.
func (p GroupPatch) operations() ([]patchOperation, error) {
	var steps []patchOperation
	if p.Name != nil {
		if *p.Name == "" {
			return nil, invalid("a group's name cannot be empty")
		}
		steps = append(steps, patchOperation{"replace", "/name", *p.Name})
	}
	if p.Description != nil {
		steps = append(steps, patchOperation{"replace", "/description", *p.Description})
	}
	if p.OwnerID != nil {
		if err := checkIdentityID(*p.OwnerID); err != nil {
			return nil, err
		}
		steps = append(steps, patchOperation{"replace", "/owner", newIdentity(*p.OwnerID)})
	}
	if len(steps) == 0 {
		return nil, invalid("nothing to change is named: a name, a description or an owner is accepted")
	}
	return steps, nil
}

// oneGroup sends a call on one group that is answered with the group.
func (c *Client) oneGroup(ctx context.Context, id string, k call) (Group, error) {
	if err := checkGroupID(id); err != nil {
		return Group{}, err
	}
	k.path = c.path("workgroups", id)
	var got wireGroup
	if _, err := c.do(ctx, k, &got); err != nil {
		return Group{}, c.notGroup(ctx, id, err)
	}
	return got.value(), nil
}

// DeleteGroup deletes one group. Prefer DeleteGroups with one id, whose answer
// for a group in use is documented.
//
// https://developer.sailpoint.com/docs/api/v2025/delete-workgroup
func (c *Client) DeleteGroup(ctx context.Context, id string) error {
	if err := checkGroupID(id); err != nil {
		return err
	}
	_, err := c.do(ctx, call{method: http.MethodDelete, path: c.path("workgroups", id), write: true}, nil)
	return c.notGroup(ctx, id, err)
}

// DeleteGroups deletes up to MaxBulkDelete groups and gives an answer for each
// id: 204 deleted, 409 in use, 404 not found, 0 where the tenant said nothing.
//
// https://developer.sailpoint.com/docs/api/v2025/delete-workgroups-in-bulk
func (c *Client) DeleteGroups(ctx context.Context, ids []string) ([]ItemStatus, error) {
	if len(ids) > MaxBulkDelete {
		return nil, invalid("%d groups at once are too many: up to %d are accepted", len(ids), MaxBulkDelete)
	}
	if err := checkGroupIDs(ids); err != nil {
		return nil, err
	}
	ids = withoutRepeats(ids)
	body := map[string][]string{"ids": ids}
	return c.bulk(ctx, call{method: http.MethodPost, path: c.path("workgroups", "bulk-delete"), body: body, write: true}, ids)
}

// wireGroup is a group as the API sends it. Null leaves a field empty.
type wireGroup struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Owner       struct {
		ID          string `json:"id"`
		Name        string `json:"name"`
		DisplayName string `json:"displayName"`
		Email       string `json:"emailAddress"`
	} `json:"owner"`
	MemberCount     int       `json:"memberCount"`
	ConnectionCount int       `json:"connectionCount"`
	Created         time.Time `json:"created"`
	Modified        time.Time `json:"modified"`
}

func (w wireGroup) key() string { return w.ID }

// check refuses JSON that is no group, such as an error under status 200.
func (w wireGroup) check() error {
	if w.ID == "" {
		return errors.New("a group without an id")
	}
	return nil
}

func (w wireGroup) value() Group {
	return Group{
		ID: w.ID, Name: w.Name, Description: w.Description, Owner: Owner(w.Owner),
		MemberCount: w.MemberCount, ConnectionCount: w.ConnectionCount,
		Created: w.Created, Modified: w.Modified,
	}
}
