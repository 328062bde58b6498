// Creation: new governance groups.

package groups_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func TestCreatingAGroupWithMembers(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	var o tools.Outcome
	changed := e.effects(func() {
		o = e.outcome(t, "govgroup_create", args{
			"name": "Vault Approvers", "owner": "jane.doe@corp.example", "description": "Opens the vault", "members": []string{e.Admin.Name, e.Approver.ID},
		})
	})
	assert.Equal(t, []string{"group_created", "member_added " + e.Admin.ID, "member_added " + e.Approver.ID}, changed)
	assert.Equal(t, tools.StatusDone, o.Status)
	require.Len(t, o.Items, 3)
	g := e.group(t, o.Items[0].ID)
	assert.Equal(t, "Vault Approvers", g.Name)
	assert.Equal(t, "Opens the vault", g.Description)
	assert.Equal(t, e.JaneDoe.ID, g.OwnerID)
	assert.Equal(t, []string{e.Admin.ID, e.Approver.ID}, g.Members)
	assert.Equal(t, "Done: Create governance group “Vault Approvers” with 2 members. Its id is "+o.Items[0].ID+".", o.Summary)
	assert.Empty(t, o.Warnings)
}

func TestCreatingKeepsNamesAsTheyAre(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, name := range []string{`"x" \ %s 🚀 <b>`, " padded ", "测试", strings.Repeat("long ", 50)} {
		o := e.outcome(t, "govgroup_create", args{"name": name, "owner": "jdoe", "description": name})
		require.Equal(t, tools.StatusDone, o.Status)
		g := e.group(t, o.Items[0].ID)
		assert.Equal(t, name, g.Name)
		assert.Equal(t, name, g.Description)
	}
}

func TestCreatingWithSomeUnknownMembers(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	o := e.outcome(t, "govgroup_create", args{"name": "New", "owner": "jdoe", "members": []string{"no.body", "jdoe", "nobody@corp.example"}})
	assert.Equal(t, tools.StatusPartly, o.Status)
	assert.Equal(t, map[string]string{
		"New": tools.ItemDone, "Jane Doe": tools.ItemDone, "no.body": tools.ItemNotFound, "nobody@corp.example": tools.ItemNotFound,
	}, outcomes(o.Items))
	assert.Len(t, e.Effects(), 2)
}

// Whether two groups may have one name, and how long it may be, is the tenant's to
// say.
func TestANameThatTheTenantRefuses(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{sandbox: sandbox.Options{Switches: sandbox.Switches{UniqueNames: true, MaxNameLength: 40}}})
	for _, name := range []string{"DB Access", strings.Repeat("n", 41)} {
		plan, _ := e.carriedOut(t, "govgroup_create", args{"name": name, "owner": "jdoe", "members": []string{"jdoe"}})
		assert.Equal(t, map[string]int{tools.ItemFailed: 2}, tally(plan.Items))
		assert.Contains(t, plan.Items[0].Reason, "The tenant refused this: ")
		assert.Contains(t, plan.Items[1].Reason, "the group was not created")
	}
	assert.Empty(t, e.Effects())
}

func TestALostAnswerToCreating(t *testing.T) {
	t.Parallel()
	for kind, written := range lost() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{timeout: time.Second})
			_, err := e.AddGroup(sandbox.Group{Name: "Vault Approvers", OwnerID: e.JaneDoe.ID}) // was there before: not the one created
			require.NoError(t, err)
			e.inject(t, sandbox.Fault{Kind: kind, Operation: sandbox.OpCreateGroup})
			var plan tools.Plan
			sent := e.requests(func() {
				plan, _ = e.carriedOut(t, "govgroup_create", args{"name": "Vault Approvers", "owner": "jdoe", "members": []string{e.Admin.ID}})
			})
			assert.Equal(t, 1, sent[sandbox.OpCreateGroup], "a write was sent again")
			if !written {
				assert.Equal(t, tools.StatusUnknown, tools.Status(plan.Items))
				assert.Empty(t, e.Effects())
				assert.Empty(t, plan.Items[0].ID)
				return
			}
			assert.Equal(t, tools.StatusDone, tools.Status(plan.Items))
			require.Len(t, e.Effects(), 2)
			assert.Equal(t, e.Effects()[0].GroupID, plan.Items[0].ID)
			assert.Equal(t, []string{e.Admin.ID}, e.group(t, plan.Items[0].ID).Members)
		})
	}
}

// A gateway may give up on a creation that is still at work: it is looked for
// more than once before it is believed to have failed.
func TestALateCreationIsFound(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault504, Operation: sandbox.OpCreateGroup})
	inv, change, plan := e.planned(t, "govgroup_create", args{"name": "Vault Approvers", "owner": "jdoe"})
	before := len(e.Log())
	var late sandbox.Group
	found := make(chan error, 1)
	go func() { // the group appears once it was looked for in vain
		for {
			for _, x := range e.Log()[before:] {
				if x.Operation == sandbox.OpListGroups {
					var err error
					late, err = e.AddGroup(sandbox.Group{Name: "Vault Approvers", OwnerID: e.JaneDoe.ID})
					found <- err
					return
				}
			}
			select {
			case <-t.Context().Done():
				return
			case <-time.After(testPause):
			}
		}
	}()
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	require.NoError(t, <-found)
	assert.Equal(t, tools.ItemDone, done.Items[0].Outcome, done.Items[0].Reason)
	assert.Equal(t, late.ID, done.Items[0].ID)
}

// Two new groups could both be the one: no guess.
func TestALostCreationThatCouldBeTwoIsUnknown(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	inv, change, plan := e.planned(t, "govgroup_create", args{"name": "Vault Approvers", "owner": "jdoe", "members": []string{e.Admin.ID}})
	_, err := e.AddGroup(sandbox.Group{Name: "Vault Approvers", OwnerID: e.JaneDoe.ID}) // somebody else's, meanwhile
	require.NoError(t, err)
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultResetAfterWrite, Operation: sandbox.OpCreateGroup})
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, tools.ItemUnknown, done.Items[0].Outcome)
	assert.Equal(t, "not attempted: it is not known whether the group was created", done.Items[1].Reason)
	assert.Equal(t, tools.StatusUnknown, tools.Status(done.Items))
	assert.Len(t, e.Effects(), 1, "no member goes into a group that may be another")
}

func TestCreatingWithAnyNumberOfMembers(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{tools: tools.Settings{MemberBatch: 50}})
	people := e.crowd(t, 130)
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault502AfterWrite, Operation: sandbox.OpAddMembers, Skip: 1})
	var o tools.Outcome
	sent := e.requests(func() {
		o = e.outcome(t, "govgroup_create", args{"name": "New", "owner": "jdoe", "members": accounts(people)})
	})
	assert.Equal(t, map[string]int{tools.ItemDone: 131}, tally(o.Items))
	assert.Equal(t, 3, sent[sandbox.OpAddMembers])
	assert.Len(t, e.Effects(), 131)
	for i, p := range people {
		assert.Equal(t, p.ID, o.Items[i+1].ID, fmt.Sprint("item ", i+1))
	}
}
