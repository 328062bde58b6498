// Every switch turned: each test shows the other answer to an open question, the
// default being shown where the operation is tested.

package sandbox_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// switched is a quiet tenant with switches.
func switched(t *testing.T, s sandbox.Switches) *caller {
	t.Helper()
	o := quiet()
	o.Switches = s
	return start(t, o)
}

func TestSwitchDeleteInUseConflict(t *testing.T) {
	c := switched(t, sandbox.Switches{DeleteInUseConflict: true})
	c.delete("/workgroups/v1/"+c.server.Scenario().Role.ID).requireRefused(409, "400.2.1.0 Object in use by another")
}

func TestSwitchUnknownMember(t *testing.T) {
	nobody := strings.Repeat("0", 32)
	c := switched(t, sandbox.Switches{UnknownMember: sandbox.UnknownMemberItem400})
	sc := c.server.Scenario()
	path := "/workgroups/v1/" + sc.Unused.ID + "/members/bulk-add"
	assert.Equal(t, []any{400.0, 201.0}, c.post(path, identities(nobody, sc.JaneDoe.ID)).column("status"))

	c = switched(t, sandbox.Switches{UnknownMember: sandbox.UnknownMemberRequest})
	c.post(path, identities(sc.JaneDoe.ID, nobody)).requireRefused(400, "400.1.404 Referenced object not found")
	assert.Empty(t, c.server.Effects(), "nobody is added")
	assert.Equal(t, []any{404.0}, c.post("/workgroups/v1/"+sc.Unused.ID+"/members/bulk-delete", identities(nobody)).column("status"))
}

func TestSwitchBulkLimits(t *testing.T) {
	c := switched(t, sandbox.Switches{BulkDeleteOverLimit: 500, MaxBulkMembers: 2})
	sc := c.server.Scenario()
	many := strings.TrimSuffix(strings.Repeat(`"`+sc.Unused.ID+`",`, 101), ",")
	c.post("/workgroups/v1/bulk-delete", `{"ids":[`+many+`]}`).requireRefused(500, "400.1.4 Limit violation")
	for _, verb := range []string{"bulk-add", "bulk-delete"} {
		path := "/workgroups/v1/" + sc.Unused.ID + "/members/" + verb
		c.post(path, identities(sc.JaneDoe.ID, sc.Admin.ID, sc.Approver.ID)).requireRefused(400, "400.1.4 Limit violation")
		assert.Equal(t, 207, c.post(path, identities(sc.JaneDoe.ID, sc.Admin.ID)).status)
	}
}

func TestSwitchNames(t *testing.T) {
	c := switched(t, sandbox.Switches{UniqueNames: true, MaxNameLength: 10})
	sc := c.server.Scenario()
	create := func(name string) answer {
		return c.post("/workgroups/v1", `{"name":"`+name+`","owner":{"type":"IDENTITY","id":"`+sc.JaneDoe.ID+`"}}`)
	}
	rename := func(name string) answer {
		return c.patch("/workgroups/v1/"+sc.DBAccess.ID, `[{"op":"replace","path":"/name","value":"`+name+`"}]`)
	}
	create("db access").requireRefused(400, "400.1.409 Reference conflict")
	create("éééééééééée").requireRefused(400, "400.1.3 Illegal value")
	assert.Equal(t, 200, create("éééééééééé").status, "characters, not bytes")
	rename("ÉÉÉÉÉÉÉÉÉÉ").requireRefused(400, "400.1.409 Reference conflict")
	assert.Equal(t, 200, rename("DB ACCESS").status, "a group may keep its own name")

	c = switched(t, sandbox.Switches{})
	assert.Equal(t, 200, c.post("/workgroups/v1", `{"name":"DB Access","owner":{"type":"IDENTITY","id":"`+sc.JaneDoe.ID+`"}}`).status)
}

func TestSwitchMembershipModifies(t *testing.T) {
	for _, on := range []bool{false, true} {
		c := switched(t, sandbox.Switches{MembershipModifies: on})
		sc := c.server.Scenario()
		before, _ := c.server.Group(sc.Unused.ID)
		require.Equal(t, 207, c.post("/workgroups/v1/"+sc.Unused.ID+"/members/bulk-delete", identities(sc.Admin.ID)).status)
		same, _ := c.server.Group(sc.Unused.ID)
		assert.Equal(t, before.Modified, same.Modified, "nobody came or went")
		require.Equal(t, 207, c.post("/workgroups/v1/"+sc.Unused.ID+"/members/bulk-add", identities(sc.Admin.ID)).status)
		after, _ := c.server.Group(sc.Unused.ID)
		assert.Equal(t, on, after.Modified.After(before.Modified))
	}
}

func TestSwitchCaseSensitiveFilters(t *testing.T) {
	c := switched(t, sandbox.Switches{CaseSensitiveFilters: true})
	assert.Empty(t, c.get(query("/workgroups/v1", "filters", `name eq "db access"`)).array())
	assert.Len(t, c.get(query("/workgroups/v1", "filters", `name eq "DB Access"`)).array(), 1)
}

func TestSwitchUnorderedLists(t *testing.T) {
	c := switched(t, sandbox.Switches{UnorderedLists: true})
	one, two := c.get("/workgroups/v1").column("id"), c.get("/workgroups/v1").column("id")
	assert.NotEqual(t, one, two)
	assert.ElementsMatch(t, one, two)
	first := c.get("/workgroups/v1?sorters=name").text
	assert.Equal(t, first, c.get("/workgroups/v1?sorters=name").text, "a sorter is an order")
}

func TestSwitchStringStatus(t *testing.T) {
	c := switched(t, sandbox.Switches{StringStatus: true})
	sc := c.server.Scenario()
	a := c.post("/workgroups/v1/bulk-delete", `{"ids":["`+sc.DBAccess.ID+`","`+sc.Role.ID+`"]}`)
	assert.Equal(t, []any{"204", "409"}, a.column("status"))
}

func TestSwitchRequireExperimental(t *testing.T) {
	c := switched(t, sandbox.Switches{RequireExperimental: true})
	for version, required := range map[string]bool{"v2024": true, "v2025": true, "beta": true, "v2026": false} {
		assert.Equal(t, required, c.get("/"+version+"/workgroups").status == 400, version)
		assert.Equal(t, 200, c.get("/"+version+"/identities").status, version)
	}
	assert.Equal(t, 200, c.get("/workgroups/v1").status)
	for value, status := range map[string]int{"true": 200, "false": 400} {
		req := c.request("GET", "/v2025/workgroups", "")
		req.Header.Set("X-SailPoint-Experimental", value)
		a, err := do(t, req)
		require.NoError(t, err)
		assert.Equal(t, status, a.status, value)
	}
}

func TestSwitchOwnsAsObject(t *testing.T) {
	c := switched(t, sandbox.Switches{OwnsAsObject: true})
	sc := c.server.Scenario()
	owns := c.search("id:" + sc.JaneDoe.ID).array()[0]["owns"]
	assert.Equal(t, map[string]any{"governanceGroups": []any{map[string]any{"id": sc.DBAccess.ID, "name": "DB Access"}}}, owns)
}
