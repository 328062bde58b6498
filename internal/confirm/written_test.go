package confirm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

// Junk around the groups that are meant must not push them out of the question.
func TestAttackADeletionThatTheQuestionDoesNotName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var refs []string
	for i := range 60 {
		refs = append(refs, fmt.Sprintf("Invented %d", i))
	}
	o := w.waiting(t, "govgroup_bulk_delete", args{"groups": append(refs, w.DBAccess.ID, w.Unused.ID)})
	q, err := w.gate.Question(t.Context(), o.Change)
	require.NoError(t, err)
	lines := strings.Split(q.Text, "\n")
	assert.Contains(t, lines[1], "To be deleted: “DB Access” (owner “Jane Doe”", "what is written stands first")
	assert.Contains(t, lines[2], fmt.Sprintf("To be deleted: “%s”", w.Unused.Name))
	assert.Contains(t, q.Text, "Not found (60): “Invented 0”")
	assert.Contains(t, q.Text, "and 55 more")
	assert.NotContains(t, q.Text, "Invented 7")
}

// Whatever a change writes, its question names it.
func TestAQuestionNamesEverythingThatIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	group, _ := w.Group(w.Sixty.ID)
	for name, c := range map[string]struct {
		tool string
		in   args
	}{
		"many removals": {"govgroup_members_remove", args{"group": w.Sixty.ID, "members": group.Members}},
		"an addition":   {"govgroup_members_add", args{"group": w.DBAccess.ID, "members": []string{w.Admin.ID, w.Approver.ID}}},
		"a creation":    {"govgroup_create", args{"name": "A “quoted” name", "owner": w.Admin.ID, "members": []string{w.JaneDoe.ID}}},
		"deletions":     {"govgroup_bulk_delete", args{"groups": []string{w.DBAccess.ID, w.Unused.ID}}},
	} {
		inv := w.registry.NewInvocation(ann, nil)
		inv.DryRun = true
		change, err := w.registry.Change(t.Context(), inv, c.tool, c.in.raw())
		require.NoError(t, err, name)
		o, err := w.gate.Submit(t.Context(), inv, tools.Tool{}, change)
		require.NoError(t, err, name)
		text := o.Preview.String()
		require.NotEmpty(t, o.Items, name)
		for _, item := range o.Items {
			if item.Outcome == "" {
				assert.Contains(t, text, tools.Quoted(item.Name), name)
			}
		}
	}
}
