// The life of a group as its history tells it: found by id, by each of its names, and
// by whom it concerned.

package confirm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// historyOf calls govgroup_history.
func (w *world) historyOf(t *testing.T, a args) audit.History {
	t.Helper()
	result, err := w.Call(t, ann, tools.NameHistory, a)
	require.NoError(t, err)
	return result.Data.(audit.History)
}

// toolsOf are the tools of a history, newest first, without their prefix.
func toolsOf(h audit.History) (names []string) {
	for _, item := range h.Items {
		name := item.Tool[len(tools.Prefix):]
		if item.Undoes != "" {
			name = "undo by " + name
		}
		names = append(names, name)
	}
	return names
}

func TestTheHistoryOfAGroupThroughItsNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	created := w.ask(t, tools.NameCreate, args{"name": "Payments", "owner": w.JaneDoe.ID, "description": "Who pays", "members": []string{w.Admin.ID}})
	id := created.Items[0].ID
	renamed := w.ask(t, tools.NameUpdate, args{"group": id, "name": "Payables", "description": "Whom we pay"})
	require.Equal(t, tools.StatusDone, w.ask(t, tools.NameUndo, args{"change": renamed.Change}).Status)
	moved := w.waiting(t, tools.NameUpdate, args{"group": id, "owner": w.Admin.ID})
	require.Equal(t, tools.StatusDone, w.done(t, moved).Status)
	gone := w.done(t, w.waiting(t, tools.NameDelete, args{"group": id}))
	again := w.ask(t, tools.NameUndo, args{"change": gone.Change})
	require.Equal(t, tools.StatusDone, again.Status)
	w.ask(t, tools.NameUpdate, args{"group": w.DBAccess.ID, "description": "another group"})

	life := []string{"undo by create", "delete", "update", "undo by update", "update", "create"}
	for _, known := range []string{id, "Payments", "payables"} {
		h := w.historyOf(t, args{"group": known})
		assert.Equal(t, life, toolsOf(h), known)
		assert.Equal(t, len(life), h.Total)
	}
	assert.Equal(t, []string{"undo by create"}, toolsOf(w.historyOf(t, args{"group": again.Items[0].ID})), "the new group's id")

	h := w.historyOf(t, args{"group": id})
	assert.Equal(t, []tools.FieldChange{{Field: "Name", From: "Payments", To: "Payables"}, {Field: "Description", From: "(8 characters)", To: "(11 characters)"}}, h.Items[4].Fields)
	assert.Equal(t, "Name", h.Items[3].Fields[0].Field)
	assert.Contains(t, h.Items[2].Fields[0].From, w.JaneDoe.ID)
	assert.Contains(t, h.Text(), "Name: “Payables”, before “Payments”")
	assert.Equal(t, []tools.Ref{{ID: id, Name: "Payments"}}, h.Items[5].Groups, "a creation has its id")

	assert.Equal(t, []string{"undo by create", "delete", "update", "create"}, toolsOf(w.historyOf(t, args{"person": w.Admin.Email})), "as member and owner")
	assert.Equal(t, []string{"update", "create"}, toolsOf(w.historyOf(t, args{"person": w.JaneDoe.ID})), "as owner")
	first := w.historyOf(t, args{"group": id, "limit": 2})
	assert.Equal(t, 2, first.Offset)
	assert.Equal(t, life[2:4], toolsOf(w.historyOf(t, args{"group": id, "limit": 2, "offset": first.Offset})))
	assert.Len(t, w.historyOf(t, args{"since": "today", "until": "today"}).Items, 7)
}
