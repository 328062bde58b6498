package confirm_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// settleFor is the quiet time in these tests.
const settleFor = 5 * time.Minute

// died turns a waiting request into one whose process died while it executed, with
// something on its way to the tenant.
func died(t *testing.T, w *world, id tools.RequestID) confirm.Request {
	t.Helper()
	r := w.stored(t, id)
	r.State = confirm.Executing
	r, err := w.db.Requests().Claim(t.Context(), r)
	require.NoError(t, err)
	_, err = w.db.Requests().Sending(t.Context(), id, r.Fence)
	require.NoError(t, err)
	return r
}

// watched lets time pass as programs that watch see it.
func (w *world) watched(t *testing.T, d time.Duration) {
	t.Helper()
	for ; d > 0; d -= 10 * time.Second {
		w.Pass(min(d, 10*time.Second))
		require.NoError(t, w.gate.Recover(t.Context()))
	}
}

func TestAnAbandonedExecutionIsSettledByReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	group, _ := w.Group(w.DBAccess.ID)
	cases := map[string]struct {
		tool        string
		args        args
		write       func(t *testing.T) // what the dead process had done
		soon, later confirm.State
	}{
		"deleted": {
			"govgroup_delete", args{"group": w.Unused.ID},
			func(t *testing.T) { require.NoError(t, w.DeleteGroup(w.Unused.ID)) }, confirm.Done, confirm.Done,
		},
		"not deleted": {
			"govgroup_delete", args{"group": w.Sixty.ID}, func(*testing.T) {}, confirm.Unknown, confirm.Failed,
		},
		"one of two removed": {
			"govgroup_members_remove", args{"group": w.DBAccess.ID, "members": group.Members[:2]},
			func(t *testing.T) { require.NoError(t, w.RemoveMember(w.DBAccess.ID, group.Members[1])) }, confirm.Unknown, confirm.PartlyDone,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := w.waiting(t, c.tool, c.args)
			died(t, w, o.Change)
			c.write(t)
			require.NoError(t, w.another(t).gate.Recover(t.Context()))
			assert.Equal(t, confirm.Executing, w.stored(t, o.Change).State, "its process may still be at work")
			w.Pass(confirm.Lease)
			w.Untouched(t, func() { require.NoError(t, w.another(t).gate.Recover(t.Context())) })
			assert.Equal(t, c.soon, w.stored(t, o.Change).State)
			w.watched(t, settleFor)
			r := w.stored(t, o.Change)
			assert.Equal(t, c.later, r.State)
			for _, item := range r.Plan.Items {
				assert.NotEmpty(t, item.Outcome)
			}
			entries := w.entries(t, o.Change)
			assert.Equal(t, audit.Settling, entries[len(entries)-1].Kind)
		})
	}
	w.sound(t)
}

func TestAnExecutionThatSentNothingHasFailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	r := w.stored(t, o.Change)
	r.State = confirm.Executing
	_, err := w.db.Requests().Claim(t.Context(), r)
	require.NoError(t, err)
	w.Pass(confirm.Lease)
	require.NoError(t, w.gate.Recover(t.Context()))
	r = w.stored(t, o.Change)
	assert.Equal(t, confirm.Failed, r.State)
	assert.Contains(t, r.Plan.Items[0].Reason, "not sent")
}

func TestAnInterruptedCreationIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.FaultResetAfterWrite, Operation: sandbox.OpCreateGroup}))
	o := w.ask(t, "govgroup_create", args{"name": "New", "owner": "jdoe", "members": []string{"jdoe"}})
	assert.Equal(t, tools.StatusDone, o.Status, o.Text())
	assert.NotEmpty(t, o.Items[0].ID, "the group that was created without an answer was found")
}

// A clock that jumps, or a tenant that is slow, makes no process settle what it
// carries out itself.
func TestOnesOwnExecutionIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Operation: sandbox.OpDeleteGroups, Latency: time.Second}))
	var ended sync.WaitGroup
	ended.Go(func() {
		after, err := w.yes(t, o)
		if assert.NoError(t, err) {
			assert.Equal(t, tools.StatusDone, after.Status, after.Text())
		}
	})
	require.Eventually(t, func() bool { return !w.stored(t, o.Change).LastSent.IsZero() }, time.Minute, time.Millisecond)
	w.Pass(confirm.Lease / 2) // not enough for another one to take it over
	require.NoError(t, w.gate.Recover(t.Context()))
	r := w.stored(t, o.Change)
	assert.Equal(t, confirm.Executing, r.State)
	assert.EqualValues(t, 1, r.Fence)
	ended.Wait()
}

// Whoever was frozen past the lease sends nothing more, and closes nothing.
func TestWhoLostTheLeaseSendsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	// Between approval and write the tenant is read: there the process freezes.
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Operation: sandbox.OpListMembers, Latency: time.Second}))
	var ended sync.WaitGroup
	ended.Go(func() {
		_, err := w.yes(t, o)
		assert.Error(t, err)
	})
	require.Eventually(t, func() bool { return w.stored(t, o.Change).State == confirm.Executing }, time.Minute, time.Millisecond)
	w.Pass(confirm.Lease)
	require.NoError(t, w.another(t).gate.Recover(t.Context()))
	taken := w.stored(t, o.Change)
	assert.Equal(t, confirm.Failed, taken.State, "nothing had been sent")
	w.Untouched(t, ended.Wait)
	assert.Equal(t, taken, w.stored(t, o.Change), "the record of whoever took over stays")
	_, there := w.Group(w.Unused.ID)
	assert.True(t, there)
	w.sound(t)
}

func TestAnUnknownOutcomeIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.Fault502AfterWrite, Operation: sandbox.OpDeleteGroups}))
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.Fault500, Operation: sandbox.OpListGroups, Times: -1}))
	after := w.done(t, o)
	assert.Equal(t, tools.StatusUnknown, after.Status, "no success is claimed without the tenant's word")
	w.watched(t, time.Hour)
	assert.Equal(t, confirm.Unknown, w.stored(t, o.Change).State, "nor a failure, however long it cannot be read")
	w.ClearFaults()

	result, err := w.try(t, "govgroup_confirmation", args{"id": o.Change})
	require.NoError(t, err)
	assert.Contains(t, result.Text, "done")
	assert.Equal(t, confirm.Done, w.stored(t, o.Change).State)
}

func TestWatchExpiresWhatNobodyDecided(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	w.Pass(time.Hour)
	require.NoError(t, w.gate.Recover(t.Context()))
	assert.Equal(t, confirm.Expired, w.stored(t, o.Change).State)
}

func TestConfirmationListsTheCallersOpenRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	result, err := w.try(t, "govgroup_confirmation", args{})
	require.NoError(t, err)
	assert.Contains(t, result.Text, o.Change)
	assert.Contains(t, result.Text, "A person must decide")

	others, err := w.registry.Call(t.Context(), tools.Call{Tool: "govgroup_confirmation", Caller: tools.Caller{Surface: "stdio", Subject: "bob"}})
	require.NoError(t, err)
	assert.Contains(t, others.Text, "no open requests")

	w.done(t, o)
	result, err = w.try(t, "govgroup_confirmation", args{"id": o.Change})
	require.NoError(t, err)
	assert.Contains(t, result.Text, "is done")
}

// A yes that meets a tenant which cannot be read changes nothing, and nobody is told
// that anything is done.
func TestAnApprovalWhileTheTenantCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.Fault503, Method: "GET", Times: -1}))
	w.Untouched(t, func() {
		_, err := w.yes(t, o)
		refused(t, tools.Unavailable, err)
	})
	w.ClearFaults()
	r := w.stored(t, o.Change)
	assert.Equal(t, confirm.Failed, r.State)
	result, err := w.try(t, "govgroup_confirmation", args{"id": o.Change})
	require.NoError(t, err)
	followed, err := w.gate.Follow(t.Context(), o.Change, ann)
	require.NoError(t, err)
	viewed, err := w.gate.View(t.Context(), o.Change, ann)
	require.NoError(t, err)
	for surface, text := range map[string]string{"confirmation": result.Text, "client that waits": followed.Text(), "page": viewed.Outcome.Text()} {
		assert.Contains(t, text, "failed", surface)
		assert.NotContains(t, text, "done", surface)
		assert.NotContains(t, text, "so already", surface)
	}
}
