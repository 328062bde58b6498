// The tenant against a model: after any run of writes the lists say what the answers
// added up to, and the effects replay to the same state.

package sandbox_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// model is what a caller believes, having read every answer.
type model struct {
	c      *caller
	chance *rand.Rand
	people []string
	groups map[string]map[string]bool // members by group
	used   map[string]bool            // groups that cannot be deleted
}

func newModel(t *testing.T, seed uint64) *model {
	c := start(t, quiet())
	m := &model{c: c, chance: rand.New(rand.NewPCG(seed, 0)), groups: map[string]map[string]bool{}, used: map[string]bool{}}
	for _, p := range c.server.People()[:40] {
		m.people = append(m.people, p.ID)
	}
	for _, g := range c.server.Groups() {
		m.groups[g.ID] = map[string]bool{}
		for _, id := range g.Members {
			m.groups[g.ID][id] = true
		}
		m.used[g.ID] = len(g.Connections) > 0
	}
	return m
}

// anyGroup picks a group, in a fixed order so that a failing seed fails again.
func (m *model) anyGroup() string {
	ids := make([]string, 0, len(m.groups))
	for id := range m.groups {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids[m.chance.IntN(len(ids))]
}

func (m *model) somePeople() []string {
	out := make([]string, 1+m.chance.IntN(6))
	for i := range out {
		out[i] = m.people[m.chance.IntN(len(m.people))]
	}
	return out
}

// step does one write, checks its answer against the model and follows it.
func (m *model) step() {
	switch m.chance.IntN(8) {
	case 0:
		m.create()
	case 1:
		m.deleteSome()
	case 2:
		body := fmt.Sprintf(`[{"op":"replace","path":"/name","value":"Name %d"}]`, m.chance.IntN(100))
		require.Equal(m.c.t, 200, m.c.patch("/workgroups/v1/"+m.anyGroup(), body).status)
	case 3, 4:
		m.remove(m.anyGroup(), m.somePeople())
	default:
		m.add(m.anyGroup(), m.somePeople())
	}
}

func (m *model) create() {
	a := m.c.post("/workgroups/v1", fmt.Sprintf(`{"name":"New","owner":{"type":"IDENTITY","id":%q}}`, m.people[0]))
	require.Equal(m.c.t, 200, a.status, a.text)
	m.groups[a.object()["id"].(string)] = map[string]bool{}
}

func (m *model) deleteSome() {
	ids := []string{m.anyGroup(), m.anyGroup()}
	body, err := json.Marshal(map[string]any{"ids": ids})
	require.NoError(m.c.t, err)
	a := m.c.post("/workgroups/v1/bulk-delete", string(body))
	for i, status := range a.column("status") {
		want := 204.0
		if _, found := m.groups[ids[i]]; !found {
			want = 404
		} else if m.used[ids[i]] {
			want = 409
		} else {
			delete(m.groups, ids[i])
		}
		require.InDelta(m.c.t, want, status, 0)
	}
}

func (m *model) add(group string, ids []string) {
	a := m.c.post("/workgroups/v1/"+group+"/members/bulk-add", identities(ids...))
	for i, status := range a.column("status") {
		want := 201.0
		if m.groups[group][ids[i]] {
			want = 409
		}
		require.InDelta(m.c.t, want, status, 0)
		m.groups[group][ids[i]] = true
	}
}

func (m *model) remove(group string, ids []string) {
	a := m.c.post("/workgroups/v1/"+group+"/members/bulk-delete", identities(ids...))
	for i, status := range a.column("status") {
		want := 404.0
		if m.groups[group][ids[i]] {
			want = 204
		}
		require.InDelta(m.c.t, want, status, 0)
		delete(m.groups[group], ids[i])
	}
}

// check reads the whole tenant and compares.
func (m *model) check() {
	a := m.c.get(query("/workgroups/v1", "count", "true", "sorters", "id"))
	assert.Equal(m.c.t, fmt.Sprint(len(m.groups)), a.header.Get("X-Total-Count"))
	for _, row := range a.array() {
		members, found := m.groups[row["id"].(string)]
		require.True(m.c.t, found, row)
		assert.EqualValues(m.c.t, len(members), row["memberCount"])
		assert.Equal(m.c.t, m.used[row["id"].(string)], row["connectionCount"].(float64) > 0)
	}
	for _, person := range m.people {
		a := m.c.get(query("/workgroups/v1", "filters", `memberships.identityId eq "`+person+`"`, "sorters", "id"))
		for _, id := range a.column("id") {
			assert.True(m.c.t, m.groups[id.(string)][person])
		}
	}
}

// replay applies the effects to a state of the start.
func replay(state map[string]map[string]bool, effects []sandbox.Effect) {
	for _, e := range effects {
		switch e.Kind {
		case sandbox.GroupCreated:
			state[e.GroupID] = map[string]bool{}
		case sandbox.GroupDeleted:
			delete(state, e.GroupID)
		case sandbox.MemberAdded:
			state[e.GroupID][e.IdentityID] = true
		case sandbox.MemberRemoved:
			delete(state[e.GroupID], e.IdentityID)
		}
	}
}

func TestWritesAddUp(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			m, before := newModel(t, seed), newModel(t, seed)
			for range 80 {
				m.step()
			}
			m.check()
			replay(before.groups, m.c.server.Effects())
			assert.Equal(t, m.groups, before.groups)
		})
	}
}
