package confirm_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func TestUndoOfAnAdditionRemovesWhomItAdded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before, _ := w.Group(w.DBAccess.ID)
	o := w.ask(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{w.Admin.ID, before.Members[0], "nobody@corp.example"}})
	require.Equal(t, tools.StatusPartly, o.Status)

	undo := w.waiting(t, "govgroup_undo", args{"change": o.Change})
	assert.Equal(t, string(confirm.Client), undo.Confirmation.Level, "it removes, so it asks")
	require.Equal(t, tools.StatusDone, w.done(t, undo).Status)
	after, _ := w.Group(w.DBAccess.ID)
	assert.Equal(t, before.Members, after.Members, "who was a member before still is")
}

func TestUndoOfARemovalAddsOnlyThoseRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before, _ := w.Group(w.DBAccess.ID)
	stays := before.Members[1]
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpRemoveMembers, IDs: []string{stays}}))
	o := w.done(t, w.waiting(t, "govgroup_members_remove", args{"group": "DB Access", "members": before.Members[:3]}))
	require.Equal(t, tools.StatusPartly, o.Status, "half failed")
	require.NoError(t, w.RemoveMember(w.DBAccess.ID, stays)) // someone else removes the third meanwhile

	undo := w.ask(t, "govgroup_undo", args{"change": o.Change})
	assert.Equal(t, tools.StatusDone, undo.Status, "adding needs no yes")
	after, _ := w.Group(w.DBAccess.ID)
	assert.NotContains(t, after.Members, stays, "who was not removed by the change is not added by its undo")
	slices.Sort(before.Members)
	slices.Sort(after.Members)
	assert.Equal(t, slices.DeleteFunc(before.Members, func(id string) bool { return id == stays }), after.Members)
}

func TestUndoOfADeletionCreatesTheGroupAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before, _ := w.Group(w.DBAccess.ID)
	o := w.done(t, w.waiting(t, "govgroup_delete", args{"group": "DB Access"}))
	undo := w.ask(t, "govgroup_undo", args{"change": o.Change})
	require.Equal(t, tools.StatusDone, undo.Status, undo.Summary)
	assert.Contains(t, undo.Text(), "under a new id")
	assert.NotEqual(t, before.ID, undo.Items[0].ID)
	after, there := w.Group(undo.Items[0].ID)
	require.True(t, there)
	slices.Sort(before.Members)
	slices.Sort(after.Members)
	assert.Equal(t, before.Name, after.Name)
	assert.Equal(t, before.Description, after.Description)
	assert.Equal(t, before.OwnerID, after.OwnerID)
	assert.Equal(t, before.Members, after.Members)
}

func TestUndoOfAHalfFailedBulkDeletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpDeleteGroups, IDs: []string{w.Unused.ID}}))
	o := w.done(t, w.waiting(t, "govgroup_bulk_delete", args{"groups": []string{w.DBAccess.ID, w.Unused.ID, w.Role.ID, "no such"}}))
	require.Equal(t, tools.StatusPartly, o.Status)
	before := len(w.Groups())
	undo := w.ask(t, "govgroup_undo", args{"change": o.Change})
	require.Equal(t, tools.StatusDone, undo.Status, undo.Text())
	assert.Len(t, w.Groups(), before+1, "only the one that was deleted comes back")
	assert.Equal(t, "DB Access", undo.Items[0].Name)
}

func TestUndoOfAnUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before, _ := w.Group(w.DBAccess.ID)
	o := w.done(t, w.waiting(t, "govgroup_update", args{"group": "DB Access", "name": "DB Access 2", "owner": w.Admin.ID}))
	require.Equal(t, tools.StatusDone, o.Status)
	undo := w.done(t, w.waiting(t, "govgroup_undo", args{"change": o.Change}))
	require.Equal(t, tools.StatusDone, undo.Status)
	after, _ := w.Group(w.DBAccess.ID)
	assert.Equal(t, before.Name, after.Name)
	assert.Equal(t, before.OwnerID, after.OwnerID)
	assert.Equal(t, before.Description, after.Description)
}

func TestUndoOfAnUpdateThatSomeoneBuiltUpon(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.ask(t, "govgroup_update", args{"group": "DB Access", "name": "DB Access 2"})
	require.NoError(t, w.RenameGroup(w.DBAccess.ID, "Someone else's name"))
	w.Untouched(t, func() {
		_, err := w.try(t, "govgroup_undo", args{"change": o.Change})
		assert.Contains(t, refused(t, tools.Stale, err), "changed by someone else")
	})
}

func TestUndoOfACreationAsksBeforeDeleting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.ask(t, "govgroup_create", args{"name": "New", "owner": "jdoe", "members": []string{"jdoe"}})
	require.Equal(t, tools.StatusDone, o.Status)
	undo := w.waiting(t, "govgroup_undo", args{"change": o.Change})
	assert.Equal(t, "New", w.phrase(t, undo))
	require.Equal(t, tools.StatusDone, w.done(t, undo).Status)
	_, there := w.Group(o.Items[0].ID)
	assert.False(t, there)
}

func TestUndoIsAllowedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.ask(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{w.Admin.ID}})
	first := w.waiting(t, "govgroup_undo", args{"change": o.Change})
	again := w.waiting(t, "govgroup_undo", args{"change": o.Change})
	assert.Equal(t, first.Change, again.Change, "the same request again is the one that is open")
	_, err := w.gate.Decide(t.Context(), first.Change, confirm.Answer{Verdict: confirm.No, By: ann})
	refused(t, tools.Declined, err)

	second := w.waiting(t, "govgroup_undo", args{"change": o.Change})
	require.Equal(t, tools.StatusDone, w.done(t, second).Status, "a declined undo may be asked for again")
	w.Untouched(t, func() {
		again := w.ask(t, "govgroup_undo", args{"change": o.Change})
		assert.Contains(t, again.Summary, "Nothing to do")
		_, err = w.try(t, "govgroup_undo", args{"change": second.Change})
		assert.Contains(t, refused(t, tools.InvalidInput, err), "undid another one")
	})
}

func TestAnUndoneDeletionIsNotCreatedTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.done(t, w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID}))
	require.Equal(t, tools.StatusDone, w.ask(t, "govgroup_undo", args{"change": o.Change}).Status)
	w.Untouched(t, func() {
		_, err := w.try(t, "govgroup_undo", args{"change": o.Change})
		refused(t, tools.AlreadyDecided, err)
	})
}

func TestWhatCannotBeUndone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	waiting := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	declined := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	_, err := w.gate.Decide(t.Context(), declined.Change, confirm.Answer{Verdict: confirm.No, By: ann})
	require.Error(t, err)
	for name, c := range map[string]struct {
		change string
		code   tools.Code
	}{
		"unknown":  {"00000000000000000000000000000000", tools.NotFound},
		"waiting":  {string(waiting.Change), tools.InvalidInput},
		"declined": {string(declined.Change), tools.InvalidInput},
	} {
		t.Run(name, func(t *testing.T) {
			w.Untouched(t, func() {
				_, err := w.try(t, "govgroup_undo", args{"change": c.change})
				refused(t, c.code, err)
			})
		})
	}
}
