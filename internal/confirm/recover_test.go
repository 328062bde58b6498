package confirm_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// died turns a waiting request into one whose process died while it executed.
func died(t *testing.T, w *world, id tools.RequestID, holder string) {
	t.Helper()
	r := w.stored(t, id)
	r.State, r.LeaseOwner, r.Lease = confirm.Executing, holder, w.Now().Add(time.Minute)
	require.NoError(t, w.db.Requests().Update(t.Context(), r))
}

// deadHolder is a holder on this machine whose process has ended.
func deadHolder(t *testing.T) string {
	t.Helper()
	process := exec.Command(os.Args[0], "-test.run=^$")
	require.NoError(t, process.Run())
	return holderOf(t, process.Process.Pid)
}

// holderOf is the holder that a process of this machine is.
func holderOf(t *testing.T, pid int) string {
	t.Helper()
	host, err := os.Hostname()
	require.NoError(t, err)
	space, _ := os.Readlink("/proc/self/ns/pid")
	return fmt.Sprintf("%s %s/%d/abcdef01", host, space, pid)
}

func TestAnAbandonedExecutionIsSettledByReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	group, _ := w.Group(w.DBAccess.ID)
	cases := map[string]struct {
		tool  string
		args  args
		write func(t *testing.T) // what the dead process had done
		state confirm.State
	}{
		"deleted": {
			"govgroup_delete", args{"group": w.Unused.ID},
			func(t *testing.T) { require.NoError(t, w.DeleteGroup(w.Unused.ID)) }, confirm.Done,
		},
		"not deleted": {
			"govgroup_delete", args{"group": w.Sixty.ID}, func(*testing.T) {}, confirm.Failed,
		},
		"one of two removed": {
			"govgroup_members_remove", args{"group": w.DBAccess.ID, "members": group.Members[:2]},
			func(t *testing.T) { require.NoError(t, w.RemoveMember(w.DBAccess.ID, group.Members[1])) }, confirm.PartlyDone,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := w.waiting(t, c.tool, c.args)
			died(t, w, o.Change, deadHolder(t))
			c.write(t)
			w.Untouched(t, func() { require.NoError(t, w.another(t).gate.Recover(t.Context())) })
			r := w.stored(t, o.Change)
			assert.Equal(t, c.state, r.State)
			for _, item := range r.Plan.Items {
				assert.NotEmpty(t, item.Outcome)
			}
			entries := w.entries(t, o.Change)
			assert.Equal(t, audit.Settling, entries[len(entries)-1].Kind)
		})
	}
	w.sound(t)
}

func TestAnInterruptedCreationIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.FaultResetAfterWrite, Operation: sandbox.OpCreateGroup}))
	o := w.ask(t, "govgroup_create", args{"name": "New", "owner": "jdoe", "members": []string{"jdoe"}})
	assert.Equal(t, tools.StatusDone, o.Status, o.Text())
	assert.NotEmpty(t, o.Items[0].ID, "the group that was created without an answer was found")
}

func TestALivingExecutionIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, holder := range map[string]string{
		"another machine":  "elsewhere/1/abcdef01",
		"a living process": holderOf(t, os.Getppid()),
	} {
		t.Run(name, func(t *testing.T) {
			o := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
			died(t, w, o.Change, holder)
			require.NoError(t, w.gate.Recover(t.Context()))
			assert.Equal(t, confirm.Executing, w.stored(t, o.Change).State)

			w.Pass(2 * time.Minute)
			require.NoError(t, w.gate.Recover(t.Context()))
			assert.Equal(t, confirm.Failed, w.stored(t, o.Change).State, "after its lease anyone may settle it")
		})
	}
}

func TestAnUnknownOutcomeIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.Fault502AfterWrite, Operation: sandbox.OpDeleteGroups}))
	// The list before the write is still answered.
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.Fault500, Operation: sandbox.OpListGroups, Skip: 1, Times: -1}))
	after := w.done(t, o)
	assert.Equal(t, tools.StatusUnknown, after.Status, "no success is claimed without the tenant's word")
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
