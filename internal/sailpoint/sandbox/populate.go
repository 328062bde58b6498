// Populate: a tenant filled with the notable people and groups first, then as many
// ordinary ones as were asked for.

package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// minPeople is what the notable groups need: one of them has 600 members.
const minPeople = 650

// builder fills a directory.
type builder struct {
	dir     *directory
	words   *lexicon
	people  *rand.Rand
	groups  *rand.Rand
	objects int // how many connected objects were invented
	notable int // how many people are notable
	s       Scenario
}

// populate fills an empty directory and tells what is notable in it.
func populate(d *directory, o Options) Scenario {
	b := &builder{dir: d, words: newLexicon(), people: stream(o.Seed, streamPeople), groups: stream(o.Seed, streamGroups)}
	b.notablePeople()
	b.notable = len(d.people.rows)
	for i := 0; len(d.people.rows) < max(o.People, minPeople); i++ {
		b.ordinaryPerson(i)
	}
	b.notableGroups()
	for i := 0; len(d.groups.rows) < o.Groups; i++ {
		b.ordinaryGroup(i)
	}
	d.index.settleAll()
	return b.s
}

// person stores a person, with an id and a manager from those already there.
func (b *builder) person(p Person) PersonRef {
	p.ID = hexID(b.people)
	if n := len(b.dir.people.rows); n > 0 {
		p.ManagerID = b.dir.people.rows[(n-1)/8].ID
	}
	b.dir.people.add(p.ID, &p)
	return PersonRef{p.ID, p.Name, p.Alias, p.Email}
}

// ordinaryPerson invents the i-th person. A few in a hundred are inactive, without
// a state or without an e-mail, so that callers meet each in any sample.
func (b *builder) ordinaryPerson(i int) {
	first, middle, last := b.words.person(i)
	p := named(b.words, first, middle, last)
	switch roll := b.people.IntN(100); {
	case roll < 3:
		p.Status, p.State = "leaveOfAbsence", "INACTIVE_SHORT_TERM"
	case roll < 6:
		p.Status, p.State = "terminated", "INACTIVE_LONG_TERM"
	case roll == 6:
		p.State = ""
	case roll == 7:
		p.Email = ""
	}
	b.person(p)
}

// named is an active person with an account name and e-mail made of the name.
func named(words *lexicon, first, middle, last string) Person {
	alias := words.ascii.Replace(strings.ToLower(strings.Join(nonEmpty(first, middle, last), ".")))
	return Person{
		Name: strings.Join(nonEmpty(first, middle, last), " "), FirstName: first, LastName: last,
		Alias: alias, Email: alias + "@corp.example", Status: "active", State: "ACTIVE",
	}
}

func nonEmpty(parts ...string) []string {
	return filtered(parts, func(s string) bool { return s != "" })
}

// group stores a group, with an id and dates if it has none. Dates do not depend
// on the clock, so that the same seed gives the same tenant tomorrow.
func (b *builder) group(g Group) GroupRef {
	const days = 5 * 365
	first := firstDay()
	if g.ID == "" {
		g.ID = uuid(b.groups)
	}
	g.Created = first.Add(time.Duration(b.groups.Int64N(int64(days * 24 * time.Hour)))).Truncate(time.Millisecond)
	g.Modified = g.Created.Add(time.Duration(b.groups.Int64N(int64(days * 4 * time.Hour)))).Truncate(time.Millisecond)
	b.dir.addGroup(&g, g.Created)
	return GroupRef{g.ID, g.Name}
}

// firstDay is before everything in a tenant.
func firstDay() time.Time { return time.Date(2020, 3, 2, 8, 0, 0, 0, time.UTC) }

// ordinaryGroup invents a group: most have a few members, a third are in use,
// some lack a description, and a few have ids of the old form.
func (b *builder) ordinaryGroup(i int) {
	g := Group{Name: b.words.group(i), OwnerID: b.anyone(), Members: b.members(b.groups.IntN(16))}
	if b.groups.IntN(8) > 0 {
		g.Description = "Decides on requests for " + strings.ToLower(g.Name) + "."
	}
	if b.groups.IntN(3) == 0 {
		for range 1 + b.groups.IntN(4) {
			g.Connections = append(g.Connections, b.use(connectionKinds()[b.groups.IntN(6)]))
		}
	}
	if b.groups.IntN(40) == 0 {
		g.ID = hexID(b.groups)
	}
	b.group(g)
}

// ordinary are the people after the notable ones, who are left out of chance.
func (b *builder) ordinary() []*Person { return b.dir.people.rows[b.notable:] }

// anyone picks an owner.
func (b *builder) anyone() string {
	people := b.ordinary()
	return people[b.groups.IntN(len(people))].ID
}

// members picks n different ordinary people.
func (b *builder) members(n int) []string {
	people := b.ordinary()
	start, step := b.groups.IntN(len(people)), 1+b.groups.IntN(max(1, len(people)/max(1, n)))
	ids := make([]string, n)
	for i := range ids {
		ids[i] = people[(start+i*step)%len(people)].ID
	}
	return ids
}

// kind is what uses a group, and how.
type kind struct{ object, connection string }

func connectionKinds() []kind {
	return []kind{
		{ObjectAccessProfile, ConnectionReviewer}, {ObjectAccessProfile, ConnectionOwner},
		{ObjectRole, ConnectionReviewer}, {ObjectRole, ConnectionOwner},
		{ObjectSODPolicy, ConnectionOwner}, {ObjectSource, ConnectionManagement},
	}
}

// use invents an object that uses a group. Every third has no description.
func (b *builder) use(k kind) Connection {
	b.objects++
	name := fmt.Sprintf("%s %s %d", b.words.systems[b.objects%len(b.words.systems)], objectNoun(k.object), 100+b.objects)
	c := Connection{ObjectType: k.object, ObjectID: hexID(b.groups), ObjectName: name, ConnectionType: k.connection}
	if b.objects%3 > 0 {
		c.ObjectDescription = name + ", kept by the platform team."
	}
	return c
}

func objectNoun(object string) string {
	switch object {
	case ObjectAccessProfile:
		return "Access"
	case ObjectRole:
		return "Role"
	case ObjectSODPolicy:
		return "Separation Policy"
	}
	return "Source"
}
