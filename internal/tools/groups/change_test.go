// Change: the halves of a change, called as a gate calls them: planning again gives
// the same plan, unless the tenant has changed, and then says what is different.

package groups_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// planned prepares a change and plans it, as a gate does.
func (e *env) planned(t testing.TB, tool string, in any) (*tools.Invocation, tools.Change, tools.Plan) {
	t.Helper()
	raw, err := json.Marshal(in)
	require.NoError(t, err)
	inv := e.Registry.NewInvocation(tools.Caller{Surface: "stdio", Subject: "tester"}, nil)
	change, err := e.Registry.Change(t.Context(), inv, tool, raw)
	require.NoError(t, err)
	plan, err := change.Plan(t.Context(), inv)
	require.NoError(t, err)
	return inv, change, plan
}

// changesOf are calls of every tool that changes or destroys, with names of every
// kind, in an order that no list has.
func (e *env) changesOf(t *testing.T) map[string][]args {
	members := e.group(t, e.DBAccess.ID).Members
	var email string
	for _, p := range e.People() {
		if p.ID == members[3] {
			email = p.Alias
		}
	}
	mixed := []string{"no.body", "jdoe", members[5], email, e.Admin.Name, strings.ToUpper(members[1]), "nobody@corp.example", e.Approver.ID}
	return map[string][]args{
		"govgroup_create": {
			{"name": "New", "owner": "Jane Doe"}, {"name": " DB Access", "owner": "jdoe", "description": "d", "members": mixed},
			{"name": e.SameName[0].Name, "owner": e.JaneDoe.ID, "members": []string{"jdoe"}},
		},
		"govgroup_update":         {{"group": "DB Access", "name": "X", "owner": "Avery Stone"}, {"group": e.OldID.ID, "description": ""}, {"group": e.Hostile[0].Name, "name": e.Hostile[0].Name}},
		"govgroup_delete":         {{"group": "DB Access"}, {"group": e.OldID.ID}, {"group": e.Hostile[3].Name}},
		"govgroup_bulk_delete":    {{"groups": []string{"No Such", "DB Access", strings.ToUpper(e.Unused.ID), e.Role.Name, e.DBAccess.ID, " " + e.Sixty.Name, "No Such", e.Hostile[11].Name}}},
		"govgroup_members_add":    {{"group": "DB Access", "members": mixed}},
		"govgroup_members_remove": {{"group": "DB Access", "members": mixed}, {"group": "DB Access", "members": []string{"jdoe", email}}},
	}
}

func TestPlanningAgainFromResolvedArgumentsGivesTheSamePlan(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for tool, calls := range e.changesOf(t) {
		for _, in := range calls {
			_, _, first := e.planned(t, tool, in)
			_, _, second := e.planned(t, tool, first.Arguments)
			assert.JSONEq(t, string(first.Arguments), string(second.Arguments), "%s: other arguments give another digest", tool)
			assert.Equal(t, first.Facts, second.Facts, tool)
			assert.Equal(t, first.Items, second.Items, tool)
			assert.Equal(t, first.Groups, second.Groups, tool)
			assert.Equal(t, first.Summary, second.Summary, tool)
			assert.Equal(t, first.Details, second.Details, tool)
			assert.Empty(t, first.Diff(second), tool)
		}
	}
	assert.Empty(t, e.Effects(), "planning writes nothing")
}

// A plan is stored between being shown and being carried out.
func TestAPlanSurvivesBeingStored(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for tool, calls := range e.changesOf(t) {
		_, _, plan := e.planned(t, tool, calls[0])
		raw, err := json.Marshal(plan)
		require.NoError(t, err)
		var back tools.Plan
		require.NoError(t, json.Unmarshal(raw, &back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		assert.JSONEq(t, string(raw), string(again), tool)
		assert.Equal(t, plan.Pending(), back.Pending())
	}
}

// No argument of a plan is a name that could mean something else tomorrow.
func TestResolvedArgumentsAreIDs(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	_, _, plan := e.planned(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{"jdoe", "Avery Stone"}})
	assert.JSONEq(t, `{"group":"`+e.DBAccess.ID+`","members":["`+e.JaneDoe.ID+`","`+e.Admin.ID+`"]}`, string(plan.Arguments))
	_, _, plan = e.planned(t, "govgroup_update", args{"group": "DB Access", "owner": "avery.stone@corp.example"})
	assert.JSONEq(t, `{"group":"`+e.DBAccess.ID+`","owner":"`+e.Admin.ID+`"}`, string(plan.Arguments))
	_, _, plan = e.planned(t, "govgroup_bulk_delete", args{"groups": []string{"DB Access", "Retired Project Board"}})
	assert.JSONEq(t, `{"groups":["`+e.DBAccess.ID+`","`+e.Unused.ID+`"]}`, string(plan.Arguments))
}

func TestOnlyChangesCanBePrepared(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	inv := e.Registry.NewInvocation(tools.Caller{}, nil)
	for tool, raw := range map[string]string{"govgroup_list": `{}`, "govgroup_nothing": `{}`, "govgroup_delete": `{}`, "govgroup_update": `{"group":"x"}`} {
		_, err := e.Registry.Change(t.Context(), inv, tool, json.RawMessage(raw))
		assert.Equal(t, tools.InvalidInput, tools.AsError(err).Code, tool)
	}
}

// What a person saw and what is so now: every difference that matters is said in
// words, and what does not matter is not.
func TestDifferencesSayWhatChangedMeanwhile(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	members := e.group(t, e.DBAccess.ID).Members
	role := sandbox.Connection{ObjectType: sandbox.ObjectRole, ObjectID: "r1", ObjectName: "New Role", ConnectionType: sandbox.ConnectionReviewer}
	remove := args{"group": e.DBAccess.ID, "members": members[:2]}
	bulk := args{"groups": []string{e.DBAccess.ID, e.Unused.ID, e.Sixty.ID}}
	var said []string
	for _, c := range []struct {
		what, tool string
		in         args
		meanwhile  func() error
	}{
		{"nothing", "govgroup_delete", args{"group": e.DBAccess.ID}, func() error { return nil }},
		{"another group is renamed", "govgroup_delete", args{"group": e.DBAccess.ID}, func() error { return e.RenameGroup(e.Sixty.ID, "Elsewhere") }},
		{"a member comes", "govgroup_delete", args{"group": e.DBAccess.ID}, func() error { return e.AddMember(e.DBAccess.ID, e.Admin.ID) }},
		{"the owner changes", "govgroup_delete", args{"group": e.DBAccess.ID}, func() error { return e.SetOwner(e.DBAccess.ID, e.Admin.ID) }},
		{"a member goes", "govgroup_members_remove", remove, func() error { return e.RemoveMember(e.DBAccess.ID, members[0]) }},
		{"it is used", "govgroup_members_remove", remove, func() error { return e.Connect(e.DBAccess.ID, role) }},
		{"one of several is used", "govgroup_bulk_delete", bulk, func() error { return e.Connect(e.Unused.ID, role) }},
		{"one of several is gone", "govgroup_bulk_delete", bulk, func() error { return e.DeleteGroup(e.Sixty.ID) }},
		{"the name is taken", "govgroup_create", args{"name": "New", "owner": "jdoe"}, func() error {
			_, err := e.AddGroup(sandbox.Group{ID: "aaaaaaaa-0000-4000-8000-000000000001", Name: "New", OwnerID: e.Admin.ID})
			return err
		}},
		{"they join by themselves", "govgroup_members_add", args{"group": e.Unused.ID, "members": []string{"jdoe"}}, func() error { return e.AddMember(e.Unused.ID, e.JaneDoe.ID) }},
		{"it is renamed before adding", "govgroup_members_add", args{"group": e.Role.ID, "members": []string{"jdoe"}}, func() error { return e.RenameGroup(e.Role.ID, "Role\u202e Board") }},
	} {
		_, _, before := e.planned(t, c.tool, c.in)
		require.NoError(t, c.meanwhile())
		_, _, after := e.planned(t, c.tool, before.Arguments)
		said = append(said, c.what+":\n    "+strings.Join(before.Diff(after), "\n    "))
	}
	golden(t, "differences", stamps.ReplaceAllString(strings.Join(said, "\n"), "modified …"))
}
