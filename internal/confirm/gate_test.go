package confirm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestChangesPassAndAreOnRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.ask(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{"jdoe"}})
	assert.Equal(t, tools.StatusDone, o.Status)
	require.NotEmpty(t, o.Change, "without an id nobody could take it back")

	r := w.stored(t, o.Change)
	assert.Equal(t, confirm.Done, r.State)
	assert.Equal(t, confirm.None, r.Level)
	entries := w.entries(t, o.Change)
	assert.Equal(t, []audit.Kind{audit.Intent, audit.Outcome}, testenv.Kinds(entries), "the intent stands before the outcome")
	assert.Equal(t, "ann", entries[1].Actor.Subject)
	assert.Equal(t, "test 1", entries[1].Actor.Client)
	assert.NotEmpty(t, entries[1].Tracking, "the tenant's tracking id of the write")
	assert.Positive(t, entries[1].Duration)
	w.sound(t)
}

func TestWhatDestroysWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	group, ok := w.Group(w.DBAccess.ID)
	require.True(t, ok)
	cases := map[string]struct {
		tool  string
		args  args
		level confirm.Level
	}{
		"a deletion":               {"govgroup_delete", args{"group": "DB Access"}, confirm.Typed},
		"deletions":                {"govgroup_bulk_delete", args{"groups": []string{w.DBAccess.ID, w.Unused.ID}}, confirm.Typed},
		"few members":              {"govgroup_members_remove", args{"group": "DB Access", "members": group.Members[:10]}, confirm.Client},
		"more than a few":          {"govgroup_members_remove", args{"group": "DB Access", "members": group.Members[:11]}, confirm.Typed},
		"few of many named":        {"govgroup_members_remove", args{"group": "DB Access", "members": append([]string{w.Admin.ID, w.Approver.ID}, group.Members[:10]...)}, confirm.Client},
		"one in use among several": {"govgroup_bulk_delete", args{"groups": []string{w.DBAccess.ID, w.Role.ID, "no such"}}, confirm.Typed},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w.Untouched(t, func() {
				o := w.waiting(t, c.tool, c.args)
				r := w.stored(t, o.Change)
				assert.Equal(t, confirm.Pending, r.State)
				assert.Equal(t, c.level, r.Level)
				assert.Equal(t, string(c.level), o.Confirmation.Level)
				assert.WithinDuration(t, time.Now().Add(15*time.Minute), r.Expires, time.Minute)
				assert.Len(t, r.ID, 32, "128 bits in hex")
				assert.Contains(t, o.Confirmation.Decide, "Only whoever asked (ann) may decide: by asking again")
				assert.Equal(t, []audit.Kind{audit.Asked}, testenv.Kinds(w.entries(t, o.Change)))
			})
		})
	}
}

func TestPreviewsSayWhatWouldHappen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	preview := func(tool string, a args) string {
		return w.waiting(t, tool, a).Confirmation.Preview.String()
	}
	one := preview("govgroup_delete", args{"group": "DB Access"})
	for _, part := range []string{"To be deleted: “DB Access” (owner “Jane Doe”", "12 members", "and 7 more", "does not prove that a group is unused", "under a new id"} {
		assert.Contains(t, one, part)
	}
	several := preview("govgroup_bulk_delete", args{"groups": []string{"DB Access", w.Role.ID, "no such group"}})
	for _, part := range []string{"Delete 1 governance group. 2 of the 3 named will not be deleted.", "To be deleted: “DB Access”", "Stay, because they are in use (1)", "ROLE", "Not found (1): “no such group”"} {
		assert.Contains(t, several, part)
	}
	last, _ := w.Group(w.LastMember.ID)
	removal := preview("govgroup_members_remove", args{"group": w.LastMember.ID, "members": last.Members})
	assert.Contains(t, removal, "Warning: Nobody would be left in this group, which is used for approvals")
	assert.Contains(t, removal, "1 now, 0 afterwards")
}

func TestNothingToDoAsksNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Untouched(t, func() {
		o := w.ask(t, "govgroup_members_remove", args{"group": "DB Access", "members": []string{w.Admin.ID}})
		assert.Equal(t, tools.StatusDone, o.Status)
		assert.Equal(t, tools.ItemNoChange, o.Items[0].Outcome)
		assert.Contains(t, o.Summary, "Nothing to do")

		o = w.ask(t, "govgroup_bulk_delete", args{"groups": []string{w.Role.ID, "no such"}})
		assert.Equal(t, tools.StatusFailed, o.Status, "none of them can be deleted")
	})
}

func TestAGroupInUseIsNotOfferedForDeletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Untouched(t, func() {
		_, err := w.try(t, "govgroup_delete", args{"group": w.Source.ID})
		said := refused(t, tools.InUse, err)
		assert.Contains(t, said, sandbox.ObjectSource)
	})
}

func TestWithoutRecordsNothingIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	phrase := w.phrase(t, o)
	require.NoError(t, w.db.Close())
	w.Untouched(t, func() {
		_, err := w.try(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{"jdoe"}})
		assert.Contains(t, refused(t, tools.Unavailable, err), "nothing was done")
		_, err = w.try(t, "govgroup_delete", args{"group": "DB Access"})
		refused(t, tools.Unavailable, err)
		_, err = w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: phrase, By: ann})
		refused(t, tools.Unavailable, err)
	})
}

func TestDescriptionsStayOutOfTheAudit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.ask(t, "govgroup_update", args{"group": "DB Access", "description": "the model's own words"})
	for _, e := range w.entries(t, o.Change) {
		assert.NotContains(t, string(e.Arguments), "own words")
		assert.Contains(t, string(e.Arguments), "(21 characters)")
	}
}
