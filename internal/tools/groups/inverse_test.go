// Going back: exactly what was done is undone, and nothing that was not.

package groups_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// carriedOut plans, keeps and executes a change, as a gate does, and gives the
// plan as it is stored afterwards.
func (e *env) carriedOut(t *testing.T, tool string, in args) (tools.Plan, json.RawMessage) {
	t.Helper()
	inv, change, plan := e.planned(t, tool, in)
	return e.finished(t, inv, change, plan)
}

func (e *env) finished(t *testing.T, inv *tools.Invocation, change tools.Change, plan tools.Plan) (tools.Plan, json.RawMessage) {
	t.Helper()
	kept, err := change.Snapshot(t.Context(), inv, plan)
	require.NoError(t, err)
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	plan.Items = done.Items
	return plan, kept
}

// inverse prepares a change again from what is stored of it, and gives its inverse.
func (e *env) inverse(t *testing.T, plan tools.Plan, kept json.RawMessage) (tools.Change, error) {
	t.Helper()
	change, err := e.Registry.Change(t.Context(), e.Registry.NewInvocation(tools.Caller{}, nil), plan.Tool, plan.Arguments)
	require.NoError(t, err)
	return change.Inverse(plan, kept)
}

// undone carries out the inverse of what was carried out.
func (e *env) undone(t *testing.T, plan tools.Plan, kept json.RawMessage) tools.Plan {
	t.Helper()
	back, err := e.inverse(t, plan, kept)
	require.NoError(t, err)
	inv := e.Registry.NewInvocation(tools.Caller{}, nil)
	plan, err = back.Plan(t.Context(), inv)
	require.NoError(t, err)
	undone, _ := e.finished(t, inv, back, plan)
	return undone
}

func TestUndoOfAnAddition(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	people := e.crowd(t, 4)
	require.NoError(t, e.AddMember(e.DBAccess.ID, people[0].ID)) // was there before
	before := e.group(t, e.DBAccess.ID).Members
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpAddMembers, IDs: []string{people[1].ID}})
	plan, kept := e.carriedOut(t, "govgroup_members_add", args{"group": "DB Access", "members": append(accounts(people), "no.body")})
	require.Equal(t, map[string]int{tools.ItemDone: 2, tools.ItemNoChange: 1, tools.ItemFailed: 1, tools.ItemNotFound: 1}, tally(plan.Items))
	undone := e.undone(t, plan, kept)
	assert.Equal(t, tools.Destroys, undone.Effect, "taking an addition back takes something away, and is asked about")
	assert.Equal(t, map[string]int{tools.ItemDone: 2}, tally(undone.Items))
	assert.Equal(t, before, e.group(t, e.DBAccess.ID).Members)
}

func TestUndoOfARemoval(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	members := e.group(t, e.DBAccess.ID).Members
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpRemoveMembers, IDs: []string{members[1]}})
	plan, kept := e.carriedOut(t, "govgroup_members_remove", args{"group": "DB Access", "members": append([]string{"jdoe"}, members[:3]...)})
	require.Equal(t, map[string]int{tools.ItemDone: 2, tools.ItemFailed: 1, tools.ItemNoChange: 1}, tally(plan.Items))
	undone := e.undone(t, plan, kept)
	assert.Equal(t, tools.Changes, undone.Effect)
	assert.Equal(t, map[string]int{tools.ItemDone: 2}, tally(undone.Items))
	assert.ElementsMatch(t, members, e.group(t, e.DBAccess.ID).Members)
}

func TestUndoOfAnUpdate(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	before := e.group(t, e.DBAccess.ID)
	plan, kept := e.carriedOut(t, "govgroup_update", args{"group": "DB Access", "name": "Renamed", "description": "", "owner": "avery.stone"})
	undone := e.undone(t, plan, kept)
	assert.Equal(t, map[string]int{tools.ItemDone: 1}, tally(undone.Items))
	after := e.group(t, e.DBAccess.ID)
	after.Modified = before.Modified
	assert.Equal(t, before, after)
}

// Someone else has changed the group since: setting it back would undo theirs.
func TestAnUpdateThatOthersChangedIsNotUndone(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	plan, kept := e.carriedOut(t, "govgroup_update", args{"group": "DB Access", "name": "Renamed"})
	require.NoError(t, e.RenameGroup(e.DBAccess.ID, "Renamed Again"))
	back, err := e.inverse(t, plan, kept)
	require.NoError(t, err)
	_, err = back.Plan(t.Context(), e.Registry.NewInvocation(tools.Caller{}, nil))
	failure := tools.AsError(err)
	assert.Equal(t, tools.Stale, failure.Code)
	assert.Contains(t, failure.Message, "“Renamed Again” was changed by someone else since")
}

func TestUndoOfACreation(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	before := e.Groups()
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpAddMembers, IDs: []string{e.Admin.ID}})
	plan, kept := e.carriedOut(t, "govgroup_create", args{"name": "New", "owner": "jdoe", "members": []string{"jdoe", e.Admin.ID, "no.body"}})
	undone := e.undone(t, plan, kept)
	assert.Equal(t, tools.Destroys, undone.Effect)
	assert.Equal(t, map[string]int{tools.ItemDone: 1}, tally(undone.Items))
	assert.Equal(t, before, e.Groups())
}

func TestUndoOfADeletion(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	before := e.group(t, e.DBAccess.ID)
	plan, kept := e.carriedOut(t, "govgroup_delete", args{"group": "DB Access"})
	_, there := e.Group(before.ID)
	require.False(t, there)
	undone := e.undone(t, plan, kept)
	assert.Equal(t, tools.Changes, undone.Effect)
	assert.Equal(t, map[string]int{tools.ItemDone: 13}, tally(undone.Items))
	again := e.group(t, undone.Items[0].ID)
	assert.NotEqual(t, before.ID, again.ID, "a new id")
	assert.Equal(t, []any{before.Name, before.Description, before.OwnerID}, []any{again.Name, again.Description, again.OwnerID})
	assert.ElementsMatch(t, before.Members, again.Members)
}

// Of several groups only those that were deleted come again, with what they had.
func TestUndoOfADeletionOfMany(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	hostile := e.group(t, e.Hostile[2].ID)
	inv, change, plan := e.planned(t, "govgroup_bulk_delete", args{"groups": []string{"DB Access", hostile.ID, e.Unused.ID, e.Role.ID, "No Such", e.SixHundred.ID}})
	kept, err := change.Snapshot(t.Context(), inv, plan)
	require.NoError(t, err)
	require.NoError(t, e.Connect(e.Unused.ID, sandbox.Connection{ObjectType: sandbox.ObjectRole, ObjectID: "x", ObjectName: "X", ConnectionType: sandbox.ConnectionReviewer}))
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	plan.Items = done.Items
	require.Equal(t, 3, tally(plan.Items)[tools.ItemDone])
	groups := len(e.Groups())
	undone := e.undone(t, plan, kept)
	assert.Equal(t, map[string]int{tools.ItemDone: 3 + 12 + len(hostile.Members) + 600}, tally(undone.Items))
	assert.Len(t, e.Groups(), groups+3)
	assert.Equal(t, hostile.Name, e.Groups()[groups+1].Name, "the name as it was, not as it is shown")
	assert.Len(t, e.Groups()[groups+2].Members, 600)
}

// One group that the tenant will not have again does not stop the others.
func TestUndoOfADeletionThatIsPartlyRefused(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{sandbox: sandbox.Options{Switches: sandbox.Switches{MaxNameLength: 30}}})
	long, err := e.AddGroup(sandbox.Group{Name: "A name from before the tenant had a limit", OwnerID: e.JaneDoe.ID, Members: []string{e.Admin.ID}})
	require.NoError(t, err)
	plan, kept := e.carriedOut(t, "govgroup_bulk_delete", args{"groups": []string{long.ID, e.DBAccess.ID}})
	undone := e.undone(t, plan, kept)
	assert.Equal(t, map[string]int{tools.ItemDone: 13, tools.ItemFailed: 2}, tally(undone.Items))
	assert.Contains(t, undone.Items[0].Reason, "longer than 30 characters")
	assert.Equal(t, "not attempted: the group was not created", undone.Items[1].Reason)
}

func TestASnapshotThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for tool, in := range map[string]args{
		"govgroup_update": {"group": "DB Access", "name": "New"}, "govgroup_delete": {"group": e.Unused.ID},
	} {
		_, change, plan := e.planned(t, tool, in)
		_, err := change.Inverse(plan, json.RawMessage("{spoilt"))
		require.Error(t, err, tool)
	}
}
