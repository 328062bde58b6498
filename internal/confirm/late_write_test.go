// Writes whose answer is lost and whose effect comes at once, late or never: in the
// end the record, the history and the tenant agree.

package confirm_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// write is one kind of write, and how it shows in the tenant.
type write struct {
	operation sandbox.Operation
	call      func(*sandbox.Tenant, sandbox.Scenario) (tool string, arguments args)
	shows     func(*sandbox.Tenant, sandbox.Scenario) bool
}

func has(t *sandbox.Tenant, group, person string) bool {
	g, _ := t.Group(group)
	return slices.Contains(g.Members, person)
}

func named(t *sandbox.Tenant, name string) (n int) {
	for _, g := range t.Groups() {
		if g.Name == name {
			n++
		}
	}
	return n
}

// first is a member of the group that has twelve.
func first(t *sandbox.Tenant, sc sandbox.Scenario) string {
	g, _ := t.Group(sc.DBAccess.ID)
	return g.Members[0]
}

func writes() map[string]write {
	return map[string]write{
		"create": {
			sandbox.OpCreateGroup,
			func(_ *sandbox.Tenant, sc sandbox.Scenario) (string, args) {
				return "govgroup_create", args{"name": "Late", "owner": "jdoe"}
			},
			func(t *sandbox.Tenant, _ sandbox.Scenario) bool { return named(t, "Late") == 1 },
		},
		"update": {
			sandbox.OpPatchGroup,
			func(_ *sandbox.Tenant, sc sandbox.Scenario) (string, args) {
				return "govgroup_update", args{"group": sc.Unused.ID, "name": "Renamed"}
			},
			func(t *sandbox.Tenant, _ sandbox.Scenario) bool { return named(t, "Renamed") == 1 },
		},
		"delete": {
			sandbox.OpDeleteGroups,
			func(_ *sandbox.Tenant, sc sandbox.Scenario) (string, args) {
				return "govgroup_delete", args{"group": sc.Unused.ID}
			},
			func(t *sandbox.Tenant, sc sandbox.Scenario) bool { return named(t, sc.Unused.Name) == 0 },
		},
		"bulk delete": {
			sandbox.OpDeleteGroups,
			func(_ *sandbox.Tenant, sc sandbox.Scenario) (string, args) {
				return "govgroup_bulk_delete", args{"groups": []string{sc.Unused.ID, sc.Sixty.ID}}
			},
			func(t *sandbox.Tenant, sc sandbox.Scenario) bool {
				return named(t, sc.Unused.Name)+named(t, sc.Sixty.Name) == 0
			},
		},
		"add": {
			sandbox.OpAddMembers,
			func(_ *sandbox.Tenant, sc sandbox.Scenario) (string, args) {
				return "govgroup_members_add", args{"group": sc.Unused.ID, "members": []string{sc.JaneDoe.ID}}
			},
			func(t *sandbox.Tenant, sc sandbox.Scenario) bool { return has(t, sc.Unused.ID, sc.JaneDoe.ID) },
		},
		"remove": {
			sandbox.OpRemoveMembers,
			func(t *sandbox.Tenant, sc sandbox.Scenario) (string, args) {
				return "govgroup_members_remove", args{"group": sc.DBAccess.ID, "members": []string{first(t, sc)}}
			},
			func(t *sandbox.Tenant, sc sandbox.Scenario) bool {
				g, _ := t.Group(sc.DBAccess.ID)
				return len(g.Members) == 11
			},
		},
	}
}

// never is later than anything is looked for.
const never = 100 * time.Hour

func TestLateWrites(t *testing.T) {
	testenv.Long(t, "it lets every kind of write be late in every way")
	t.Parallel()
	shapes := []sandbox.FaultKind{
		sandbox.Fault502AfterWrite, sandbox.Fault504AfterWrite, sandbox.FaultTimeoutAfterWrite, sandbox.FaultResetAfterWrite, sandbox.FaultHTMLAfterWrite,
	}
	for name, w := range writes() {
		for _, shape := range shapes {
			for _, after := range []time.Duration{0, time.Second, 4 * time.Second, 30 * time.Second, never} {
				t.Run(fmt.Sprintf("%s/%s/%s", name, shape, after), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) { lateWrite(t, w, shape, after) })
				})
			}
		}
	}
}

// lateWrite has one write meet a fault and looks, from its answer to the end of the
// quiet time, at what is said of it.
func lateWrite(t *testing.T, w write, shape sandbox.FaultKind, after time.Duration) {
	p := newLate(t)
	defer p.end()
	tool, arguments := w.call(p.tenant, p.scenario)
	require.NoError(t, p.tenant.Inject(sandbox.Fault{Kind: shape, Operation: w.operation, Effect: after}))
	o := p.carriedOut(tool, arguments)
	if o.Status != tools.StatusDone {
		require.Equal(t, tools.StatusUnknown, o.Status, o.Text())
		assert.Contains(t, o.Text(), "goes on reading")
		p.refusedMeanwhile(tool, arguments, o.Change)
	}
	time.Sleep(settleFor + time.Minute)

	r := p.program.Stored(t, o.Change)
	want := confirm.Done
	if after == never {
		want = confirm.Failed
	}
	assert.Equal(t, want, r.State)
	assert.Equal(t, want == confirm.Done, w.shows(p.tenant, p.scenario), "the record and the tenant agree")
	assert.Len(t, p.tenant.Effects(), len(r.Plan.Done()), "nothing is done twice, and nothing beside")
	p.agrees(r)
	if want == confirm.Failed {
		assert.Contains(t, p.carriedOut(tool, arguments).Text(), "Done", "after the quiet time it may be asked for again")
	}
}

func TestAnEffectAfterTheQuietTimeCorrectsTheRecord(t *testing.T) {
	testenv.Long(t, "it lets time pass that the gate looks at step by step")
	t.Parallel()
	for name, w := range writes() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newLate(t)
				defer p.end()
				tool, arguments := w.call(p.tenant, p.scenario)
				require.NoError(t, p.tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLateWrite, Operation: w.operation, Effect: time.Hour}))
				o := p.carriedOut(tool, arguments)
				time.Sleep(settleFor + time.Minute)
				require.Equal(t, confirm.Failed, p.program.Stored(t, o.Change).State)
				time.Sleep(2 * time.Hour) // it is looked at each time after as long as it has been
				r := p.program.Stored(t, o.Change)
				assert.Equal(t, confirm.Done, r.State)
				assert.True(t, r.Told.IsZero() && r.Late, "whoever asked is told")
				p.agrees(r)
				undone := p.carriedOut("govgroup_undo", args{"change": r.ID})
				assert.Equal(t, tools.StatusDone, undone.Status, undone.Text())
				assert.False(t, w.shows(p.tenant, p.scenario))
			})
		})
	}
}

// A late look finds a group of the right name, and it is another request's.
func TestALateLookTakesNoOtherGroupForItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newLate(t)
		defer p.end()
		tool, arguments := writes()["create"].call(p.tenant, p.scenario)
		require.NoError(t, p.tenant.Inject(sandbox.Fault{Kind: sandbox.Fault504, Operation: sandbox.OpCreateGroup}))
		lost := p.carriedOut(tool, arguments)
		time.Sleep(settleFor + time.Minute)
		again := p.carriedOut(tool, arguments)
		require.Equal(t, tools.StatusDone, again.Status)
		time.Sleep(3 * time.Hour) // several looks
		assert.Equal(t, confirm.Failed, p.program.Stored(t, lost.Change).State, "the group is the second request's")
	})
}

// late is a program on a tenant without a network, in a bubble of its own.
type late struct {
	t        *testing.T
	tenant   *sandbox.Tenant
	scenario sandbox.Scenario
	program  *testenv.Program
	end      func()
}

func newLate(t *testing.T) *late {
	t.Helper()
	tenant := sandbox.New(sandbox.Options{RateLimit: -1, Groups: 12, People: 60})
	wire := testenv.Wire(tenant)
	id, secret := tenant.Credentials()
	program, err := testenv.Open(t.Context(), testenv.Access{URL: "https://tenant.example", ClientID: id, ClientSecret: secret}, testenv.Options{
		Transport: wire, StateFile: filepath.Join(t.TempDir(), "state.db"),
	})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	watching.Go(func() { program.Gate.Watch(ctx) })
	return &late{t, tenant, tenant.Scenario(), program, func() {
		stop()
		watching.Wait()
		wire.Wait()
		assert.NoError(t, program.Close())
	}}
}

// carriedOut makes a call, says yes where that is asked, and gives the outcome.
func (p *late) carriedOut(tool string, arguments args) tools.Outcome {
	p.t.Helper()
	o := p.program.Ask(p.t, ann, tool, arguments)
	if o.Status != tools.StatusAsk {
		return o
	}
	o, err := p.program.Approve(p.t, ann, o.Change)
	require.NoError(p.t, err)
	return o
}

// refusedMeanwhile asks for the same again while it is not known what became of it.
func (p *late) refusedMeanwhile(tool string, arguments args, id tools.RequestID) {
	p.t.Helper()
	before := len(p.tenant.Effects())
	_, err := p.program.Call(p.t, ann, tool, arguments)
	assert.Contains(p.t, testenv.Failed(p.t, tools.OutcomeUnknown, err), string(id))
	assert.Len(p.t, p.tenant.Effects(), before)
}

// agrees checks that the audit says of a request what its record says.
func (p *late) agrees(r confirm.Request) {
	p.t.Helper()
	testenv.Sound(p.t, p.program.Audit)
	changes, _, err := p.program.Audit.History(p.t.Context(), audit.Query{})
	require.NoError(p.t, err)
	i := slices.IndexFunc(changes, func(c audit.Change) bool { return c.Request == r.ID })
	require.GreaterOrEqual(p.t, i, 0)
	assert.Equal(p.t, string(r.State), changes[i].State)
	assert.Equal(p.t, r.Plan.Items, changes[i].Items)
}
