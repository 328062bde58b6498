// Deleting groups: what a person is shown, and that without a person's yes
// nothing happens.

package groups_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func TestWithoutAGateNothingIsDestroyed(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	someone := e.group(t, e.DBAccess.ID).Members[0]
	before := e.Groups()
	for tool, in := range map[string]args{
		"govgroup_delete":         {"group": "DB Access"},
		"govgroup_bulk_delete":    {"groups": []string{"DB Access", e.Unused.ID}},
		"govgroup_members_remove": {"group": "DB Access", "members": []string{someone}},
	} {
		result := e.ok(t, tool, in)
		o := result.Data.(tools.Outcome)
		assert.Equal(t, tools.StatusAsk, o.Status, tool)
		assert.Regexp(t, `^Nothing has happened yet; a person must confirm: `, result.Text)
		for _, item := range o.Items {
			assert.Empty(t, item.Outcome, "%s: %+v", tool, item)
		}
	}
	assert.Empty(t, e.Effects())
	assert.Equal(t, before, e.Groups())
}

// render writes a plan as a gate would show it.
func render(plan tools.Plan) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s\n", plan.Tool, plan.Effect, plan.Arguments)
	for _, line := range plan.Preview().Lines() {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	for _, f := range plan.Facts {
		fmt.Fprintf(&b, "  Fact: %s: %s\n", f.Name, f.Value)
	}
	for _, item := range plan.Items {
		raw, _ := json.Marshal(item) // four strings
		fmt.Fprintf(&b, "  Item: %s\n", raw)
	}
	return b.String()
}

func TestPreviews(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	db, last := e.group(t, e.DBAccess.ID), e.group(t, e.LastMember.ID)
	var shown []string
	for _, c := range []struct {
		tool string
		in   args
	}{
		{"govgroup_delete", args{"group": "DB Access"}},
		{"govgroup_delete", args{"group": e.Hostile[6].ID}},
		{"govgroup_bulk_delete", args{"groups": []string{e.Unused.Name, e.PaymentsApprovers.ID, "No Such Group", "DB Access", e.Unused.ID, e.ManyConnections.ID}}},
		{"govgroup_members_remove", args{"group": "DB Access", "members": []string{db.Members[0], db.Members[1], "jdoe", "no.body"}}},
		{"govgroup_members_remove", args{"group": e.LastMember.ID, "members": last.Members}},
		{"govgroup_members_remove", args{"group": "DB Access", "members": db.Members}},
		{"govgroup_members_add", args{"group": "DB Access", "members": []string{"jdoe", db.Members[0], "no.body", e.InactiveLongTerm.Alias}}},
		{"govgroup_create", args{"name": "DB Access", "owner": "jdoe", "members": []string{e.Admin.ID, "no.body"}}},
		{"govgroup_update", args{"group": "DB Access", "name": "Database Access", "description": "", "owner": e.InactiveLongTerm.ID}},
		{"govgroup_update", args{"group": "DB Access", "name": "DB Access"}},
	} {
		_, _, plan := e.planned(t, c.tool, c.in)
		shown = append(shown, render(plan))
	}
	golden(t, "previews", strings.Join(shown, "\n"))
}

// A delete that the tenant would refuse is not offered.
func TestAGroupInUseIsNotOfferedForDeletion(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, used := range []sandbox.GroupRef{e.PaymentsApprovers, e.Role, e.SODPolicy, e.Source, e.EmptyApprover, e.ManyConnections} {
		said := e.refused(t, tools.InUse, "govgroup_delete", args{"group": used.ID})
		connections := e.group(t, used.ID).Connections
		assert.Contains(t, said, connections[0].ObjectType)
		assert.Contains(t, said, fmt.Sprintf("%d connection", len(connections)))
		assert.Contains(t, said, "Remove these first.")
	}
	said := e.refused(t, tools.InUse, "govgroup_delete", args{"group": e.ManyConnections.ID})
	assert.Contains(t, said, "and 54 more")
}

// If nothing of what was named can be deleted, nobody needs to be asked.
func TestNothingToDeleteAsksNobody(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	o := e.outcome(t, "govgroup_bulk_delete", args{"groups": []string{e.Role.ID, "No Such Group", " "}})
	assert.Equal(t, tools.StatusFailed, o.Status)
	assert.Equal(t, map[string]int{tools.ItemInUse: 1, tools.ItemNotFound: 2}, tally(o.Items))
}

func TestDeletingTellsWhatBecameOfEveryGroup(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	inv, change, plan := e.planned(t, "govgroup_bulk_delete", args{"groups": []string{"DB Access", e.Unused.ID, e.Sixty.ID, e.Role.ID, "No Such Group"}})
	require.NoError(t, e.Connect(e.Unused.ID, sandbox.Connection{ObjectType: sandbox.ObjectRole, ObjectID: "x", ObjectName: "New Role", ConnectionType: sandbox.ConnectionReviewer}))
	require.NoError(t, e.DeleteGroup(e.Sixty.ID))
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"DB Access": tools.ItemDone, e.Unused.Name: tools.ItemInUse, e.Sixty.Name: tools.ItemNotFound, e.Role.Name: tools.ItemInUse, "No Such Group": tools.ItemNotFound,
	}, outcomes(done.Items))
	assert.Len(t, e.Effects(), 1)
	o := tools.Conclude(plan, done.Items)
	assert.Equal(t, tools.StatusPartly, o.Status)
	assert.Regexp(t, `^Not everything was done \(1 of 5\)`, o.Summary)
}

// 250 groups in one call, with groups in use, unknown names, a pause and a lost
// answer in between: every one is reported as it is.
func TestDeletingManyGroups(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	refs := []string{e.Role.ID, "No Such Group"}
	for i := range 250 {
		g, err := e.AddGroup(sandbox.Group{Name: fmt.Sprintf("Bulk %03d", i), OwnerID: e.JaneDoe.ID})
		require.NoError(t, err)
		refs = append(refs, g.ID)
	}
	inv, change, plan := e.planned(t, "govgroup_bulk_delete", args{"groups": refs})
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault429, Operation: sandbox.OpDeleteGroups, RetryAfter: time.Second})
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault502AfterWrite, Operation: sandbox.OpDeleteGroups, Skip: 1})
	var done tools.Execution
	sent := e.requests(func() {
		var err error
		done, err = tools.Execute(t.Context(), inv, change, plan, nil)
		require.NoError(t, err)
	})
	assert.Equal(t, map[string]int{tools.ItemDone: 250, tools.ItemInUse: 1, tools.ItemNotFound: 1}, tally(done.Items))
	assert.Len(t, e.Effects(), 250)
	assert.Equal(t, 4, sent[sandbox.OpDeleteGroups], "three calls, one of them refused once")
}

func TestALostAnswerToDeleting(t *testing.T) {
	t.Parallel()
	for kind, written := range lost() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{timeout: time.Second})
			inv, change, plan := e.planned(t, "govgroup_delete", args{"group": "DB Access"})
			e.inject(t, sandbox.Fault{Kind: kind, Operation: sandbox.OpDeleteGroups})
			var done tools.Execution
			sent := e.requests(func() {
				var err error
				done, err = tools.Execute(t.Context(), inv, change, plan, nil)
				require.NoError(t, err)
			})
			assert.Equal(t, 1, sent[sandbox.OpDeleteGroups], "a write was sent again")
			_, there := e.Group(e.DBAccess.ID)
			assert.NotEqual(t, written, there)
			if written {
				assert.Equal(t, tools.ItemDone, done.Items[0].Outcome)
			} else {
				assert.Equal(t, tools.ItemUnknown, done.Items[0].Outcome)
			}
		})
	}
}

func TestADeletionThatCannotBeReadBackIsUnknown(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	inv, change, plan := e.planned(t, "govgroup_bulk_delete", args{"groups": []string{"DB Access", e.Unused.ID}})
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultReset, Operation: sandbox.OpDeleteGroups})
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault500, Operation: sandbox.OpListGroups, Times: -1})
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{tools.ItemUnknown: 2}, tally(done.Items))
}
