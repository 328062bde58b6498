// Groups: the operations on them, but for the patch.

package sandbox

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// maxBulkDelete is how many groups one bulk-delete may name.
const maxBulkDelete = 100

func (t *Tenant) listGroups(c *call) (reply, error) {
	rules := listRules[*Group]{filters: groupFilters(), sorters: groupSorters(), maxLimit: maxGroupPage}
	return listTable(t, c, &t.dir.groups, rules, t.dir.show)
}

func (t *Tenant) getGroup(c *call) (reply, error) {
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	g := t.dir.groups.get(c.route.id)
	if g == nil {
		return reply{}, notFound()
	}
	return reply{status: http.StatusOK, body: t.dir.show(g)}, nil
}

// ownerRequest is a reference to an owner in a request.
type ownerRequest struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

// createRequest is a new group. Whatever else a caller sends, such as an id or
// counts, is taken and left aside, as the API does.
type createRequest struct {
	Name        string        `json:"name"`
	Description string        `json:"description"`
	Owner       *ownerRequest `json:"owner"`
}

// createGroup answers 200, not 201, as the API does.
func (t *Tenant) createGroup(c *call) (reply, error) {
	var in createRequest
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	if err := t.checkName(in.Name, nil); err != nil {
		return reply{}, err
	}
	if err := t.checkOwner(in.Owner); err != nil {
		return reply{}, err
	}
	now := c.nowUTC()
	g := &Group{Name: in.Name, Description: in.Description, OwnerID: strings.ToLower(in.Owner.ID), Created: now, Modified: now}
	t.dir.addGroup(g, c.now)
	t.effect(c, GroupCreated, g.ID, "")
	return reply{status: http.StatusOK, body: t.dir.show(g)}, nil
}

// checkName refuses a name that a group cannot have. The group that already has
// it, for a rename, is except.
func (t *Tenant) checkName(name string, except *Group) error {
	sw := t.opts.Switches
	if strings.TrimSpace(name) == "" {
		return required("name")
	}
	if sw.MaxNameLength > 0 && utf8.RuneCountInString(name) > sw.MaxNameLength {
		return bad(codeIllegal, "The name is longer than %d characters.", sw.MaxNameLength)
	}
	if sw.UniqueNames && t.dir.nameTaken(name, except) {
		return bad(codeConflict, "A governance group of that name exists already.")
	}
	return nil
}

// checkOwner refuses a missing owner, which the specification calls optional and
// real tenants do not. Type and id are enough.
func (t *Tenant) checkOwner(o *ownerRequest) error {
	if o == nil || o.ID == "" {
		return required("owner")
	}
	if o.Type != identityType {
		return bad(codeIllegal, "The owner's type must be %s, not %q.", identityType, o.Type)
	}
	if t.dir.people.get(o.ID) == nil {
		return bad(codeReference, "The owner %q was not found.", o.ID)
	}
	return nil
}

// deleteGroup deletes one group, unless something uses it.
func (t *Tenant) deleteGroup(c *call) (reply, error) {
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	g := t.dir.groups.get(c.route.id)
	if g == nil {
		return reply{}, notFound()
	}
	if len(g.Connections) > 0 {
		p := bad(codeInUse, "The governance group %q is in use by other objects.", g.ID)
		if t.opts.Switches.DeleteInUseConflict {
			p.status = http.StatusConflict
		}
		return reply{}, p
	}
	t.dir.removeGroup(g.ID, c.now)
	t.effect(c, GroupDeleted, g.ID, "")
	return reply{status: http.StatusNoContent}, nil
}

// deleteGroups deletes what can be deleted of many groups. Too many or malformed
// ids refuse the whole call; anything else is the item's own outcome.
func (t *Tenant) deleteGroups(c *call) (reply, error) {
	var in struct {
		IDs []string `json:"ids"`
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if len(in.IDs) == 0 {
		return reply{}, required("ids")
	}
	if len(in.IDs) > maxBulkDelete {
		p := bad(codeLimit, "At most %d governance groups can be deleted at a time, not %d.", maxBulkDelete, len(in.IDs))
		p.status = orDefault(int(t.opts.Switches.BulkDeleteOverLimit), p.status)
		return reply{}, p
	}
	for _, id := range in.IDs {
		if !isGroupID(id) {
			return reply{}, bad(codeIllegal, "%q is not a valid id.", id)
		}
	}
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	return t.eachItem(c, in.IDs, t.deleteItem), nil
}

// deleteItem deletes one group of a bulk call; the lock is held.
func (t *Tenant) deleteItem(c *call, id string) (status int, description string) {
	g := t.dir.groups.get(id)
	if g == nil {
		return http.StatusNotFound, "The governance group was not found."
	}
	if len(g.Connections) > 0 {
		return http.StatusConflict, "The governance group is in use and was not deleted."
	}
	t.dir.removeGroup(g.ID, c.now)
	t.effect(c, GroupDeleted, g.ID, "")
	return http.StatusNoContent, "The governance group was deleted."
}

// effect records a write that changed the tenant.
func (t *Tenant) effect(c *call, kind EffectKind, groupID, identityID string) {
	e := Effect{Kind: kind, GroupID: groupID, IdentityID: identityID, RequestID: c.requestID, Time: c.now}
	c.effects = append(c.effects, e)
	t.journal.effect(e)
}
