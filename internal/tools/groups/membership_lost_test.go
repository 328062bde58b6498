// Answers that are lost on the way: nothing is written twice, and what is told is
// what the tenant shows.

package groups_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// The longest that a test waits for something, and how often it looks.
const (
	testPatience = 20 * time.Second
	testPause    = 5 * time.Millisecond
)

// lost are the errors that hide what became of a write, by whether it was done.
func lost() map[sandbox.FaultKind]bool {
	return map[sandbox.FaultKind]bool{
		sandbox.Fault500AfterWrite: true, sandbox.Fault502AfterWrite: true, sandbox.Fault504AfterWrite: true,
		sandbox.FaultResetAfterWrite: true, sandbox.FaultTimeoutAfterWrite: true, sandbox.FaultHTMLAfterWrite: true,
		sandbox.FaultTruncate: true,
		sandbox.Fault500:      false, sandbox.Fault502: false, sandbox.Fault504: false, sandbox.FaultReset: false,
		sandbox.FaultTimeout: false, sandbox.FaultHTML: false,
	}
}

func TestALostAnswerToAdding(t *testing.T) {
	t.Parallel()
	for kind, written := range lost() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{timeout: time.Second, tools: tools.Settings{MemberBatch: 10}})
			people := e.crowd(t, 30)
			e.inject(t, sandbox.Fault{Kind: kind, Operation: sandbox.OpAddMembers, Skip: 1})
			var o tools.Outcome
			sent := e.requests(func() {
				o = e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": accounts(people)})
			})
			assert.Equal(t, 3, sent[sandbox.OpAddMembers], "a write was sent again")
			want := map[string]int{tools.ItemDone: 30}
			if !written {
				want = map[string]int{tools.ItemDone: 20, tools.ItemUnknown: 10}
			}
			assert.Equal(t, want, tally(o.Items))
			assert.Len(t, e.Effects(), want[tools.ItemDone])
			assert.Contains(t, o.Items[15].Reason, "the answer was lost")
			e.agrees(t, e.Unused.ID, o.Items)
		})
	}
}

// agrees holds that what is told of each person is what the tenant has.
func (e *env) agrees(t *testing.T, group string, items []tools.Item) {
	t.Helper()
	members := e.group(t, group).Members
	for _, item := range items {
		in := item.Outcome == tools.ItemDone || item.Outcome == tools.ItemNoChange
		if in {
			assert.Contains(t, members, item.ID)
		} else {
			assert.NotContains(t, members, item.ID)
		}
	}
}

// Someone who was a member before was not added, even if the answer that would
// have said so is lost: else taking the change back would remove them.
func TestALostAnswerAboutSomeoneWhoWasAMember(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	require.NoError(t, e.AddMember(e.Unused.ID, e.Admin.ID))
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultResetAfterWrite, Operation: sandbox.OpAddMembers})
	o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": []string{"jdoe", e.Admin.ID}})
	assert.Equal(t, map[string]string{e.JaneDoe.Name: tools.ItemDone, e.Admin.Name: tools.ItemNoChange}, outcomes(o.Items))
}

// Neither the answer nor a reading afterwards: then it is not known, and no more
// is said.
func TestWhatCannotBeReadIsUnknown(t *testing.T) {
	t.Parallel()
	for _, kind := range []sandbox.FaultKind{sandbox.Fault502AfterWrite, sandbox.FaultReset} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{})
			inv, change, plan := e.planned(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": []string{"jdoe", e.Admin.ID}})
			e.inject(t, sandbox.Fault{Kind: kind, Operation: sandbox.OpAddMembers})
			e.inject(t, sandbox.Fault{Kind: sandbox.Fault500, Operation: sandbox.OpListMembers, Times: -1})
			done, err := tools.Execute(t.Context(), inv, change, plan, nil)
			require.NoError(t, err)
			assert.Equal(t, map[string]int{tools.ItemUnknown: 2}, tally(done.Items))
			o := tools.Conclude(plan, done.Items)
			assert.Equal(t, tools.StatusUnknown, o.Status)
			assert.Regexp(t, `^The outcome of 2 of 2 is not known`, o.Summary)
		})
	}
}

func TestWaitingAsTheTenantAsks(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{tools: tools.Settings{MemberBatch: 10}})
	people := e.crowd(t, 30)
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault429, Operation: sandbox.OpAddMembers, Skip: 1, RetryAfter: time.Second})
	o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": accounts(people)})
	assert.Equal(t, map[string]int{tools.ItemDone: 30}, tally(o.Items))
	assert.Len(t, e.Effects(), 30)
}

// A tenant that wants too long a pause: what was done stays done, the rest is
// named with the reason.
func TestStoppingWhereTheTenantHoldsBack(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{tools: tools.Settings{MemberBatch: 10}})
	people := e.crowd(t, 30)
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault429, Operation: sandbox.OpAddMembers, Skip: 1, RetryAfter: 2 * time.Hour})
	o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": accounts(people)})
	assert.Equal(t, tools.StatusPartly, o.Status)
	assert.Equal(t, map[string]int{tools.ItemDone: 10, tools.ItemFailed: 20}, tally(o.Items))
	assert.Contains(t, o.Items[29].Reason, "not done: rate_limited: The tenant is receiving too many requests; ask again in 2h0m0s.")
	assert.Len(t, e.Effects(), 10)
}

// An expired token is no doubt: the call was refused, and is sent again.
func TestAnExpiredTokenIsRenewed(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultTokenExpired, Operation: sandbox.OpAddMembers})
	o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": []string{"jdoe"}})
	assert.Equal(t, tools.StatusDone, o.Status)
	assert.Len(t, e.Effects(), 1)
}
