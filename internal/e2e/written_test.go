// Written: what was written, read off the tenant itself, and what a person could read
// before saying yes to it.

package e2e_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/sailpoint/sandbox"
)

// snapshot is what the tenant holds.
type snapshot map[string]sandbox.Group

func (m maker) snapshot() snapshot {
	s := snapshot{}
	for _, g := range m.Groups() {
		s[g.ID] = g
	}
	return s
}

// touched are the groups that calls have written to.
func (m maker) touched() map[string]bool {
	groups := map[string]bool{}
	for _, e := range m.Effects() {
		groups[e.GroupID] = true
	}
	return groups
}

// written are the marks of what differs: groups that came, went or have another
// name, people who came into groups, went out of them, or own them or did, and
// descriptions. Beside them are those that a question may name as well: whose
// group it is that is changed, and whoever is in a group that goes.
type written struct {
	t       testing.TB
	names   map[string]string // of people by id
	marks   []string
	context []string
}

func (m maker) written(before, after snapshot) *written {
	w := &written{t: m.t, names: map[string]string{}}
	for _, p := range m.People() {
		w.names[p.ID] = p.Name
	}
	for id := range m.touched() {
		old, was := before[id]
		now, is := after[id]
		switch {
		case !m.own(old.Name + now.Name): // another shape's
		case was && is:
			w.change(old, now)
		case was:
			w.marks = append(w.marks, marks(old.Name)...)
			w.beside(old)
		case is:
			w.marks = append(w.marks, marks(now.Name+now.Description+w.names[now.OwnerID])...)
			w.people(now.Members)
		}
	}
	return w
}

// change adds what differs between two states of a group.
func (w *written) change(old, now sandbox.Group) {
	if old.Name == now.Name && old.OwnerID == now.OwnerID && old.Description == now.Description && slices.Equal(old.Members, now.Members) {
		return // changed and changed back, by the shape itself
	}
	w.marks = append(w.marks, marks(old.Name+now.Name)...)
	if old.Description != now.Description {
		w.marks = append(w.marks, marks(old.Description+now.Description)...)
	}
	if old.OwnerID != now.OwnerID {
		w.people([]string{old.OwnerID, now.OwnerID})
	}
	w.people(slices.DeleteFunc(slices.Clone(old.Members), func(id string) bool { return slices.Contains(now.Members, id) }))
	w.people(slices.DeleteFunc(slices.Clone(now.Members), func(id string) bool { return slices.Contains(old.Members, id) }))
	w.context = append(w.context, marks(now.Description+w.names[old.OwnerID])...)
}

// beside adds what may stand in the question about a group that goes.
func (w *written) beside(g sandbox.Group) {
	w.context = append(w.context, marks(g.Description+w.names[g.OwnerID])...)
	for _, id := range g.Members {
		w.context = append(w.context, marks(w.names[id])...)
	}
}

func (w *written) people(ids []string) {
	for _, id := range ids {
		w.marks = append(w.marks, marks(w.names[id])...)
	}
}

// first is how many names of what stays as it is, or is not there, a question
// may have.
const first = 10

// isWhatIsRead compares: all that was written can be read, nothing else can but
// a few of what stays, and those come after it.
func (w *written) isWhatIsRead(text string) {
	w.t.Helper()
	assert.NotEmpty(w.t, w.marks, "nothing was written")
	read := marks(text)
	last := -1
	for _, m := range w.marks {
		at := slices.Index(read, m)
		if !assert.GreaterOrEqual(w.t, at, 0, "%s was written and could not be read in:\n%s", m, text) {
			return
		}
		last = max(last, at)
	}
	stays := 0
	for at, m := range read {
		if slices.Contains(w.marks, m) || slices.Contains(w.context, m) {
			continue
		}
		stays++
		if !assert.Greater(w.t, at, last, "%s was not written and stands before what was, in:\n%s", m, text) {
			return
		}
	}
	assert.LessOrEqual(w.t, stays, first, "too much of what was not written in:\n%s", text)
}
