// Reconciling: finding by reading what became of a change whose process died.

package groups_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// settle looks at items of the plan whose outcomes nobody kept.
func settle(t *testing.T, inv *tools.Invocation, change tools.Change, plan tools.Plan, items []tools.Item) []tools.Item {
	t.Helper()
	settled := slices.Clone(items)
	require.NoError(t, change.Reconcile(t.Context(), inv, plan, items, func(outcomes map[int]tools.Item) error {
		for i, item := range outcomes {
			settled[i] = item
		}
		return nil
	}))
	return settled
}

// Each change is carried out, its outcomes are forgotten, and reading finds them
// again without writing. A change that was never carried out is found undone.
func TestSettlingFindsWhatBecameOfAChange(t *testing.T) {
	t.Parallel()
	for tool, c := range map[string]struct {
		in   func(*env) args
		want map[string]int
	}{
		"govgroup_create": {func(e *env) args {
			return args{"name": "New", "owner": "jdoe", "members": []string{e.Admin.ID, "no.body"}}
		}, map[string]int{tools.ItemDone: 2, tools.ItemNotFound: 1}},
		"govgroup_update": {func(*env) args {
			return args{"group": "DB Access", "name": "Renamed", "description": "", "owner": "avery.stone"}
		}, map[string]int{tools.ItemDone: 1}},
		"govgroup_delete": {func(*env) args { return args{"group": "DB Access"} }, map[string]int{tools.ItemDone: 1}},
		"govgroup_bulk_delete": {func(e *env) args {
			return args{"groups": []string{"DB Access", e.Unused.ID, e.Role.ID, "No Such"}}
		}, map[string]int{tools.ItemDone: 2, tools.ItemInUse: 1, tools.ItemNotFound: 1}},
		"govgroup_members_add": {func(e *env) args {
			return args{"group": "DB Access", "members": []string{"jdoe", e.Admin.ID, "no.body"}}
		}, map[string]int{tools.ItemDone: 2, tools.ItemNotFound: 1}},
		"govgroup_members_remove": {func(e *env) args {
			g, _ := e.Group(e.DBAccess.ID)
			return args{"group": "DB Access", "members": append([]string{"jdoe"}, g.Members[:2]...)}
		}, map[string]int{tools.ItemDone: 2, tools.ItemNoChange: 1}},
	} {
		t.Run(tool, func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{})
			inv, change, plan := e.planned(t, tool, c.in(e))
			undone := settle(t, inv, change, plan, plan.Items)
			assert.Zero(t, tally(undone)[tools.ItemDone], "%+v", undone)
			assert.Zero(t, tally(undone)[""], "every item has an outcome")

			done, err := tools.Execute(t.Context(), inv, change, plan, nil)
			require.NoError(t, err)
			require.Equal(t, c.want, tally(done.Items))
			changed := e.effects(func() {
				inv, change, _ := e.again(t, plan) // as another process does, from what was stored
				found := settle(t, inv, change, plan, plan.Items)
				assert.Equal(t, c.want, tally(found))
				for i := range found {
					assert.Equal(t, done.Items[i].ID, found[i].ID, "settling finds the same ids")
				}
			})
			assert.Empty(t, changed, "settling writes nothing")
		})
	}
}

// again prepares a stored plan's change in a new session.
func (e *env) again(t *testing.T, plan tools.Plan) (*tools.Invocation, tools.Change, tools.Plan) {
	t.Helper()
	inv := e.Registry.NewInvocation(tools.Caller{}, nil)
	change, err := e.Registry.Change(t.Context(), inv, plan.Tool, plan.Arguments)
	require.NoError(t, err)
	return inv, change, plan
}

// Outcomes that were kept are not looked at again, and stay.
func TestSettlingLeavesKnownOutcomes(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	inv, change, plan := e.planned(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{"jdoe", e.Admin.ID}})
	items := slices.Clone(plan.Items)
	items[0].Outcome, items[0].Reason = tools.ItemFailed, "said the tenant"
	require.NoError(t, e.AddMember(e.DBAccess.ID, e.Admin.ID))
	found := settle(t, inv, change, plan, items)
	assert.Equal(t, items[0], found[0])
	assert.Equal(t, tools.ItemDone, found[1].Outcome)
}

func TestSettlingWhatCannotBeReadIsUnknown(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for tool, in := range map[string]args{
		"govgroup_create": {"name": "New", "owner": "jdoe"}, "govgroup_update": {"group": "DB Access", "name": "X"}, "govgroup_delete": {"group": "DB Access"},
	} {
		t.Run(tool, func(t *testing.T) {
			inv, change, plan := e.planned(t, tool, in)
			e.inject(t, sandbox.Fault{Kind: sandbox.Fault500, Method: "GET", Times: -1})
			defer e.ClearFaults()
			assert.Equal(t, map[string]int{tools.ItemUnknown: 1}, tally(settle(t, inv, change, plan, plan.Items)))
		})
	}
}

var errFull = errors.New("the disk is full")

// What cannot be kept stops the work: nothing is done that leaves no trace.
func TestAJournalThatCannotKeepStopsTheWork(t *testing.T) {
	t.Parallel()
	for _, after := range []int{0, 1} {
		e := newEnv(t, setup{tools: tools.Settings{MemberBatch: 10}})
		inv, change, plan := e.planned(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": accounts(e.crowd(t, 40))})
		kept := 0
		done, err := tools.Execute(t.Context(), inv, change, plan, func(outcomes map[int]tools.Item) error {
			if kept == after {
				return errFull
			}
			kept++
			return nil
		})
		require.ErrorIs(t, err, errFull)
		assert.Len(t, e.Effects(), 10*(after+1), "one call more than was kept, and none after it")
		assert.Equal(t, 10*(after+1), tally(done.Items)[tools.ItemDone])
	}
}

// Each outcome reaches the journal as soon as it is known, once.
func TestTheJournalGetsEveryOutcomeOnce(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{tools: tools.Settings{MemberBatch: 7}})
	inv, change, plan := e.planned(t, "govgroup_create", args{"name": "New", "owner": "jdoe", "members": append(accounts(e.crowd(t, 30)), "no.body")})
	seen := map[int]int{}
	var sizes []int
	done, err := tools.Execute(context.Background(), inv, change, plan, func(outcomes map[int]tools.Item) error {
		sizes = append(sizes, len(outcomes))
		for i := range outcomes {
			seen[i]++
		}
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, []int{1, 7, 7, 7, 7, 2}, sizes)
	for i := range 31 {
		assert.Equal(t, 1, seen[i], "item %d", i)
	}
	assert.Len(t, done.Tracking, 6, "one tracking id for each write")
}
