// Random wishes: whatever is wished, the tenant has it afterwards, nothing else was
// touched, wishing it again changes nothing, and an undo restores.

package jobs_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

var wishes = flag.Int("wishes", 100, "how many random wishes are tried")

func TestRandomWishesComeTrueAndCanBeUndone(t *testing.T) {
	t.Parallel()
	e := newEnv(t, sandbox.Options{Groups: 30, People: 60})
	ended := map[string]int{}
	defer func() { t.Log("how the wishes ended: ", ended) }()
	for n := range *wishes {
		chance := rand.New(rand.NewPCG(uint64(n), 1)) //nolint:gosec // a test's chance
		before := e.snapshot()
		tool, in := e.wish(chance)
		if chance.IntN(3) == 0 {
			e.failure(t, chance)
		}
		o := e.run(t, tool, in)
		e.ClearFaults()
		ended[o.Status]++
		after := e.snapshot()
		assert.Equal(t, changes(before, after), e.recorded(t, o.Change), "wish %d: %s %v: %s", n, tool, in, o.Text())
		if o.Status != tools.StatusDone {
			o = e.run(t, tool, in) // the rest of it, now that nothing is in the way
			require.Equal(t, tools.StatusDone, o.Status, "wish %d: %s", n, o.Text())
			before = after
		}
		e.asWished(t, tool, in)
		e.Untouched(t, func() { _, _ = e.Call(t, ann, tool, in) })
		if slices.ContainsFunc(o.Items, func(i tools.Item) bool { return i.Outcome == tools.ItemDone }) {
			back := e.run(t, tools.NameUndo, args{"change": o.Change})
			require.Equal(t, tools.StatusDone, back.Status, "wish %d: %s", n, back.Text())
			assert.Equal(t, before, e.snapshot(), "wish %d", n)
		}
	}
}

// wish is a random one that differs from what is so.
func (e *env) wish(chance *rand.Rand) (tool string, in args) {
	people, groups := e.People(), e.Groups()
	person := func() string { return people[chance.IntN(len(people))].ID }
	if chance.IntN(2) == 0 {
		var members []string
		for range 1 + chance.IntN(8) {
			members = append(members, person())
		}
		return tools.NameMembersSet, args{"group": groups[chance.IntN(len(groups))].ID, "members": members}
	}
	for {
		g := groups[chance.IntN(len(groups))]
		from, to := g.OwnerID, person()
		if len(g.Members) > 0 && chance.IntN(2) == 0 {
			from = g.Members[chance.IntN(len(g.Members))]
		}
		if from != to {
			return tools.NameHandover, args{"from": from, "to": to, "memberships": []string{"remove", "replace"}[chance.IntN(2)]}
		}
	}
}

// failure lets one write go wrong in some way.
func (e *env) failure(t testing.TB, chance *rand.Rand) {
	t.Helper()
	kinds := []sandbox.FaultKind{sandbox.FaultItemFailed, sandbox.Fault429, sandbox.Fault502AfterWrite, sandbox.FaultResetAfterWrite, sandbox.FaultStringStatus}
	operations := []sandbox.Operation{sandbox.OpAddMembers, sandbox.OpRemoveMembers, sandbox.OpPatchGroup}
	f := sandbox.Fault{Kind: kinds[chance.IntN(len(kinds))], Operation: operations[chance.IntN(len(operations))], Skip: chance.IntN(2)}
	if f.Kind == sandbox.FaultItemFailed || f.Kind == sandbox.FaultStringStatus {
		f.Operation = operations[chance.IntN(2)] // what has items
	}
	require.NoError(t, e.Inject(f))
}

// snapshot is who owns and is in each group: "group person" for a member, and "group =
// person" for an owner.
func (e *env) snapshot() map[string]bool {
	all := map[string]bool{}
	for _, g := range e.Groups() {
		all[g.ID+" = "+g.OwnerID] = true
		for _, m := range g.Members {
			all[g.ID+" "+m] = true
		}
	}
	return all
}

// changes are what came and went between two snapshots.
func changes(before, after map[string]bool) (all []string) {
	for key := range after {
		if !before[key] {
			all = append(all, "+ "+key)
		}
	}
	for key := range before {
		if !after[key] {
			all = append(all, "- "+key)
		}
	}
	slices.Sort(all)
	return all
}

// recorded are the same as the records tell them.
func (e *env) recorded(t testing.TB, id tools.RequestID) (all []string) {
	t.Helper()
	plan := e.Stored(t, id).Plan
	for i, item := range plan.Items {
		step := plan.Step(i)
		if item.Outcome != tools.ItemDone {
			continue
		}
		switch step.Action {
		case tools.AddMember:
			all = append(all, "+ "+step.Group+" "+item.ID)
		case tools.RemoveMember:
			all = append(all, "- "+step.Group+" "+item.ID)
		default:
			at := slices.IndexFunc(plan.Before, func(s tools.GroupState) bool { return s.Key == step.Group })
			all = append(all, "+ "+step.Group+" = "+step.NewOwner, "- "+step.Group+" = "+plan.Before[at].Owner.ID)
		}
	}
	slices.Sort(all)
	return all
}

// asWished checks the tenant itself.
func (e *env) asWished(t testing.TB, tool string, in args) {
	t.Helper()
	if tool == tools.NameMembersSet {
		want := slices.Clone(in["members"].([]string))
		slices.Sort(want)
		assert.Equal(t, slices.Compact(want), e.members(t, in["group"].(string)))
		return
	}
	for _, g := range e.Groups() {
		assert.NotEqual(t, in["from"], g.OwnerID)
		assert.NotContains(t, g.Members, in["from"])
	}
}
