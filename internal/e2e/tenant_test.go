// What a shape is made of: people and groups whose names hold a mark that
// nothing else has, so that a text tells which of them it speaks of.

package e2e_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// asker is who asks; every shape is theirs.
const asker = "avery.stone@corp.example"

// asksForAll is a policy that asks about every change, at some level.
const asksForAll = `
roles:
  everyone: {anyone: true}
rules:
  - {name: everyone may ask, roles: [everyone], allow: ["govgroup_*"]}
levels:
  - {level: %s}
approvers:
  - {roles: [everyone]}
`

var mark = regexp.MustCompile(`[GPJD]z\d{6}`)

// marks are those in a text, in order of their first mention.
func marks(text string) []string {
	var found []string
	seen := map[string]bool{}
	for _, m := range mark.FindAllString(text, -1) {
		if !seen[m] {
			seen[m] = true
			found = append(found, m)
		}
	}
	return found
}

// maker makes what shapes need.
type maker struct {
	*testenv.Env
	t     testing.TB
	shape int  // the number of the shape
	n     *int // marks given so far
}

// of is a maker for one shape: its marks are its own.
func (m maker) of(t testing.TB, shape int) maker { return maker{m.Env, t, shape, new(int)} }

func (m maker) mark(kind string) string {
	*m.n++
	return fmt.Sprintf("%sz%03d%03d", kind, m.shape, *m.n)
}

// own tells whether a name holds a mark of this shape.
func (m maker) own(name string) bool {
	found := mark.FindString(name)
	return found != "" && found[2:5] == fmt.Sprintf("%03d", m.shape)
}

// person adds somebody, whose name goes on as wanted.
func (m maker) person(more ...string) sandbox.Person {
	m.t.Helper()
	name := m.mark("P")
	p, err := m.AddPerson(sandbox.Person{
		Name: name + tail(more), FirstName: name, LastName: "Person", Alias: "a" + name, Email: "a" + name + "@corp.example",
		Status: "active", State: "ACTIVE",
	})
	require.NoError(m.t, err)
	return p
}

func (m maker) people(n int, more ...string) []sandbox.Person {
	all := make([]sandbox.Person, n)
	for i := range all {
		all[i] = m.person(more...)
	}
	return all
}

// group adds a group of these members, owned by somebody else.
func (m maker) group(members []sandbox.Person, more ...string) sandbox.Group {
	m.t.Helper()
	g, err := m.AddGroup(sandbox.Group{
		Name: m.mark("G") + tail(more), Description: m.mark("D"), OwnerID: m.person().ID, Members: ids(members),
	})
	require.NoError(m.t, err)
	return g
}

func (m maker) groups(n int, more ...string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = m.group(m.people(1), more...).Name
	}
	return all
}

// junk are names of nothing.
func (m maker) junk(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = m.mark("J")
	}
	return all
}

// done carries a change out and gives its id, to be undone.
func (m maker) done(tool string, args testenv.Args) tools.RequestID {
	m.t.Helper()
	by := tools.Caller{Surface: "stdio", Subject: asker, Email: asker, Client: "assistant 1"}
	by, err := m.Directory.Identify(m.t.Context(), by)
	require.NoError(m.t, err)
	o := m.Ask(m.t, by, tool, args)
	if o.Status == tools.StatusAsk {
		o = m.approved(o.Change)
	}
	require.Equal(m.t, "done", o.Status, o.Summary)
	return o.Change
}

func ids(people []sandbox.Person) []string {
	all := make([]string, len(people))
	for i, p := range people {
		all[i] = p.ID
	}
	return all
}

func tail(more []string) string {
	if len(more) == 0 {
		return ""
	}
	return more[0]
}
