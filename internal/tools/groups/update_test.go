// Update: changing a group's name, description or owner.

package groups_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func TestUpdatingChangesWhatIsNamedAndNothingElse(t *testing.T) {
	t.Parallel()
	for field, c := range map[string]struct {
		in   args
		want func(*env, *sandbox.Group)
	}{
		"name":                {args{"name": "New “Name” %s"}, func(_ *env, g *sandbox.Group) { g.Name = "New “Name” %s" }},
		"description":         {args{"description": "New text"}, func(_ *env, g *sandbox.Group) { g.Description = "New text" }},
		"empty description":   {args{"description": ""}, func(_ *env, g *sandbox.Group) { g.Description = "" }},
		"owner by name":       {args{"owner": "Avery Stone"}, func(e *env, g *sandbox.Group) { g.OwnerID = e.Admin.ID }},
		"everything together": {args{"name": "N", "description": "D", "owner": "avery.stone"}, func(e *env, g *sandbox.Group) { g.Name, g.Description, g.OwnerID = "N", "D", e.Admin.ID }},
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{})
			want := e.group(t, e.DBAccess.ID)
			c.want(e, &want)
			c.in["group"] = "DB Access"
			changed := e.effects(func() {
				o := e.outcome(t, "govgroup_update", c.in)
				assert.Equal(t, tools.StatusDone, o.Status)
				assert.Equal(t, []tools.Ref{{ID: e.DBAccess.ID, Name: "DB Access"}}, o.Groups)
			})
			assert.Equal(t, []string{"group_patched"}, changed)
			got := e.group(t, e.DBAccess.ID)
			want.Modified = got.Modified
			assert.Equal(t, want, got)
		})
	}
}

func TestUpdatingToTheSameWritesNothing(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	changed := e.effects(func() {
		o := e.outcome(t, "govgroup_update", args{"group": e.DBAccess.ID, "name": "DB Access", "owner": "jdoe"})
		assert.Equal(t, tools.StatusDone, o.Status)
		assert.Equal(t, tools.ItemNoChange, o.Items[0].Outcome)
		assert.Regexp(t, `^Nothing to do, it is so already`, o.Summary)
	})
	assert.Empty(t, changed)
}

func TestARefusedUpdateSaysWhy(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{sandbox: sandbox.Options{Switches: sandbox.Switches{UniqueNames: true}}})
	plan, _ := e.carriedOut(t, "govgroup_update", args{"group": e.DBAccess.ID, "name": e.Unused.Name})
	assert.Equal(t, tools.StatusFailed, tools.Status(plan.Items))
	assert.Contains(t, plan.Items[0].Reason, "exists already")
	assert.Empty(t, e.Effects())
}

func TestALostAnswerToUpdating(t *testing.T) {
	t.Parallel()
	for kind, written := range lost() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{timeout: time.Second})
			e.inject(t, sandbox.Fault{Kind: kind, Operation: sandbox.OpPatchGroup})
			var o tools.Outcome
			sent := e.requests(func() {
				o = e.outcome(t, "govgroup_update", args{"group": e.DBAccess.ID, "name": "Renamed", "owner": e.Admin.ID})
			})
			assert.Equal(t, 1, sent[sandbox.OpPatchGroup], "a write was sent again")
			want, effects := tools.StatusDone, 1
			if !written {
				want, effects = tools.StatusUnknown, 0
				assert.GreaterOrEqual(t, sent[sandbox.OpGetGroup], 1+2, "an absent effect is looked for more than once")
			}
			assert.Equal(t, want, o.Status, o.Items[0].Reason)
			assert.Len(t, e.Effects(), effects)
		})
	}
}

func TestAnUpdateThatCannotBeReadBackIsUnknown(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	inv, change, plan := e.planned(t, "govgroup_update", args{"group": e.DBAccess.ID, "name": "Renamed"})
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultResetAfterWrite, Operation: sandbox.OpPatchGroup})
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault500, Operation: sandbox.OpGetGroup, Times: -1})
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, tools.ItemUnknown, done.Items[0].Outcome)
}
