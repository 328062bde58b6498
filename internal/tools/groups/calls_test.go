// Calls: how many requests each operation sends to the tenant, which allows a hundred in
// ten seconds. docs/performance.md has the figures and why they are not lower.

package groups_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// calls counts what a piece of work sends, the fetching of tokens left out.
func calls(e *testenv.Env, work func()) int {
	before := len(e.Log())
	work()
	sent := 0
	for _, x := range e.Log()[before:] {
		if x.Operation != sandbox.OpToken {
			sent++
		}
	}
	return sent
}

// crowded adds a group of n people whom it adds, too.
func crowded(t *testing.T, e *testenv.Env, name string, n int) sandbox.Group {
	t.Helper()
	g := sandbox.Group{Name: name, OwnerID: e.JaneDoe.ID}
	for i := range n {
		account := fmt.Sprintf("%s.%04d", name, i)
		p, err := e.AddPerson(sandbox.Person{Name: account, Alias: account, Email: account + "@corp.example", Status: "active", State: "ACTIVE"})
		require.NoError(t, err)
		g.Members = append(g.Members, p.ID)
	}
	g, err := e.AddGroup(g)
	require.NoError(t, err)
	return g
}

func TestCallsAtTheTenant(t *testing.T) {
	t.Parallel()
	by := tools.Caller{Surface: "stdio", Subject: "tester"}
	newcomers := func(e *testenv.Env) []string { return []string{e.JaneDoe.Email, e.Admin.Email, e.Approver.Email} }
	for name, c := range map[string]struct {
		tool string
		in   func(t *testing.T, e *testenv.Env) args
		ask  int // until it is answered, or a person is asked
		yes  int // after the yes
	}{
		"get by unknown id": {tools.NameGet, func(*testing.T, *testenv.Env) args {
			return args{"group": "00000000-0000-4000-8000-000000000000"}
		}, 1, 0},
		"get by unknown old id": {tools.NameGet, func(*testing.T, *testenv.Env) args {
			return args{"group": "00000000000040008000000000000000"}
		}, 2, 0},
		"members by id": {tools.NameMembersList, func(_ *testing.T, e *testenv.Env) args {
			return args{"group": e.DBAccess.ID}
		}, 2, 0},
		"add 3 by e-mail": {tools.NameMembersAdd, func(_ *testing.T, e *testenv.Env) args {
			return args{"group": e.DBAccess.ID, "members": newcomers(e)}
		}, 4, 0},
		"add 3 by e-mail to an empty group": {tools.NameMembersAdd, func(_ *testing.T, e *testenv.Env) args {
			return args{"group": e.Unused.ID, "members": newcomers(e)}
		}, 3, 0},
		"add 3 to 750": {tools.NameMembersAdd, func(t *testing.T, e *testenv.Env) args {
			return args{"group": crowded(t, e, "large", 750).ID, "members": newcomers(e)}
		}, 4, 0},
		"add 3 to 750 that have one of them": {tools.NameMembersAdd, func(t *testing.T, e *testenv.Env) args {
			g := crowded(t, e, "large", 750)
			require.NoError(t, e.AddMember(g.ID, e.Admin.ID))
			return args{"group": g.ID, "members": newcomers(e)}
		}, 7, 0},
		"remove one": {tools.NameMembersRemove, func(t *testing.T, e *testenv.Env) args {
			g, _ := e.Group(e.DBAccess.ID)
			return args{"group": g.ID, "members": g.Members[:1]}
		}, 2, 3},
		"remove one by e-mail from a group in use": {tools.NameMembersRemove, func(t *testing.T, e *testenv.Env) args {
			g := crowded(t, e, "used", 5)
			require.NoError(t, e.Connect(g.ID, sandbox.Connection{ObjectType: sandbox.ObjectRole, ObjectID: "x", ObjectName: "New Role", ConnectionType: sandbox.ConnectionReviewer}))
			return args{"group": g.ID, "members": []string{"used.0000@corp.example"}}
		}, 4, 3},
		"delete": {tools.NameDelete, func(_ *testing.T, e *testenv.Env) args {
			return args{"group": e.DBAccess.ID}
		}, 3, 3},
		"create": {tools.NameCreate, func(_ *testing.T, e *testenv.Env) args {
			return args{"name": "New Approvers", "owner": e.JaneDoe.Email}
		}, 3, 0},
		"update by id": {tools.NameUpdate, func(_ *testing.T, e *testenv.Env) args {
			return args{"group": e.DBAccess.ID, "description": "new"}
		}, 2, 0},
		"delete 10":  {tools.NameBulkDelete, several(10), 12, 2},
		"delete 250": {tools.NameBulkDelete, several(250), 255, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := testenv.New(t, testenv.Options{})
			in := c.in(t, e)
			var o tools.Outcome
			asked := calls(e, func() {
				result, err := e.Call(t, by, c.tool, in)
				if err == nil {
					o, _ = result.Data.(tools.Outcome)
				}
			})
			assert.Equal(t, c.ask, asked)
			if o.Confirmation == nil {
				return
			}
			decided := calls(e, func() {
				done, err := e.Approve(t, by, o.Change)
				require.NoError(t, err)
				assert.Equal(t, tools.StatusDone, done.Status)
			})
			assert.Equal(t, c.yes, decided, "after the yes")
		})
	}
}

// several are n groups with two members each.
func several(n int) func(*testing.T, *testenv.Env) args {
	return func(t *testing.T, e *testenv.Env) args {
		var ids []string
		for i := range n {
			g, err := e.AddGroup(sandbox.Group{Name: fmt.Sprintf("Bulk %03d", i), OwnerID: e.JaneDoe.ID, Members: []string{e.Admin.ID, e.Approver.ID}})
			require.NoError(t, err)
			ids = append(ids, g.ID)
		}
		return args{"groups": ids}
	}
}

// A thousand members are twenty pages.
func TestCallsForAThousandMembers(t *testing.T) {
	t.Parallel()
	e := testenv.New(t, testenv.Options{})
	g := crowded(t, e, "thousand", 1000)
	sent := calls(e, func() {
		for offset := 0; offset < 1000; offset += 50 {
			_, err := e.Call(t, tools.Caller{Surface: "stdio", Subject: "tester"}, tools.NameMembersList, args{"group": g.Name, "offset": offset})
			require.NoError(t, err)
		}
	})
	assert.Equal(t, 40, sent)
}
