// Paging hides nothing: who follows the offsets sees every item once.

package groups_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools/directory"
)

// walkPages follows a list's offsets to its end.
func (e *env) walkPages(t *testing.T, tool string, in args, size int) (ids []string, total int) {
	t.Helper()
	in = maps.Clone(in)
	in["limit"] = size
	for page := 0; ; page++ {
		require.Less(t, page, 1000, "the offsets do not end")
		result := e.ok(t, tool, in)
		got := into[list](t, result)
		ids, total = append(ids, got.ids()...), got.Total
		if got.Offset == 0 {
			return ids, total
		}
		assert.Contains(t, result.Text, "More from offset", "the text hides that there is more")
		in["offset"] = got.Offset
	}
}

func TestFollowingTheOffsetsGivesEveryItemOnce(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	all := e.where(func(sandbox.Group) bool { return true })
	reviews := e.where(func(g sandbox.Group) bool {
		return strings.Contains(strings.ToLower(g.Name+" "+g.Description), "review")
	})
	sixHundred := e.group(t, e.SixHundred.ID).Members
	objects := make([]string, 0, 64)
	for _, c := range e.group(t, e.ManyConnections.ID).Connections {
		objects = append(objects, c.ObjectID)
	}
	for what, c := range map[string]struct {
		tool string
		in   args
		size int
		want []string
	}{
		"groups":              {"govgroup_list", args{}, 7, all},
		"groups, one page":    {"govgroup_list", args{}, 250, all},
		"groups, by default":  {"govgroup_list", args{"sorters": "-modified"}, 50, all},
		"groups, filtered":    {"govgroup_list", args{"query": "review"}, 3, reviews},
		"members":             {"govgroup_members_list", args{"group": e.SixHundred.ID}, 50, sixHundred},
		"members, descending": {"govgroup_members_list", args{"group": e.SixHundred.ID, "sorters": "-name"}, 47, sixHundred},
		"connections":         {"govgroup_connections_list", args{"group": e.ManyConnections.ID}, 10, objects},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			ids, total := e.walkPages(t, c.tool, c.in, c.size)
			assert.Len(t, c.want, total)
			assert.ElementsMatch(t, c.want, ids)
		})
	}
}

// A short page is not the end of a list.
func TestAShortPageHidesNothing(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultShortPage, Operation: sandbox.OpListMembers, Skip: 1, Times: 3})
	ids, total := e.walkPages(t, "govgroup_members_list", args{"group": e.SixHundred.ID}, 50)
	assert.Equal(t, 600, total)
	assert.ElementsMatch(t, e.group(t, e.SixHundred.ID).Members, ids)
}

func TestPagesBeyondTheEndAreEmpty(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for tool, in := range map[string]args{
		"govgroup_list":             {"offset": 5000},
		"govgroup_members_list":     {"group": e.DBAccess.ID, "offset": 5000},
		"govgroup_connections_list": {"group": e.ManyConnections.ID, "offset": 5000},
	} {
		got := into[list](t, e.ok(t, tool, in))
		assert.Empty(t, got.Items, tool)
		assert.NotNil(t, got.Items, tool)
		assert.NotZero(t, got.Total, tool)
		assert.Zero(t, got.Offset, tool)
	}
	got := e.list(t, args{"query": "review", "offset": 5000})
	assert.Empty(t, got.Items)
	assert.NotZero(t, got.Total)
}

// A tenant that does not count must not make a list look complete.
func TestWithoutATotalThereIsAlwaysAWayOn(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{transport: uncounted{}})
	for tool, in := range map[string]args{
		"govgroup_list":         {"limit": 7},
		"govgroup_members_list": {"group": e.DBAccess.ID, "limit": 7},
	} {
		result := e.ok(t, tool, in)
		got := into[list](t, result)
		assert.Len(t, got.Items, 7)
		assert.Equal(t, 7, got.Offset, "%s: %s", tool, result.Text)
		assert.NotContains(t, result.Text, "-1")
	}
}

// What is merely one of several pages is fetched alone, so that a large tenant
// answers as fast as a small one.
func TestOnePageIsOneRequest(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	sent := e.requests(func() { e.list(t, args{"limit": 5, "offset": 20}) })
	assert.Equal(t, map[sandbox.Operation]int{sandbox.OpListGroups: 1}, sent)
	sent = e.requests(func() {
		e.ok(t, "govgroup_members_list", args{"group": e.SixHundred.ID, "limit": 5})
	})
	assert.Equal(t, map[sandbox.Operation]int{sandbox.OpGetGroup: 1, sandbox.OpListMembers: 1}, sent)
}

func TestPeopleFound(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	type people struct {
		Items []directory.Person
		Total int
	}
	find := func(query string, limit int) people {
		return into[people](t, e.ok(t, "govgroup_people_find", args{"query": query, "limit": limit}))
	}
	for _, query := range []string{e.JaneDoe.ID, "jane.doe@corp", "jdoe", "Jane Doe", "Doe, Jane", "doe jane", "JANE D"} {
		got := find(query, 250)
		found := false
		for _, p := range got.Items {
			found = found || p.ID == e.JaneDoe.ID
		}
		assert.True(t, found, "%q finds %d people and not Jane Doe", query, got.Total)
		assert.Len(t, got.Items, got.Total)
	}
	twins := find("Sam Rivers", 25)
	assert.Len(t, twins.Items, 2, "what tells two people of one name apart")
	assert.NotEqual(t, twins.Items[0].Account, twins.Items[1].Account)

	cut := e.ok(t, "govgroup_people_find", args{"query": "a", "limit": 2})
	got := into[people](t, cut)
	assert.Len(t, got.Items, 2)
	assert.Greater(t, got.Total, 2)
	assert.Contains(t, cut.Text, "Narrow the query or raise the limit to see the others.")
	assert.Empty(t, find(`x" or alias sw "a`, 25).Items, "a quote ends no string")
}
