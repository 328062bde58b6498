// Search index: its own memory of who owns which group. It may lag behind the
// tenant, as the real index does.

package sandbox

import (
	"cmp"
	"slices"
	"time"
)

// ownedGroup is a group in the index.
type ownedGroup struct{ id, name, ownerID string }

// indexUpdate is a change on its way into the index; an empty owner removes.
type indexUpdate struct {
	due   time.Time
	group ownedGroup
}

// searchIndex is guarded by the directory's lock.
type searchIndex struct {
	lag     time.Duration
	owners  map[string]ownedGroup // by group id
	pending []indexUpdate         // in the order in which they are due
	people  map[string]time.Time  // people who came later, and when they are due
}

// meet queues a new person.
func (x *searchIndex) meet(personID string, now time.Time) { x.people[personID] = now.Add(x.lag) }

// knows tells whether a person is in the index yet.
func (x *searchIndex) knows(personID string, now time.Time) bool {
	return !x.people[personID].After(now)
}

func (x *searchIndex) put(g *Group, now time.Time) {
	x.queue(ownedGroup{g.ID, g.Name, g.OwnerID}, now)
}

func (x *searchIndex) drop(groupID string, now time.Time) {
	x.queue(ownedGroup{id: groupID}, now)
}

// queue applies at once what need not wait, so that a tenant without lag does not
// gather updates between searches.
func (x *searchIndex) queue(g ownedGroup, now time.Time) {
	x.pending = append(x.pending, indexUpdate{now.Add(x.lag), g})
	if x.lag == 0 {
		x.settle(now)
	}
}

// settle applies every update that is due.
func (x *searchIndex) settle(now time.Time) {
	for len(x.pending) > 0 && !x.pending[0].due.After(now) {
		g := x.pending[0].group
		x.pending = x.pending[1:]
		if g.ownerID == "" {
			delete(x.owners, g.id)
		} else {
			x.owners[g.id] = g
		}
	}
}

// settleAll applies every update, due or not: for the data of the start.
func (x *searchIndex) settleAll() {
	for _, u := range x.pending {
		x.owners[u.group.id] = u.group
	}
	x.pending = nil
}

// byOwner gives what each person owns as far as the index knows, by name.
func (x *searchIndex) byOwner(now time.Time) map[string][]ownedGroup {
	x.settle(now)
	owned := map[string][]ownedGroup{}
	for _, g := range x.owners {
		owned[g.ownerID] = append(owned[g.ownerID], g)
	}
	for _, groups := range owned {
		slices.SortFunc(groups, func(a, b ownedGroup) int {
			return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
		})
	}
	return owned
}
