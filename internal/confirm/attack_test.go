// Attempts on the gate: each must leave the tenant and the request as they were.

package confirm_test

import (
	"context"
	"fmt"
	"strings"
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

// with is a second program on the same state that differs in its settings.
func (w *world) with(t testing.TB, change func(*testenv.Options)) *replica {
	t.Helper()
	e := &testenv.Env{Server: w.Server, With: w.With}
	change(&e.With)
	e.With.Now = w.Now
	return newReplica(e.Another(t))
}

func readOnly(o *testenv.Options) { o.Settings.ReadOnly = true }

// A program with --read-only that shares the state decides nothing, carries out
// nothing, and burns nothing of what others wait for.
func TestAttackAReadOnlyProgramDecidesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	reader := w.with(t, readOnly)
	added := w.ask(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{w.Admin.ID}})
	undo := w.waiting(t, "govgroup_undo", args{"change": added.Change})
	deletion := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	w.Untouched(t, func() {
		for _, o := range []tools.Outcome{undo, deletion} {
			for _, verdict := range []confirm.Verdict{confirm.Yes, confirm.No} {
				_, err := reader.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: verdict, Typed: w.phrase(t, o), By: ann})
				assert.Contains(t, refused(t, tools.NotAllowed, err), "only reads")
			}
			_, _, err := reader.gate.Ask(t.Context(), o.Change, ann, "govgroup_undo", args{}.raw())
			refused(t, tools.NotAllowed, err)
			assert.Equal(t, confirm.Pending, w.stored(t, o.Change).State)
		}
		w.Pass(time.Hour)
		require.NoError(t, reader.gate.Recover(t.Context()))
		assert.Equal(t, confirm.Pending, w.stored(t, undo.Change).State, "not even expiry is its to write")
	})
}

// A question that somebody dismissed or mistyped must not keep others from the
// undo, nor its requester.
func TestADismissedUndoBlocksNobody(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]confirm.Answer{
		"dismissed": {Verdict: confirm.NoAnswer, By: ann},
		"mistyped":  {Verdict: confirm.Yes, Typed: "something else", By: ann},
		"left":      {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			made := w.ask(t, "govgroup_create", args{"name": "New", "owner": "jdoe"})
			first := w.waiting(t, "govgroup_undo", args{"change": made.Change})
			if answer.By.Subject != "" {
				_, err := w.gate.Decide(t.Context(), first.Change, answer)
				require.Error(t, err)
			}
			again := w.waiting(t, "govgroup_undo", args{"change": made.Change})
			assert.Equal(t, first.Change, again.Change, "the one that is open")

			bob := tools.Caller{Surface: "stdio", Subject: "bob"}
			others := w.Waiting(t, bob, "govgroup_undo", args{"change": made.Change})
			assert.NotEqual(t, first.Change, others.Change)
			done, err := w.Approve(t, bob, others.Change)
			require.NoError(t, err)
			assert.Equal(t, tools.StatusDone, done.Status)
			w.Untouched(t, func() {
				_, err := w.yes(t, first)
				require.Error(t, err, "it has been undone")
			})
		})
	}
}

// A console believes whoever sits at it to be anybody.
func TestAttackAConsoleIsNoPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	anns := tools.Caller{Surface: "console", Subject: "ann", Identity: w.Admin.ID}
	answer := confirm.Answer{Verdict: confirm.No, By: anns, Authenticated: true}
	_, err := w.gate.Decide(t.Context(), o.Change, answer)
	refused(t, tools.NotAllowed, err)
	assert.Equal(t, confirm.Pending, w.stored(t, o.Change).State)

	own := w.Waiting(t, anns, "govgroup_delete", args{"group": "DB Access"})
	answer = confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: anns, Authenticated: true}
	_, err = w.gate.Decide(t.Context(), own.Change, answer)
	require.NoError(t, err)
	assert.Equal(t, confirm.Typed, w.stored(t, own.Change).Approvals[0].Level, "on a real tenant it is no known person")

	there := w.with(t, func(o *testenv.Options) { o.Places = confirm.Places{Slack: true} })
	waits := w.Waiting(t, anns, "govgroup_delete", args{"group": w.Unused.ID})
	r := w.stored(t, waits.Change)
	r.Level = confirm.Person
	require.NoError(t, w.db.Requests().Update(t.Context(), r))
	view, err := there.gate.View(t.Context(), waits.Change, anns)
	require.NoError(t, err)
	assert.Contains(t, view.Refusal.Message, "at a console anybody could claim to be you")
	assert.NotContains(t, view.Outcome.Confirmation.Decide, "buttons", "they cannot reach the level")
	_, err = w.gate.Decide(t.Context(), waits.Change, confirm.Answer{Verdict: confirm.No, By: anns})
	refused(t, tools.Declined, err)

	practice := w.with(t, func(o *testenv.Options) { o.Settings.Sandbox = true })
	own = w.Waiting(t, anns, "govgroup_delete", args{"group": w.Unused.ID})
	answer.Typed = w.phrase(t, own)
	_, err = practice.gate.Decide(t.Context(), own.Change, answer)
	require.NoError(t, err)
	assert.Equal(t, confirm.Person, w.stored(t, own.Change).Approvals[0].Level, "in the sandbox it is practice")
}

// A program can answer any number of times. Others must still find what they did.
func TestAttackInventedAnswersDoNotBuryTheAudit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, token := asked(t, w)
	call := args{"group": "DB Access"}.raw()
	before := len(testenv.Entries(t, w.db, func(audit.Entry) bool { return true }))
	for i := range 300 {
		invented := fmt.Sprintf("%032x.%d", i, i)
		if i%3 == 0 {
			invented = token + "x"
		}
		_, err := w.gate.Answer(t.Context(), invented, "govgroup_delete", call, confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
		refused(t, tools.NotAllowed, err)
	}
	after := testenv.Entries(t, w.db, func(audit.Entry) bool { return true })
	assert.LessOrEqual(t, len(after)-before, 2, "the first of each kind")
	w.Pass(time.Minute)
	watching(t, w.gate)
	after = testenv.Entries(t, w.db, func(e audit.Entry) bool { return strings.Contains(e.Reason, "more like this") })
	require.Len(t, after, 2)
	assert.Contains(t, after[0].Reason+after[1].Reason, "(199 more like this since ")
	assert.Contains(t, after[0].Reason+after[1].Reason, "(99 more like this since ")
	assert.Equal(t, confirm.Pending, w.stored(t, o.Change).State)
	w.sound(t)
}

// watching runs the gate's watch for a round.
func watching(t *testing.T, g *confirm.Gate) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	g.Watch(ctx)
}

func TestOpenRequestsAreBoundedAndTheSameOneIsMadeOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	again := w.waiting(t, "govgroup_delete", args{"group": w.DBAccess.ID})
	assert.Equal(t, first.Change, again.Change)
	assert.Len(t, w.entries(t, first.Change), 1, "asked once")

	group, _ := w.Group(w.DBAccess.ID)
	ask := func(by tools.Caller, n int) error {
		_, err := w.Call(t, by, "govgroup_members_remove", args{"group": "DB Access", "members": group.Members[:n]})
		return err
	}
	require.NoError(t, w.RemoveMember(w.DBAccess.ID, group.Members[11]))
	fresh := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	assert.NotEqual(t, first.Change, fresh.Change, "the tenant changed, so it is another question")
	for n := range 10 {
		require.NoError(t, ask(ann, n+1))
	}
	for _, g := range w.Groups() {
		if len(g.Connections) == 0 && g.ID != w.DBAccess.ID {
			if _, err := w.try(t, "govgroup_delete", args{"group": g.ID}); err != nil {
				assert.Contains(t, refused(t, tools.RateLimited, err), "20 requests of yours wait")
				require.NoError(t, ask(tools.Caller{Surface: "stdio", Subject: "bob"}, 1), "others are not kept from asking")
				return
			}
		}
	}
	assert.Fail(t, "nobody was stopped")
}

// A tenant in trouble when the approval came: nothing was done, and nothing says
// that it was.
func TestARequestThatFailedIsNeverCalledDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.Fault500, Times: 100}))
	w.Untouched(t, func() {
		_, err := w.yes(t, o)
		refused(t, tools.Unavailable, err)
	})
	assert.Equal(t, confirm.Failed, w.stored(t, o.Change).State)
	told, err := w.gate.Follow(t.Context(), o.Change, ann)
	require.NoError(t, err)
	view, err := w.gate.View(t.Context(), o.Change, ann)
	require.NoError(t, err)
	for _, outcome := range []tools.Outcome{told, view.Outcome} {
		assert.Equal(t, tools.StatusFailed, outcome.Status)
		assert.NotContains(t, outcome.Text(), "so already")
		assert.NotContains(t, outcome.Text(), "Done")
	}
	result, err := w.try(t, "govgroup_confirmation", args{"id": o.Change})
	require.NoError(t, err)
	assert.Contains(t, result.Text, "is failed")
}

func TestWhereToDecideIsSaidForEachRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		places confirm.Places
		want   string
	}{
		"a client alone": {confirm.Places{}, "by asking again from an MCP client that can show confirmation prompts (elicitation)."},
		"a page":         {confirm.Places{Page: "https://gov.example/approvals/requests/"}, "at https://gov.example/approvals/requests/%s."},
		"a desktop":      {confirm.Places{Desktop: true}, "on the page that opens in the browser of the machine that govgroup runs on. "},
		"no screen":      {confirm.Places{Desktop: true, Printed: true}, "or whose address it prints there. "},
		"Slack":          {confirm.Places{Slack: true, Channel: "#approvals"}, "with the buttons in Slack, or with “pending”."},
	} {
		there := w.with(t, func(o *testenv.Options) { o.Places = c.places })
		o := there.waiting(t, "govgroup_delete", args{"group": "DB Access"})
		want := c.want
		if strings.Contains(want, "%s") {
			want = fmt.Sprintf(want, o.Change)
		}
		assert.Contains(t, o.Confirmation.Decide, "Only whoever asked (ann) may decide: ", name)
		assert.Contains(t, o.Confirmation.Decide, want, name)
		assert.Contains(t, o.Confirmation.Decide, "open until "+o.Confirmation.Expires.UTC().Format(time.RFC3339), name)
	}
}

// What was approved is the deletion of a group with these members.
func TestAttackMembersSwappedBeforeTheApproval(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	phrase := w.phrase(t, o)
	group, _ := w.Group(w.DBAccess.ID)
	require.NoError(t, w.RemoveMember(w.DBAccess.ID, group.Members[0]))
	require.NoError(t, w.AddMember(w.DBAccess.ID, w.Admin.ID))
	w.Untouched(t, func() {
		after, err := w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: phrase, By: ann})
		require.NoError(t, err)
		assert.Equal(t, tools.StatusStale, after.Status)
	})
}
