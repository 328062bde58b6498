// Removal: members are taken out.

package groups_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func TestRemovingTellsWhatBecameOfEveryone(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	members := e.group(t, e.DBAccess.ID).Members
	inv, change, plan := e.planned(t, "govgroup_members_remove", args{"group": "DB Access", "members": []string{members[0], members[1], "jdoe", "no.body"}})
	assert.Equal(t, tools.Destroys, plan.Effect)
	assert.Equal(t, 2, plan.Pending())
	assert.Equal(t, "Remove 2 members from governance group “DB Access”.", plan.Summary)
	require.NoError(t, e.RemoveMember(e.DBAccess.ID, members[1])) // by somebody else, meanwhile
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{tools.ItemDone: 1, tools.ItemNoChange: 2, tools.ItemNotFound: 1}, tally(done.Items))
	assert.Equal(t, tools.ItemNoChange, outcomes(done.Items)["Jane Doe"])
	assert.Len(t, e.Effects(), 1)
	assert.NotContains(t, e.group(t, e.DBAccess.ID).Members, members[0])
}

// Someone whom the people look-up does not know any more can still be removed.
func TestRemovingAMemberWithoutLookingThemUp(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{client: sandbox.Client{ID: "machine", Secret: "machine-secret", NoUser: true}})
	members := e.group(t, e.DBAccess.ID).Members
	_, _, plan := e.planned(t, "govgroup_members_remove", args{"group": e.DBAccess.ID, "members": members[:2]})
	assert.Equal(t, 2, plan.Pending())
	said := e.refused(t, tools.NotAllowed, "govgroup_members_remove", args{"group": e.DBAccess.ID, "members": []string{members[0], "jdoe"}})
	assert.Contains(t, said, "personal access token")
}

func TestRemovingTheLastMemberIsWarnedAbout(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	in := func(g sandbox.GroupRef, leave int) args {
		members := e.group(t, g.ID).Members
		return args{"group": g.ID, "members": members[leave:]}
	}
	o := e.outcome(t, "govgroup_members_remove", in(e.LastMember, 0))
	require.Len(t, o.Warnings, 1)
	assert.Contains(t, o.Warnings[0], "used for approvals: every request that it should approve would wait until it expires.")
	o = e.outcome(t, "govgroup_members_remove", in(e.DBAccess, 0))
	require.Len(t, o.Warnings, 1)
	assert.Contains(t, o.Warnings[0], "no known connection does not prove that a group is unused")
	assert.Empty(t, e.outcome(t, "govgroup_members_remove", in(e.DBAccess, 1)).Warnings)
}

func TestRemovingNobodyAsksNobody(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	o := e.outcome(t, "govgroup_members_remove", args{"group": "DB Access", "members": []string{"jdoe"}})
	assert.Equal(t, tools.StatusDone, o.Status)
	assert.Equal(t, "is not a member", o.Items[0].Reason)
	e.refused(t, tools.NotFound, "govgroup_members_remove", args{"group": "DB Access", "members": []string{"no.body", "nobody@corp.example"}})
}

// 600 members at once, with a refusal for now and a lost answer in between.
func TestRemovingManyMembers(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	members := e.group(t, e.SixHundred.ID).Members
	inv, change, plan := e.planned(t, "govgroup_members_remove", args{"group": e.SixHundred.ID, "members": members})
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault429, Operation: sandbox.OpRemoveMembers, RetryAfter: time.Second})
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault502AfterWrite, Operation: sandbox.OpRemoveMembers, Skip: 2})
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpRemoveMembers, IDs: []string{members[0]}, Times: -1})
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{tools.ItemDone: 599, tools.ItemFailed: 1}, tally(done.Items))
	assert.Len(t, e.Effects(), 599)
	assert.Equal(t, members[:1], e.group(t, e.SixHundred.ID).Members)
}

func TestALostAnswerToRemoving(t *testing.T) {
	t.Parallel()
	for kind, written := range lost() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{timeout: time.Second})
			members := e.group(t, e.DBAccess.ID).Members
			inv, change, plan := e.planned(t, "govgroup_members_remove", args{"group": e.DBAccess.ID, "members": members[:5]})
			e.inject(t, sandbox.Fault{Kind: kind, Operation: sandbox.OpRemoveMembers})
			var done tools.Execution
			sent := e.requests(func() {
				var err error
				done, err = tools.Execute(t.Context(), inv, change, plan, nil)
				require.NoError(t, err)
			})
			assert.Equal(t, 1, sent[sandbox.OpRemoveMembers], "a write was sent again")
			want := tools.ItemUnknown
			if written {
				want = tools.ItemDone
			}
			assert.Equal(t, map[string]int{want: 5}, tally(done.Items))
			assert.Equal(t, !written, slices.Contains(e.group(t, e.DBAccess.ID).Members, members[0]))
		})
	}
}

// No list is not an empty list: whoever cannot be seen is not said to be gone.
func TestARemovalThatCannotBeReadBackIsUnknown(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	members := e.group(t, e.DBAccess.ID).Members
	inv, change, plan := e.planned(t, "govgroup_members_remove", args{"group": e.DBAccess.ID, "members": members[:5]})
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultReset, Operation: sandbox.OpRemoveMembers})
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault500, Operation: sandbox.OpListMembers, Times: -1})
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{tools.ItemUnknown: 5}, tally(done.Items))
	assert.Equal(t, members, e.group(t, e.DBAccess.ID).Members)
}

// Whom the directory no longer has can be named by whatever the list of members shows.
func TestMembersWhoAreGoneCanBeRemoved(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{transport: unlisted{}})
	group, _ := e.Group(e.DBAccess.ID)
	members, err := e.API.Members(t.Context(), e.DBAccess.ID, sailpoint.Query{})
	require.NoError(t, err)
	for i, named := range []string{members[0].Name, members[1].Email, strings.ToUpper(members[2].ID), "\u00a0" + strings.ToLower(members[3].Name)} {
		o := e.outcome(t, tools.NameMembersRemove, args{"group": "DB Access", "members": []string{named}})
		require.Len(t, o.Items, 1, named)
		assert.Equal(t, members[i].ID, o.Items[0].ID, named)
		assert.Equal(t, i != 2, strings.Contains(o.Text(), "The directory no longer has"), o.Text())
	}
	assert.Contains(t, e.refused(t, tools.NotFound, tools.NameMembersRemove, args{"group": "DB Access", "members": []string{"Nobody Here"}}), "Nobody Here")
	assert.Contains(t, e.ok(t, tools.NameList, args{"member": group.Members[0]}).Text, e.DBAccess.ID, "an id is a person, known or not")
}

// An API client without a user may not look people up, and names them by id.
func TestAClientWithoutAUserNamesPeopleByID(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{client: sandbox.Client{ID: "machine", Secret: "machine-secret", NoUser: true}})
	o := e.outcome(t, tools.NameMembersAdd, args{"group": e.Unused.ID, "members": []string{strings.ToUpper(e.JaneDoe.ID)}})
	assert.Equal(t, tools.StatusDone, o.Status, o.Text())
	assert.Contains(t, e.group(t, e.Unused.ID).Members, e.JaneDoe.ID)
	o = e.outcome(t, tools.NameCreate, args{"name": "By Machine", "owner": e.JaneDoe.ID, "members": []string{e.Admin.ID}})
	assert.Equal(t, tools.StatusDone, o.Status, o.Text())
}
