// Rechecking: what changed between the question and the yes makes another question.

package confirm_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// pair adds n groups with the same two members.
func (w *world) pair(t *testing.T, n int) (ids []string) {
	t.Helper()
	for i := range n {
		g, err := w.AddGroup(sandbox.Group{Name: fmt.Sprintf("Pair %02d", i), OwnerID: w.JaneDoe.ID, Members: []string{w.Admin.ID, w.Approver.ID}})
		require.NoError(t, err)
		ids = append(ids, g.ID)
	}
	return ids
}

func TestManyDeletionsAreCheckedAgain(t *testing.T) {
	t.Parallel()
	swap := func(t *testing.T, w *world, id string) {
		require.NoError(t, w.RemoveMember(id, w.Admin.ID))
		require.NoError(t, w.AddMember(id, w.JaneDoe.ID))
	}
	for name, c := range map[string]struct {
		groups int
		change func(t *testing.T, w *world, id string)
	}{
		"others in a few":     {5, swap},
		"a member more":       {20, func(t *testing.T, w *world, id string) { require.NoError(t, w.AddMember(id, w.JaneDoe.ID)) }},
		"a member less":       {20, func(t *testing.T, w *world, id string) { require.NoError(t, w.RemoveMember(id, w.Admin.ID)) }},
		"another name":        {20, func(t *testing.T, w *world, id string) { require.NoError(t, w.RenameGroup(id, "Other")) }},
		"another owner":       {20, func(t *testing.T, w *world, id string) { require.NoError(t, w.SetOwner(id, w.Admin.ID)) }},
		"no more":             {20, func(t *testing.T, w *world, id string) { require.NoError(t, w.DeleteGroup(id)) }},
		"in use":              {20, func(t *testing.T, w *world, id string) { w.use(t, id) }},
		"in use, of very few": {2, func(t *testing.T, w *world, id string) { w.use(t, id) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ids := w.pair(t, c.groups)
			o := w.waiting(t, "govgroup_bulk_delete", args{"groups": ids})
			c.change(t, w, ids[c.groups/2])
			w.Untouched(t, func() {
				after, err := w.yes(t, o)
				require.NoError(t, err)
				assert.Equal(t, tools.StatusStale, after.Status)
				assert.Contains(t, after.Summary, "the tenant changed since the question was asked")
			})
		})
	}
}

// use lets a role use a group.
func (w *world) use(t *testing.T, id string) {
	t.Helper()
	require.NoError(t, w.Connect(id, sandbox.Connection{ObjectType: sandbox.ObjectRole, ObjectID: "x", ObjectName: "New Role", ConnectionType: sandbox.ConnectionReviewer}))
}

// A question that takes the place of another shows all that a first one would.
func TestAFreshQuestionIsWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.pair(t, 1)[0]
	o := w.waiting(t, "govgroup_members_remove", args{"group": id, "members": []string{w.Admin.ID}})
	w.use(t, id)
	after, err := w.yes(t, o)
	require.NoError(t, err)
	require.Equal(t, tools.StatusStale, after.Status)
	assert.Contains(t, after.Text(), "New Role")
}

// What it takes to go back was read when the question was asked, and says so where it is
// not compared with who is in the groups at the yes.
func TestUndoOfManyDeletions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_bulk_delete", args{"groups": w.pair(t, 6)})
	assert.Contains(t, o.Text(), "an undo brings back those of now")
	require.Equal(t, tools.StatusDone, w.done(t, o).Status)
	back := w.ask(t, "govgroup_undo", args{"change": o.Change})
	require.Equal(t, tools.StatusDone, back.Status)
	made := 0
	for _, g := range w.Groups() {
		for _, ref := range back.Groups {
			if g.ID == ref.ID {
				made++
				assert.ElementsMatch(t, []string{w.Admin.ID, w.Approver.ID}, g.Members)
			}
		}
	}
	assert.Equal(t, 6, made)

	few := w.waiting(t, "govgroup_bulk_delete", args{"groups": w.pair(t, 2)})
	assert.NotContains(t, few.Text(), "those of now")
}
