// Edit: changing the tenant behind the caller's back, as another administrator
// would. None of it counts as an effect.

package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// Groups gives a copy of every group in the order of creation.
func (t *Tenant) Groups() []Group {
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	out := make([]Group, len(t.dir.groups.rows))
	for i, g := range t.dir.groups.rows {
		out[i] = g.clone()
	}
	return out
}

// Group gives a copy of one group.
func (t *Tenant) Group(id string) (Group, bool) {
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	if g := t.dir.groups.get(id); g != nil {
		return g.clone(), true
	}
	return Group{}, false
}

// People gives a copy of every person in the order of creation.
func (t *Tenant) People() []Person {
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	out := make([]Person, len(t.dir.people.rows))
	for i, p := range t.dir.people.rows {
		out[i] = *p
	}
	return out
}

// AddGroup stores a group as it is, dates included; an empty id gets one made.
// The owner and the members must exist.
func (t *Tenant) AddGroup(g Group) (Group, error) {
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	g = g.clone()
	g.ID = strings.ToLower(g.ID)
	if g.ID != "" && (!isGroupID(g.ID) || t.dir.groups.get(g.ID) != nil) {
		return Group{}, fmt.Errorf("group id %q is taken or malformed", g.ID)
	}
	for _, id := range append([]string{g.OwnerID}, g.Members...) {
		if t.dir.people.get(id) == nil {
			return Group{}, fmt.Errorf("no person %q", id)
		}
	}
	t.dir.addGroup(&g, t.opts.Now())
	return g.clone(), nil
}

// AddPerson stores a person as it is; an empty id gets one made.
func (t *Tenant) AddPerson(p Person) (Person, error) {
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	p.ID = strings.ToLower(p.ID)
	if p.ID == "" {
		p.ID = newHexID()
	}
	if !isHexID(p.ID) || t.dir.people.get(p.ID) != nil {
		return Person{}, fmt.Errorf("person id %q is taken or malformed", p.ID)
	}
	t.dir.people.add(p.ID, &p)
	t.dir.index.meet(p.ID, t.opts.Now())
	return p, nil
}

// RenameGroup gives a group another name and sets its modified date.
func (t *Tenant) RenameGroup(groupID, name string) error {
	return t.editGroup(groupID, func(g *Group) error {
		g.Name = name
		t.dir.touch(g, t.opts.Now())
		return nil
	})
}

// SetOwner gives a group another owner and sets its modified date.
func (t *Tenant) SetOwner(groupID, personID string) error {
	return t.editMember(groupID, personID, func(g *Group, p *Person) {
		g.OwnerID = p.ID
		t.dir.touch(g, t.opts.Now())
	})
}

// AddMember puts a person into a group, if not there already.
func (t *Tenant) AddMember(groupID, personID string) error {
	return t.editMember(groupID, personID, func(g *Group, p *Person) {
		if !g.hasMember(p.ID) {
			g.Members = append(g.Members, p.ID)
		}
	})
}

// RemoveMember takes a person out of a group, if there.
func (t *Tenant) RemoveMember(groupID, personID string) error {
	return t.editMember(groupID, personID, func(g *Group, p *Person) {
		g.Members = slices.DeleteFunc(g.Members, func(id string) bool { return id == p.ID })
	})
}

// DeleteGroup deletes a group, in use or not.
func (t *Tenant) DeleteGroup(groupID string) error {
	return t.editGroup(groupID, func(g *Group) error {
		t.dir.removeGroup(g.ID, t.opts.Now())
		return nil
	})
}

// Connect lets something use a group.
func (t *Tenant) Connect(groupID string, c Connection) error {
	return t.editGroup(groupID, func(g *Group) error {
		g.Connections = append(g.Connections, c)
		return nil
	})
}

// Disconnect ends every use of a group by the object.
func (t *Tenant) Disconnect(groupID, objectID string) error {
	return t.editGroup(groupID, func(g *Group) error {
		before := len(g.Connections)
		g.Connections = slices.DeleteFunc(g.Connections, func(c Connection) bool { return c.ObjectID == objectID })
		if len(g.Connections) == before {
			return fmt.Errorf("object %q does not use the group", objectID)
		}
		return nil
	})
}

// editMember is editGroup for edits that also name a person.
func (t *Tenant) editMember(groupID, personID string, edit func(*Group, *Person)) error {
	return t.editGroup(groupID, func(g *Group) error {
		p := t.dir.people.get(personID)
		if p == nil {
			return fmt.Errorf("no person %q", personID)
		}
		edit(g, p)
		return nil
	})
}

// editGroup holds the lock while edit looks at the group and changes it. An error
// says which group, person or object does not exist.
func (t *Tenant) editGroup(id string, edit func(*Group) error) error {
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	g := t.dir.groups.get(id)
	if g == nil {
		return fmt.Errorf("no group %q", id)
	}
	return edit(g)
}
