// Exact members: who is missing comes, everybody else goes, and all of it can be undone.

package jobs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func TestExactlyTheNamedAreMembersAfterwards(t *testing.T) {
	t.Parallel()
	e := newEnv(t, sandbox.Options{})
	before := e.members(t, e.DBAccess.ID)
	want := append(slices.Clone(before[:10]), e.JaneDoe.ID)
	slices.Sort(want)
	var o tools.Outcome
	changed := e.effects(func() { o = e.run(t, tools.NameMembersSet, args{"group": "DB Access", "members": want}) })
	assert.Equal(t, tools.StatusDone, o.Status, o.Text())
	assert.Equal(t, want, e.members(t, e.DBAccess.ID))
	require.Len(t, changed, 3)
	assert.Equal(t, "member_added "+e.JaneDoe.ID, changed[0], "who comes, comes first")

	assert.Empty(t, e.effects(func() {
		again := e.run(t, tools.NameMembersSet, args{"group": "DB Access", "members": want})
		assert.Equal(t, tools.StatusDone, again.Status)
		assert.Contains(t, again.Summary, "Nothing to do")
	}))

	back := e.run(t, tools.NameUndo, args{"change": o.Change})
	assert.Equal(t, tools.StatusDone, back.Status, back.Text())
	assert.Equal(t, before, e.members(t, e.DBAccess.ID))
}

// Adding alone asks nobody, as adding does.
func TestOnlyWhoGoesIsAskedAbout(t *testing.T) {
	t.Parallel()
	e := newEnv(t, sandbox.Options{})
	all := append(e.members(t, e.DBAccess.ID), e.JaneDoe.ID)
	assert.Equal(t, tools.StatusDone, e.Ask(t, ann, tools.NameMembersSet, args{"group": "DB Access", "members": all}).Status)
	asked := e.Waiting(t, ann, tools.NameMembersSet, args{"group": "DB Access", "members": all[:10]})
	for _, gone := range all[10:] {
		person := slices.IndexFunc(e.People(), func(p sandbox.Person) bool { return p.ID == gone })
		assert.Contains(t, asked.Text(), e.People()[person].Name)
	}
	assert.False(t, asked.Confirmation.Typed, "3 of 13 are fewer than a quarter")
	assert.True(t, e.Waiting(t, ann, tools.NameMembersSet, args{"group": "DB Access", "members": all[:9]}).Confirmation.Typed, "4 of 13 are more")
}

// A list with a gap is not the one that was meant.
func TestAListWithSomebodyUnknownChangesNothing(t *testing.T) {
	t.Parallel()
	e := newEnv(t, sandbox.Options{})
	members := e.members(t, e.DBAccess.ID)
	said := e.refused(t, tools.NotFound, tools.NameMembersSet, args{"group": "DB Access", "members": []string{members[0], "nobody@corp.example"}})
	assert.Contains(t, said, "nobody@corp.example")
	said = e.refused(t, tools.InvalidInput, tools.NameMembersSet, args{"group": "DB Access", "members": []string{}})
	assert.Contains(t, said, "at least 1")
}

// Somebody who joins while the question is open was not in it.
func TestSomebodyWhoCameMeanwhileMakesItStale(t *testing.T) {
	t.Parallel()
	e := newEnv(t, sandbox.Options{})
	members := e.members(t, e.DBAccess.ID)
	asked := e.Waiting(t, ann, tools.NameMembersSet, args{"group": "DB Access", "members": members[:10]})
	require.NoError(t, e.AddMember(e.DBAccess.ID, e.JaneDoe.ID))
	e.Untouched(t, func() {
		o, err := e.Approve(t, ann, asked.Change)
		require.NoError(t, err)
		assert.Equal(t, tools.StatusStale, o.Status)
		assert.Contains(t, o.Text(), e.JaneDoe.Name)
	})
}

// Where the one who is to come cannot be added, nobody leaves.
func TestNobodyLeavesBeforeWhoComesIsThere(t *testing.T) {
	t.Parallel()
	e := newEnv(t, sandbox.Options{})
	before := e.members(t, e.DBAccess.ID)
	asked := e.Waiting(t, ann, tools.NameMembersSet, args{"group": "DB Access", "members": []string{e.JaneDoe.ID}})
	require.NoError(t, e.Inject(sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpAddMembers}))
	o, err := e.Approve(t, ann, asked.Change)
	require.NoError(t, err)
	assert.Equal(t, tools.StatusFailed, o.Status)
	assert.Equal(t, before, e.members(t, e.DBAccess.ID))
	assert.Equal(t, len(before), strings.Count(o.Items[1].Reason, "not done, because")*len(before), o.Items[1].Reason)
}
