// Handover: a leaver's groups in one question, with a successor who is named and never
// assumed.

package jobs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// leaver is Jane, who owns “DB Access” and Unused, and is a member of Unused and Sixty.
func leaver(t testing.TB) *env {
	t.Helper()
	e := newEnv(t, sandbox.Options{})
	require.NoError(t, e.SetOwner(e.Unused.ID, e.JaneDoe.ID))
	require.NoError(t, e.AddMember(e.Unused.ID, e.JaneDoe.ID))
	require.NoError(t, e.AddMember(e.Unused.ID, e.Approver.ID))
	require.NoError(t, e.AddMember(e.Sixty.ID, e.JaneDoe.ID))
	return e
}

func TestAHandoverIsOneQuestionAndOneUndo(t *testing.T) {
	t.Parallel()
	e := leaver(t)
	in := args{"from": e.JaneDoe.Email, "to": e.Admin.Email, "memberships": "replace", "reason": "leaves"}
	asked := e.Waiting(t, ann, tools.NameHandover, in)
	for _, said := range []string{
		"Hand over what “Jane Doe” holds in governance groups to “Avery Stone”: add 2 members, change the owner of 2 groups, remove 2 members.",
		"To be added to “" + e.Unused.Name + "”: “Avery Stone”", "To be removed from “" + e.Unused.Name + "”: “Jane Doe”",
		"To be added to “" + e.Sixty.Name + "”: “Avery Stone”", "To be removed from “" + e.Sixty.Name + "”: “Jane Doe”",
		"To be changed: “DB Access”", "To be changed: “" + e.Unused.Name + "”", "becomes “Avery Stone (id " + e.Admin.ID + ")”",
	} {
		assert.Contains(t, asked.Text(), said)
	}
	before := map[string][]string{}
	for _, g := range []sandbox.GroupRef{e.DBAccess, e.Unused, e.Sixty} {
		before[g.ID] = e.members(t, g.ID)
	}
	o, err := e.Approve(t, ann, asked.Change)
	require.NoError(t, err)
	require.Equal(t, tools.StatusDone, o.Status, o.Text())
	assert.Contains(t, outcomes(o.Items), "Jane Doe in “"+e.Sixty.Name+"”")
	for _, g := range []sandbox.GroupRef{e.Unused, e.Sixty} {
		assert.NotContains(t, e.members(t, g.ID), e.JaneDoe.ID)
		assert.Contains(t, e.members(t, g.ID), e.Admin.ID)
	}
	assert.Equal(t, e.Admin.ID, e.owner(t, e.Unused.ID))
	assert.Equal(t, e.Admin.ID, e.owner(t, e.DBAccess.ID))
	again := e.run(t, tools.NameHandover, in)
	assert.Equal(t, tools.StatusDone, again.Status)
	assert.Contains(t, again.Summary, "Nothing to do")

	back := e.run(t, tools.NameUndo, args{"change": o.Change})
	assert.Equal(t, tools.StatusDone, back.Status, back.Text())
	for id, members := range before {
		assert.Equal(t, members, e.members(t, id))
	}
	assert.Equal(t, e.JaneDoe.ID, e.owner(t, e.Unused.ID))
}

func TestASuccessorIsProposedAndNeverAssumed(t *testing.T) {
	t.Parallel()
	e := leaver(t)
	boss, err := e.AddPerson(sandbox.Person{Name: "Robin Boss", FirstName: "Robin", LastName: "Boss", Alias: "rboss", Email: "robin.boss@corp.example", State: "ACTIVE"})
	require.NoError(t, err)
	jane, err := e.AddPerson(sandbox.Person{Name: "Sam Leaver", FirstName: "Sam", LastName: "Leaver", Alias: "sleaver", Email: "sam.leaver@corp.example", State: "ACTIVE", ManagerID: boss.ID})
	require.NoError(t, err)
	require.NoError(t, e.SetOwner(e.Sixty.ID, jane.ID))
	said := e.refused(t, tools.InvalidInput, tools.NameHandover, args{"from": "sleaver"})
	assert.Contains(t, said, "“Sam Leaver” owns 1 governance group")
	assert.Contains(t, said, "Proposed: their manager, “Robin Boss” (robin.boss@corp.example, id "+boss.ID+")")
	e.refused(t, tools.InvalidInput, tools.NameHandover, args{"from": "sleaver", "to": "sam.leaver@corp.example"})
	e.refused(t, tools.InvalidInput, tools.NameHandover, args{"from": "sleaver", "memberships": "replace"})
	e.refused(t, tools.InvalidInput, tools.NameHandover, args{"from": "sleaver", "memberships": "keep", "ownership": "keep"})
}

func TestAHandoverOfSomeGroupsLeavesTheOthers(t *testing.T) {
	t.Parallel()
	e := leaver(t)
	o := e.run(t, tools.NameHandover, args{"from": "jdoe", "to": e.Admin.ID, "groups": []string{e.Unused.Name, "All Certifiers"}})
	require.Equal(t, tools.StatusDone, o.Status, o.Text())
	assert.Contains(t, o.Warnings, "Neither a member nor the owner of “All Certifiers”, so nothing changes there.")
	assert.Equal(t, e.Admin.ID, e.owner(t, e.Unused.ID))
	assert.NotContains(t, e.members(t, e.Unused.ID), e.JaneDoe.ID)
	assert.Equal(t, e.JaneDoe.ID, e.owner(t, e.DBAccess.ID))
	assert.Contains(t, e.members(t, e.Sixty.ID), e.JaneDoe.ID)
	assert.Contains(t, e.refused(t, tools.NotFound, tools.NameHandover, args{"from": "jdoe", "to": e.Admin.ID, "groups": []string{"No Such Group"}}), "No Such Group")
}

// Whoever would be the last active member of a group that approves is said on a line of
// its own, and the word has to be typed.
func TestAGroupThatApprovesIsNotLeftWithoutAnyoneActiveUnnoticed(t *testing.T) {
	t.Parallel()
	e := newEnv(t, sandbox.Options{})
	last := e.members(t, e.LastMember.ID)[0]
	in := args{"from": last, "ownership": "keep", "groups": []string{e.LastMember.ID}}
	asked := e.Waiting(t, ann, tools.NameHandover, in)
	assert.True(t, asked.Confirmation.Typed)
	assert.Contains(t, asked.Text(), "Nobody active would be left in “"+e.LastMember.Name+"”, which is used for approvals")

	require.NoError(t, e.AddMember(e.LastMember.ID, e.InactiveLongTerm.ID))
	assert.Contains(t, e.Waiting(t, ann, tools.NameHandover, in).Text(), "Nobody active would be left", "the other one is inactive")

	require.NoError(t, e.AddMember(e.LastMember.ID, e.Admin.ID))
	assert.NotContains(t, e.Waiting(t, ann, tools.NameHandover, in).Text(), "Nobody active would be left")
}

// An owner whom somebody else named since is not overwritten by the undo.
func TestAnUndoLeavesWhatCameAfter(t *testing.T) {
	t.Parallel()
	e := leaver(t)
	o := e.run(t, tools.NameHandover, args{"from": "jdoe", "to": e.Admin.ID})
	require.Equal(t, tools.StatusDone, o.Status, o.Text())
	require.NoError(t, e.SetOwner(e.DBAccess.ID, e.Approver.ID))
	require.NoError(t, e.DeleteGroup(e.Unused.ID))
	back := e.run(t, tools.NameUndo, args{"change": o.Change})
	assert.Equal(t, tools.StatusDone, back.Status, back.Text())
	assert.Equal(t, e.Approver.ID, e.owner(t, e.DBAccess.ID))
	assert.Contains(t, e.members(t, e.Sixty.ID), e.JaneDoe.ID)
	assert.Contains(t, back.Text(), "who stays")
	assert.Contains(t, back.Text(), "is no more, so it is not set back")
}

// What differs in one group alone is told with the group's name.
func TestAPlanThatIsNoLongerSoSaysWhere(t *testing.T) {
	t.Parallel()
	e := leaver(t)
	asked := e.Waiting(t, ann, tools.NameHandover, args{"from": "jdoe", "to": e.Admin.ID})
	require.NoError(t, e.RemoveMember(e.Sixty.ID, e.JaneDoe.ID))
	e.Untouched(t, func() {
		o, err := e.Approve(t, ann, asked.Change)
		require.NoError(t, err)
		assert.Equal(t, tools.StatusStale, o.Status)
		assert.Contains(t, o.Text(), "“Jane Doe” ("+e.JaneDoe.ID+") in “"+e.Sixty.Name+"” is no longer part of the plan")
	})
}
