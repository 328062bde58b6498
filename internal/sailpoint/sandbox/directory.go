// Directory: the tenant's state, its groups and people behind one lock.

package sandbox

import (
	"sync"
	"time"
)

// directory holds everything that the API reads and writes. Handlers hold mu for
// as long as they look at rows; what leaves the lock is a copy.
type directory struct {
	mu     sync.Mutex
	people table[Person]
	groups table[Group]
	index  searchIndex
	turns  int // how many unordered lists were given, for Switches.UnorderedLists
}

func newDirectory(o Options) *directory {
	return &directory{
		people: newTable(o.People, personSorters()),
		groups: newTable(o.Groups, groupSorters()),
		index:  searchIndex{lag: o.Switches.SearchLag, owners: map[string]ownedGroup{}, people: map[string]time.Time{}},
	}
}

// addGroup stores a new group, giving it an id if it has none.
func (d *directory) addGroup(g *Group, now time.Time) {
	if g.ID == "" {
		g.ID = newUUID()
	}
	d.groups.add(g.ID, g)
	d.index.put(g, now)
}

// touch records that a group's own fields changed.
func (d *directory) touch(g *Group, now time.Time) {
	g.Modified = now.UTC().Truncate(time.Millisecond)
	d.groups.changed()
	d.index.put(g, now)
}

// removeGroup forgets a group, here at once and in the search index when due.
func (d *directory) removeGroup(id string, now time.Time) {
	d.groups.remove(id)
	d.index.drop(id, now)
}

// nameTaken tells whether a group other than except has the name.
func (d *directory) nameTaken(name string, except *Group) bool {
	test := comparison("eq", []string{name}, foldCase)
	for _, g := range d.groups.rows {
		if g != except && test(g.Name) {
			return true
		}
	}
	return false
}
