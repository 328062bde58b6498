// Members: the operations on a group's members.

package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// memberJSON is a member in answers.
type memberJSON struct {
	Type  string  `json:"type"`
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Email *string `json:"email"`
}

// listMembers joins the ids that a group keeps with the people they belong to.
// People cannot be deleted here, so each is found.
func (t *Tenant) listMembers(c *call) (reply, error) {
	rules := listRules[placed[*Person]]{maxLimit: maxMemberPage}
	sorts := placedSorters(func(p *Person) string { return p.Name })
	people := func(g *Group) []*Person {
		out := make([]*Person, len(g.Members))
		for i, id := range g.Members {
			out[i] = t.dir.people.get(id)
		}
		return out
	}
	return listOfGroup(t, c, rules, sorts, people, func(p *Person) memberJSON {
		return memberJSON{identityType, p.ID, p.Name, orNull(p.Email)}
	})
}

// listOfGroup answers a list request over something that a group has.
func listOfGroup[T, V any](t *Tenant, c *call, rules listRules[placed[T]], sorts sortFields[placed[T]],
	of func(*Group) []T, show func(T) V,
) (reply, error) {
	l, err := readListing(t, c, rules)
	if err != nil {
		return reply{}, err
	}
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	g := t.dir.groups.get(c.route.id)
	if g == nil {
		return reply{}, notFound()
	}
	rows := place(of(g))
	if l.sorters != "" {
		if rows, err = sorted(rows, sorts, l.sorters); err != nil {
			return reply{}, badSorters(err)
		}
	}
	return answerList(c, l, rows, func(p placed[T]) V { return show(p.row) }), nil
}

func (t *Tenant) addMembers(c *call) (reply, error) {
	return t.changeMembers(c, t.opts.Switches.UnknownMember == UnknownMemberRequest, t.addMember)
}

func (t *Tenant) removeMembers(c *call) (reply, error) {
	return t.changeMembers(c, false, t.removeMember)
}

// changeMembers does something with each person of the request. With mustExist
// the whole request is refused if one of them is unknown.
func (t *Tenant) changeMembers(c *call, mustExist bool, do func(*call, *Group, string) (int, string)) (reply, error) {
	ids, err := t.readMembers(c)
	if err != nil {
		return reply{}, err
	}
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	g := t.dir.groups.get(c.route.id)
	if g == nil {
		return reply{}, notFound()
	}
	for _, id := range ids {
		if mustExist && t.dir.people.get(id) == nil {
			return reply{}, bad(codeReference, "The identity %q was not found.", id)
		}
	}
	out := t.eachItem(c, ids, func(c *call, id string) (int, string) { return do(c, g, id) })
	if len(c.effects) > 0 && t.opts.Switches.MembershipModifies {
		t.dir.touch(g, c.now)
	}
	return out, nil
}

// readMembers reads the bare array of identities. An object around it, which is
// an easy mistake, is bad syntax to the API.
func (t *Tenant) readMembers(c *call) ([]string, error) {
	var in []struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if len(in) == 0 {
		return nil, bad(codeRequired, "The list of identities was empty.")
	}
	if most := t.opts.Switches.MaxBulkMembers; most > 0 && len(in) > most {
		return nil, bad(codeLimit, "At most %d identities can be named at a time, not %d.", most, len(in))
	}
	ids := make([]string, len(in))
	for i, m := range in {
		if m.ID == "" {
			return nil, required("id")
		}
		if m.Type != identityType {
			return nil, bad(codeIllegal, "The type of a member must be %s, not %q.", identityType, m.Type)
		}
		ids[i] = m.ID
	}
	return ids, nil
}

// addMember adds one person of a bulk call; the lock is held.
func (t *Tenant) addMember(c *call, g *Group, id string) (status int, description string) {
	p := t.dir.people.get(id)
	if p == nil {
		if t.opts.Switches.UnknownMember == UnknownMemberItem400 {
			return http.StatusBadRequest, "The identity is not valid."
		}
		return http.StatusNotFound, "The identity was not found."
	}
	if g.hasMember(p.ID) {
		return http.StatusConflict, "The identity is already a member of the governance group."
	}
	g.Members = append(g.Members, p.ID)
	t.effect(c, MemberAdded, g.ID, p.ID)
	return http.StatusCreated, "The identity was added to the governance group."
}

// removeMember removes one person of a bulk call; the lock is held.
func (t *Tenant) removeMember(c *call, g *Group, id string) (status int, description string) {
	at := slices.Index(g.Members, strings.ToLower(id))
	if at < 0 {
		return http.StatusNotFound, "The identity is not a member of the governance group."
	}
	g.Members = slices.Delete(g.Members, at, at+1)
	t.effect(c, MemberRemoved, g.ID, strings.ToLower(id))
	return http.StatusNoContent, "The identity was removed from the governance group."
}
