// What every tool that changes takes beside its own arguments: why, and whether
// it is only to be shown.

package confirm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestReasonAndDryRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv := w.registry.NewInvocation(ann, nil)
	inv.Reason, inv.DryRun = "left\nthe company\u202e", true
	change, err := w.registry.Change(t.Context(), inv, "govgroup_delete", args{"group": "DB Access"}.raw())
	require.NoError(t, err)
	before := len(testenv.Entries(t, w.db, func(audit.Entry) bool { return true }))
	shown, err := w.gate.Submit(t.Context(), inv, tools.Tool{}, change)
	require.NoError(t, err)
	assert.Equal(t, tools.StatusPreview, shown.Status)
	assert.Nil(t, shown.Confirmation, "nobody is asked")
	text := shown.Text()
	assert.Contains(t, text, "Delete governance group “DB Access”.")
	assert.Contains(t, text, "“left the company”")
	assert.Contains(t, text, `It would need an approval of the level "typed"`)
	assert.Len(t, testenv.Entries(t, w.db, func(audit.Entry) bool { return true }), before, "nothing is kept")

	inv.DryRun = false
	o, err := w.gate.Submit(t.Context(), inv, tools.Tool{}, change)
	require.NoError(t, err)
	inv.Reason = "another reason"
	same, err := w.gate.Submit(t.Context(), inv, tools.Tool{}, change)
	require.NoError(t, err)
	assert.Equal(t, o.Change, same.Change)
	assert.Contains(t, same.Text(), "the new reason was not added")
	q, err := w.gate.Question(t.Context(), o.Change)
	require.NoError(t, err)
	lines := strings.Split(q.Text, "\n")
	assert.Contains(t, lines[len(lines)-2], "Reason, in the words of ann: “left the company”", "after what is written, on one line")
	assert.Equal(t, "left the company", w.entries(t, o.Change)[0].Purpose)

	_, err = w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.No, By: ann, Reason: "She\nstays."})
	assert.Contains(t, refused(t, tools.Declined, err), "“She stays.”")
	told, err := w.gate.Follow(t.Context(), o.Change, ann)
	require.NoError(t, err)
	assert.Contains(t, told.Summary, "declined by ann, who says: “She stays.”")
}

// The same two arguments on every tool that changes.
func TestEveryChangingToolTakesReasonAndDryRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tool := range w.registry.Tools() {
		_, takes := tool.Input.Properties.Get("dry_run")
		_, says := tool.Input.Properties.Get("reason")
		assert.Equal(t, !tool.ReadOnly(), takes && says, tool.Name)
	}
	w.Untouched(t, func() {
		shown := w.ask(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{w.Admin.ID}, "dry_run": true, "reason": "new"})
		assert.Equal(t, tools.StatusPreview, shown.Status)
		assert.Empty(t, shown.Change)
		_, err := w.try(t, "govgroup_delete", args{"group": "DB Access", "reason": strings.Repeat("x", 501)})
		assert.Contains(t, refused(t, tools.InvalidInput, err), "at most 500")
	})
}
