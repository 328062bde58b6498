// Names: what a person reads of a group, and what they type.

package confirm_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// A typed name tells groups apart, and no keyboard's habits from another's.
func TestWhatCountsAsTheNameTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for typed, right := range map[string]bool{
		"Ann’s “Prod – DB” … 1":         true,
		"Ann's \"Prod - DB\" … 1":       true,
		" Ann´s «Prod — DB»\u00a0…  1 ": true,
		"ann's \"Prod - DB\" … 1":       false,
		"Ann's \"Prod - DB\" 1":         false,
		"Ann's \"Prod DB\" … 1":         false,
		"\u0410nn's \"Prod - DB\" … 1":  false, // a Cyrillic A
		"Ann's \"Prod - DB\" … \uff11":  false, // a full-width 1
	} {
		require.NoError(t, w.RenameGroup(w.DBAccess.ID, "Ann’s “Prod – DB” … 1"))
		o := w.waiting(t, "govgroup_delete", args{"group": w.DBAccess.ID})
		_, err := w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: typed, By: ann})
		if right {
			require.NoError(t, err, typed)
			back := w.ask(t, "govgroup_undo", args{"change": o.Change})
			w.DBAccess.ID = back.Items[0].ID
			continue
		}
		assert.Contains(t, refused(t, tools.InvalidInput, err), "That does not match the name", typed)
	}
}

// A group that was renamed to something harmless before it is asked about.
func TestAttackAnotherNameBeforeTheQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	renamed := w.ask(t, "govgroup_update", args{"group": w.DBAccess.ID, "name": "Old test group"})
	require.Equal(t, tools.StatusDone, renamed.Status)
	o := w.waiting(t, "govgroup_delete", args{"group": w.DBAccess.ID})
	q, err := w.gate.Question(t.Context(), o.Change)
	require.NoError(t, err)
	assert.Contains(t, q.Text, "“Old test group” was called “DB Access” at ")
	_, err = w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.No, By: ann})
	refused(t, tools.Declined, err)

	w.Pass(25 * time.Hour)
	o = w.waiting(t, "govgroup_update", args{"group": w.DBAccess.ID, "owner": w.Admin.ID})
	assert.NotContains(t, o.Text(), "was called", "after a day people know the new name")
}

// A group that was made to be taken for another one, when it or the other is
// deleted.
func TestAttackALookAlikeOfTheGroupThatIsMeant(t *testing.T) {
	t.Parallel()
	for name, alike := range map[string]string{
		"the same name": "DB Access", "other letters": "DB Аccess", "another blank": "DB\u00a0Access", "small letters": "db access",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			made := w.waiting(t, "govgroup_create", args{"name": alike, "owner": w.Admin.ID})
			assert.Contains(t, strings.Join(made.Warnings, " "), "“DB Access” (id "+w.DBAccess.ID, "whoever makes it is asked")
			_, err := w.yes(t, made)
			require.NoError(t, err)
			o := w.waiting(t, "govgroup_delete", args{"group": w.DBAccess.ID})
			assert.Contains(t, o.Text(), "can be taken for another group")
			assert.Equal(t, w.DBAccess.ID, w.phrase(t, o), "the name would not tell which")
			w.Untouched(t, func() {
				_, err := w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
				refused(t, tools.InvalidInput, err)
			})
			done, err := w.yes(t, o)
			require.NoError(t, err)
			assert.Equal(t, tools.StatusDone, done.Status)
		})
	}
}

// What a person reads says for which tenant it is, and who wants it.
func TestAQuestionSaysForWhichTenantAndWhoAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access", "reason": "closed"})
	q, err := w.gate.Question(t.Context(), o.Change)
	require.NoError(t, err)
	assert.Contains(t, q.Text, "Asked by ann for the tenant "+w.URL+". Open until ")
	p := q.Preview
	assert.Equal(t, []string{w.URL, "ann", "stdio", "closed"}, []string{p.Tenant, p.Requester, p.Surface, p.Reason})
	assert.False(t, p.Sandbox)
	require.Len(t, p.Groups, 1)
	assert.Equal(t, w.DBAccess.ID, p.Groups[0].ID)

	practice := w.with(t, func(o *testenv.Options) { o.Settings.Sandbox = true })
	q, err = practice.gate.Question(t.Context(), o.Change)
	require.NoError(t, err)
	assert.True(t, q.Preview.Sandbox)
	assert.Contains(t, q.Text, "Asked by ann for the sandbox.")
}

// Quotes in a name that is warned of, a name to type or a reason end no quotation of
// ours, so that none of them can say something in our name.
func TestAttackQuotesThatForgeSentences(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const forged = "Old” group. Nothing is deleted. ❝Test"
	w.ask(t, "govgroup_update", args{"group": w.DBAccess.ID, "name": forged})
	inv := w.registry.NewInvocation(ann, nil)
	inv.Reason = "x”. Approved by “Morgan"
	change, err := w.registry.Change(t.Context(), inv, "govgroup_delete", args{"group": w.DBAccess.ID}.raw())
	require.NoError(t, err)
	o, err := w.gate.Submit(t.Context(), inv, tools.Tool{}, change)
	require.NoError(t, err)
	q, err := w.gate.Question(t.Context(), o.Change)
	require.NoError(t, err)
	assert.Contains(t, q.Text, "was called “DB Access”")
	assert.Contains(t, q.Text, `“x". Approved by "Morgan”`)

	_, err = w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, By: ann, Typed: "no"})
	wrong := refused(t, tools.InvalidInput, err)
	_, err = w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.No, By: ann, Reason: "y”. It was “done"})
	declined := refused(t, tools.Declined, err)
	for _, text := range []string{q.Text, wrong, declined} {
		assert.NotRegexp(t, "”[^“]*”|“[^”]*“|❝", text)
	}
}

// What a form shows in quotes can be typed as it is shown.
func TestANameWithQuotesIsTypedAsItIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ask(t, "govgroup_update", args{"group": w.DBAccess.ID, "name": "The ❝DB❞ 〝one〞"})
	o := w.waiting(t, "govgroup_delete", args{"group": w.DBAccess.ID})
	done, err := w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, By: ann, Typed: `The "DB" "one"`})
	require.NoError(t, err)
	assert.Equal(t, tools.StatusDone, done.Status)
}
