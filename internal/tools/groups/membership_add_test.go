// Adding members: an outcome for each person, whatever their number.

package groups_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func TestAddingTellsWhatBecameOfEveryone(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	require.NoError(t, e.AddMember(e.DBAccess.ID, e.Admin.ID))
	var o tools.Outcome
	changed := e.effects(func() {
		o = e.outcome(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{"jdoe", e.Admin.Name, "no.body", e.Approver.ID}})
	})
	assert.Equal(t, []string{"member_added " + e.JaneDoe.ID, "member_added " + e.Approver.ID}, changed)
	assert.Equal(t, tools.StatusPartly, o.Status)
	assert.Equal(t, map[string]string{
		e.JaneDoe.Name: tools.ItemDone, e.Approver.Name: tools.ItemDone, e.Admin.Name: tools.ItemNoChange, "no.body": tools.ItemNotFound,
	}, outcomes(o.Items))
	assert.Equal(t, []tools.Ref{{ID: e.DBAccess.ID, Name: "DB Access"}}, o.Groups)
	assert.Regexp(t, `^Not everything was done \(3 of 4\)`, o.Summary, "what failed is said first")
	for _, item := range o.Items {
		assert.Equal(t, item.Outcome == tools.ItemDone, item.Reason == "", "%+v", item)
	}
}

func TestAddingTheSameAgainChangesNothing(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	in := args{"group": e.Unused.ID, "members": []string{"jdoe", e.Admin.ID}}
	assert.Equal(t, tools.StatusDone, e.outcome(t, "govgroup_members_add", in).Status)
	changed := e.effects(func() {
		o := e.outcome(t, "govgroup_members_add", in)
		assert.Equal(t, tools.StatusDone, o.Status)
		assert.Equal(t, map[string]int{tools.ItemNoChange: 2}, tally(o.Items))
		assert.Regexp(t, `^Nothing to do, it is so already`, o.Summary)
	})
	assert.Empty(t, changed)
}

func TestManyMembersAreSplitAndProgressReported(t *testing.T) {
	t.Parallel()
	for batch, calls := range map[int]int{0: 3, 20: 11, 1000: 1} {
		t.Run(fmt.Sprint(batch), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{tools: tools.Settings{MemberBatch: batch}})
			people := e.crowd(t, 220)
			var told []tools.Progress
			sent := e.requests(func() {
				raw, err := json.Marshal(args{"group": e.Unused.ID, "members": accounts(people)})
				require.NoError(t, err)
				result, err := e.Registry.Call(t.Context(), tools.Call{
					Tool: "govgroup_members_add", Arguments: raw, Progress: func(p tools.Progress) { told = append(told, p) },
				})
				require.NoError(t, err)
				o := result.Data.(tools.Outcome)
				assert.Equal(t, map[string]int{tools.ItemDone: 220}, tally(o.Items))
				assert.Equal(t, tools.StatusDone, o.Status)
			})
			assert.Equal(t, calls, sent[sandbox.OpAddMembers])
			assert.Len(t, e.Effects(), 220)
			assert.Len(t, told, calls+1)
			assert.Equal(t, tools.Progress{Done: 220, Total: 220, Text: "adding members"}, told[len(told)-1])
			for i := 1; i < len(told); i++ {
				assert.Greater(t, told[i].Done, told[i-1].Done, "progress goes forward")
			}
		})
	}
}

// A tenant may refuse a whole call because of one person, or because the call is
// too large for it. The others are added all the same, each once.
func TestACallRefusedAsAWholeIsSplit(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{sandbox: sandbox.Options{Switches: sandbox.Switches{UnknownMember: sandbox.UnknownMemberRequest}}})
	people := e.crowd(t, 30)
	inv, change, plan := e.planned(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": accounts(people)})
	for at, id := range map[int]string{3: "dead0000000000000000000000000001", 17: "dead0000000000000000000000000002"} {
		plan.Items[at].ID, plan.Items[at].Name = id, "Left Meanwhile" // the identity is gone since it was planned
	}
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{tools.ItemDone: 28, tools.ItemFailed: 2}, tally(done.Items))
	assert.Equal(t, tools.ItemFailed, outcomes(done.Items)["Left Meanwhile"])
	assert.Contains(t, done.Items[3].Reason, "was not found")
	assert.Len(t, e.Effects(), 28)
	assert.NotEmpty(t, done.Tracking)
}

func TestATenantThatTakesFewerAtOnce(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{sandbox: sandbox.Options{Switches: sandbox.Switches{MaxBulkMembers: 30}}})
	people := e.crowd(t, 100)
	o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": accounts(people)})
	assert.Equal(t, map[string]int{tools.ItemDone: 100}, tally(o.Items))
	assert.Len(t, e.Effects(), 100)
}

func TestItemsThatTheTenantFails(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{sandbox: sandbox.Options{Switches: sandbox.Switches{StringStatus: true}}})
	people := e.crowd(t, 5)
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpAddMembers, IDs: []string{people[1].ID, people[4].ID}})
	o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": accounts(people)})
	assert.Equal(t, tools.StatusPartly, o.Status)
	assert.Equal(t, map[string]int{tools.ItemDone: 3, tools.ItemFailed: 2}, tally(o.Items))
	assert.Equal(t, "An internal fault occurred.", o.Items[1].Reason)
	assert.Contains(t, o.Text(), "failed (2): Crowd Person002")

	e.inject(t, sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpAddMembers})
	o = e.outcome(t, "govgroup_members_add", args{"group": e.EmptyApprover.ID, "members": accounts(people)})
	assert.Equal(t, tools.StatusFailed, o.Status, "a 207 with every item failed is no success")
	assert.Regexp(t, `^Failed, nothing was changed`, o.Summary)
}

// A call that is given up stops where it is, and says what is done.
func TestCancellingInTheMiddle(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{tools: tools.Settings{MemberBatch: 20}})
	people := e.crowd(t, 100)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	raw, err := json.Marshal(args{"group": e.Unused.ID, "members": accounts(people)})
	require.NoError(t, err)
	result, err := e.Registry.Call(ctx, tools.Call{Tool: "govgroup_members_add", Arguments: raw, Progress: func(p tools.Progress) {
		if p.Done == 40 {
			cancel()
		}
	}})
	require.NoError(t, err)
	o := result.Data.(tools.Outcome)
	assert.Equal(t, tools.StatusPartly, o.Status)
	assert.Equal(t, map[string]int{tools.ItemDone: 40, tools.ItemFailed: 60}, tally(o.Items))
	assert.Len(t, e.Effects(), 40)
	assert.Contains(t, o.Items[99].Reason, "not done: unavailable: ")
	assert.Contains(t, o.Items[99].Reason, "cancelled")
}

// The caller leaves while the tenant is writing: what was written is found out.
func TestCancellingWhileTheTenantWrites(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{tools: tools.Settings{MemberBatch: 20}})
	people := e.crowd(t, 60)
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultTimeoutAfterWrite, Operation: sandbox.OpAddMembers, Skip: 1})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stop := context.AfterFunc(t.Context(), cancel)
	defer stop()
	go func() {
		assert.Eventually(t, func() bool { return len(e.Effects()) == 40 }, testPatience, testPause)
		cancel()
	}()
	raw, err := json.Marshal(args{"group": e.Unused.ID, "members": accounts(people)})
	require.NoError(t, err)
	result, err := e.Registry.Call(ctx, tools.Call{Tool: "govgroup_members_add", Arguments: raw})
	require.NoError(t, err)
	assert.Equal(t, map[string]int{tools.ItemDone: 40, tools.ItemFailed: 20}, tally(result.Data.(tools.Outcome).Items))
	assert.Len(t, e.Effects(), 40)
}
