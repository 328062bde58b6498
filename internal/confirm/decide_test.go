package confirm_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestAYesIsCarriedOutOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	after := w.done(t, o)
	assert.Equal(t, tools.StatusDone, after.Status)
	assert.Equal(t, o.Change, after.Change)
	_, there := w.Group(w.DBAccess.ID)
	assert.False(t, there)

	r := w.stored(t, o.Change)
	assert.Equal(t, confirm.Done, r.State)
	require.Len(t, r.Approvals, 1)
	assert.Equal(t, confirm.Typed, r.Approvals[0].Level, "a client's yes is not called a human's")
	entries := w.entries(t, o.Change)
	assert.Equal(t, []audit.Kind{audit.Asked, audit.Decided, audit.Intent, audit.Outcome}, testenv.Kinds(entries))
	assert.Equal(t, "ann", entries[3].Approver.Subject)

	w.Untouched(t, func() {
		_, err := w.yes(t, o)
		said := refused(t, tools.AlreadyDecided, err)
		assert.Contains(t, said, "ann approved it at", "the second is told who was first")
	})
	w.sound(t)
}

func TestWhatIsNotAYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bob := tools.Caller{Surface: "stdio", Subject: "bob"}
	elsewhere := tools.Caller{Surface: "http", Subject: "ann"}
	cases := map[string]struct {
		answer confirm.Answer
		code   tools.Code
		state  confirm.State
	}{
		"the zero answer":         {confirm.Answer{By: ann}, tools.Declined, confirm.Pending},
		"dismissed":               {confirm.Answer{Verdict: confirm.NoAnswer, By: ann}, tools.Declined, confirm.Pending},
		"without content":         {confirm.Answer{Verdict: confirm.Unclear, By: ann}, tools.InvalidInput, confirm.Pending},
		"nothing typed":           {confirm.Answer{Verdict: confirm.Yes, By: ann}, tools.InvalidInput, confirm.Pending},
		"another name typed":      {confirm.Answer{Verdict: confirm.Yes, Typed: "DB Acces", By: ann}, tools.InvalidInput, confirm.Pending},
		"other capitals typed":    {confirm.Answer{Verdict: confirm.Yes, Typed: "db access", By: ann}, tools.InvalidInput, confirm.Pending},
		"someone else":            {confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: bob}, tools.NotAllowed, confirm.Pending},
		"the same name elsewhere": {confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: elsewhere}, tools.NotAllowed, confirm.Pending},
		"someone else's no":       {confirm.Answer{Verdict: confirm.No, By: bob}, tools.NotAllowed, confirm.Pending},
		"no":                      {confirm.Answer{Verdict: confirm.No, By: ann}, tools.Declined, confirm.Declined},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w.Untouched(t, func() {
				o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
				_, err := w.gate.Decide(t.Context(), o.Change, c.answer)
				assert.Contains(t, strings.ToLower(refused(t, c.code, err)), "nothing was changed")
				assert.Equal(t, c.state, w.stored(t, o.Change).State)
				entries := w.entries(t, o.Change)
				last := entries[len(entries)-1]
				assert.Contains(t, []audit.Kind{audit.Refused, audit.Decided}, last.Kind, "the attempt is on record")
				assert.Equal(t, c.answer.By.Subject, last.Actor.Subject)
			})
		})
	}
	w.sound(t)
}

func TestTypedNamesAreComparedAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.NoError(t, w.RenameGroup(w.DBAccess.ID, "Zugänge für Löhne"))
	o := w.waiting(t, "govgroup_delete", args{"group": w.DBAccess.ID})
	typed := "  " + norm.NFD.String("Zugänge für Löhne") + " "
	after, err := w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: typed, By: ann})
	require.NoError(t, err)
	assert.Equal(t, tools.StatusDone, after.Status)
}

func TestHostileNamesCanStillBeTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, g := range w.Hostile {
		o := w.ask(t, "govgroup_bulk_delete", args{"groups": []string{g.ID, g.ID}})
		if o.Status != tools.StatusAsk {
			continue // in use: not offered
		}
		asked := w.waiting(t, "govgroup_delete", args{"group": g.ID})
		one, err := w.gate.Question(t.Context(), asked.Change)
		require.NoError(t, err)
		assert.Equal(t, tools.Clean(one.Phrase), one.Phrase, "what has to be typed can be seen")
		assert.NotEmpty(t, one.Phrase)
		for _, waits := range []tools.RequestID{asked.Change, o.Change} {
			_, err = w.gate.Decide(t.Context(), waits, confirm.Answer{Verdict: confirm.No, By: ann})
			refused(t, tools.Declined, err)
		}
	}
}

func TestExpiry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	w.Pass(15 * time.Minute)
	w.Untouched(t, func() {
		_, err := w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
		said := refused(t, tools.Expired, err)
		assert.Contains(t, said, "Ask for the change again")
	})
	assert.Equal(t, confirm.Expired, w.stored(t, o.Change).State)
	entries := w.entries(t, o.Change)
	assert.Equal(t, []audit.Kind{audit.Asked, audit.Decided, audit.Refused}, testenv.Kinds(entries))
}

func TestATenantThatChangedMakesARequestStale(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		tool   string
		change func(t *testing.T, w *world)
		said   string
		fresh  bool // a fresh request is offered
	}{
		"renamed":       {"govgroup_delete", func(t *testing.T, w *world) { require.NoError(t, w.RenameGroup(w.DBAccess.ID, "Other")) }, "“DB Access”", true},
		"another owner": {"govgroup_delete", func(t *testing.T, w *world) { require.NoError(t, w.SetOwner(w.DBAccess.ID, w.Admin.ID)) }, "owner ", true},
		"a member more": {"govgroup_delete", func(t *testing.T, w *world) { require.NoError(t, w.AddMember(w.DBAccess.ID, w.Admin.ID)) }, "13 members", true},
		"the member is gone already": {"govgroup_members_remove", func(t *testing.T, w *world) {
			g, _ := w.Group(w.DBAccess.ID)
			require.NoError(t, w.RemoveMember(w.DBAccess.ID, g.Members[0]))
		}, "already_so", false},
		"deleted meanwhile": {"govgroup_delete", func(t *testing.T, w *world) { require.NoError(t, w.DeleteGroup(w.DBAccess.ID)) }, "", false},
		"in use meanwhile": {"govgroup_delete", func(t *testing.T, w *world) {
			require.NoError(t, w.Connect(w.DBAccess.ID, sandbox.Connection{ObjectType: sandbox.ObjectRole, ObjectID: w.Admin.ID, ObjectName: "R", ConnectionType: sandbox.ConnectionReviewer}))
		}, "", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			a := args{"group": "DB Access"}
			if c.tool == "govgroup_members_remove" {
				g, _ := w.Group(w.DBAccess.ID)
				a["members"] = g.Members[:1]
			}
			o := w.waiting(t, c.tool, a)
			phrase := w.phrase(t, o)
			c.change(t, w)
			w.Untouched(t, func() {
				after, err := w.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: phrase, By: ann})
				assert.Equal(t, confirm.Stale, w.stored(t, o.Change).State)
				if !c.fresh {
					return
				}
				require.NoError(t, err)
				assert.Equal(t, tools.StatusStale, after.Status)
				assert.Contains(t, after.Summary, c.said, "it says what changed")
				require.NotNil(t, after.Confirmation)
				assert.NotEqual(t, o.Change, after.Confirmation.ID)
				assert.Equal(t, confirm.Pending, w.stored(t, after.Confirmation.ID).State)
			})
		})
	}
}

func TestOneOfManySimultaneousAnswersCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := w.another(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	before := len(w.Effects())
	var done, late int
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 16 {
		gate := []*confirm.Gate{w.gate, other.gate}[i%2]
		all.Go(func() {
			_, err := gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				done++
			} else if tools.AsError(err).Code == tools.AlreadyDecided {
				late++
			}
		})
	}
	all.Wait()
	assert.Equal(t, 1, done)
	assert.Equal(t, 15, late)
	assert.Len(t, w.Effects(), before+1)
}

func TestRequestsOfAnotherTenantAreUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	second, err := sandbox.Start("", sandbox.Options{RateLimit: -1})
	require.NoError(t, err)
	defer second.Close()
	there := newReplica(w.At(t, second))
	_, err = there.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
	refused(t, tools.NotFound, err)
	assert.Equal(t, confirm.Pending, w.stored(t, o.Change).State)
}
