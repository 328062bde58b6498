// The built program, frozen or killed while its write is on the way: what is said in
// the end is what the tenant shows.

package main

import (
	"context"
	"encoding/json"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/store"
	"govgroup/internal/testenv"
)

// onlyRequest waits until the one request there is is as wanted.
func onlyRequest(t *testing.T, db *store.DB, tenant string, wanted func(confirm.Request) bool) (r confirm.Request) {
	t.Helper()
	require.Eventually(t, func() bool {
		all, err := db.Requests().List(t.Context(), confirm.Query{Tenant: tenant})
		require.NoError(t, err)
		if len(all) == 1 {
			r = all[0]
		}
		return len(all) == 1 && wanted(r)
	}, 2*time.Minute, 20*time.Millisecond)
	return r
}

func TestFrozenPastItsLease(t *testing.T) {
	t.Parallel()
	testenv.Long(t, "it waits until a lease is over")
	p := newProgram(t)
	db, err := store.Open(t.Context(), p.state)
	require.NoError(t, err)
	defer db.Close()
	group := p.tenant.Scenario().Unused
	p.start()
	p.tenant.ClearFaults()
	require.NoError(t, p.tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 300 * time.Millisecond, Times: -1}))
	answered := p.call("govgroup_delete", map[string]any{"group": group.ID})
	// It is frozen when it has the approval and reads the tenant once more.
	executing := onlyRequest(t, db, p.tenant.URL, func(r confirm.Request) bool { return r.State == confirm.Executing })
	p.freeze(db)
	if r := onlyRequest(t, db, p.tenant.URL, func(confirm.Request) bool { return true }); !r.LastSent.IsZero() || r.State != confirm.Executing {
		t.Skip("it was quicker than the freezing: ", r.State)
	}

	frozen, waiting := p.process, p.client
	p.start() // another replica on the same state
	taken := onlyRequest(t, db, p.tenant.URL, func(r confirm.Request) bool { return r.State != confirm.Executing })
	assert.Greater(t, taken.Fence, executing.Fence)
	assert.Equal(t, confirm.Failed, taken.State)
	require.NoError(t, frozen.Process.Signal(syscall.SIGCONT))
	<-answered
	_ = waiting.Close()
	_, there := p.tenant.Group(group.ID)
	assert.True(t, there, "it sent its write after another had closed the record")
	after := onlyRequest(t, db, p.tenant.URL, func(confirm.Request) bool { return true })
	assert.Equal(t, asJSON(t, taken), asJSON(t, after), "it wrote into a record that was no longer its own")
	p.kill()
}

// freeze stops the program at a moment at which it does not hold the lock of the state
// file: nobody could take that from it.
func (p *program) freeze(db *store.DB) {
	p.t.Helper()
	require.Eventually(p.t, func() bool {
		require.NoError(p.t, p.process.Process.Signal(syscall.SIGSTOP))
		ctx, cancel := context.WithTimeout(p.t.Context(), time.Second)
		defer cancel()
		if db.Check(ctx) == nil {
			return true
		}
		require.NoError(p.t, p.process.Process.Signal(syscall.SIGCONT))
		return false
	}, time.Minute, time.Millisecond)
}

func TestKilledWhileTheTenantIsAtWork(t *testing.T) {
	t.Parallel()
	testenv.Long(t, "it waits until a lease is over")
	p := newProgram(t)
	db, err := store.Open(t.Context(), p.state)
	require.NoError(t, err)
	defer db.Close()
	group := p.tenant.Scenario().Unused
	p.start()
	require.NoError(t, p.tenant.Inject(sandbox.Fault{
		Kind: sandbox.FaultKeepsWorking, Operation: sandbox.OpDeleteGroups, Latency: confirm.Lease + 7*time.Second,
	}))
	answered := p.call("govgroup_delete", map[string]any{"group": group.ID})
	onlyRequest(t, db, p.tenant.URL, func(r confirm.Request) bool { return !r.LastSent.IsZero() })
	p.kill()
	<-answered
	p.settleFor = "1m"
	p.start()
	settled := onlyRequest(t, db, p.tenant.URL, func(r confirm.Request) bool {
		require.NotEqual(t, confirm.Failed, r.State, "the tenant was still at work")
		return r.State == confirm.Done
	})
	assert.Len(t, settled.Plan.Done(), 1)
	_, there := p.tenant.Group(group.ID)
	assert.False(t, there)
	p.kill()
}

// A gateway answers at once, and the write lands seconds later.
func TestAWriteThatLandsAfterItsAnswer(t *testing.T) {
	t.Parallel()
	testenv.Long(t, "it waits for what lands late")
	p := newProgram(t)
	db, err := store.Open(t.Context(), p.state)
	require.NoError(t, err)
	defer db.Close()
	group := p.tenant.Scenario().Unused
	require.NoError(t, p.tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLateWrite, Operation: sandbox.OpDeleteGroups, Effect: 4 * time.Second}))
	p.settleFor = "1m"
	p.start()
	<-p.call("govgroup_delete", map[string]any{"group": group.ID})
	settled := onlyRequest(t, db, p.tenant.URL, func(r confirm.Request) bool {
		require.NotEqual(t, confirm.Failed, r.State, "it had not landed yet")
		return r.State == confirm.Done
	})
	assert.Len(t, settled.Plan.Done(), 1)
	_, there := p.tenant.Group(group.ID)
	assert.False(t, there)
	p.kill()
}

// The user says yes while the tenant answers reads with 503.
func TestAYesWhileTheTenantCannotBeRead(t *testing.T) {
	t.Parallel()
	testenv.Long(t, "it builds the program")
	p := newProgram(t)
	db, err := store.Open(t.Context(), p.state)
	require.NoError(t, err)
	defer db.Close()
	group := p.tenant.Scenario().Unused
	require.NoError(t, p.tenant.Inject(sandbox.Fault{Kind: sandbox.Fault503, Operation: sandbox.OpGetGroup, Skip: 1, Times: -1}))
	p.start()
	<-p.call("govgroup_delete", map[string]any{"group": group.ID})
	ended := onlyRequest(t, db, p.tenant.URL, func(r confirm.Request) bool { return r.State.Final() })
	assert.Equal(t, confirm.Failed, ended.State)
	assert.NotContains(t, ended.Reason, "so already")
	_, there := p.tenant.Group(group.ID)
	assert.True(t, there)
	p.kill()
}

func asJSON(t *testing.T, r confirm.Request) string {
	t.Helper()
	raw, err := json.Marshal(r)
	require.NoError(t, err)
	return string(raw)
}
