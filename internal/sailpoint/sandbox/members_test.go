// A group's members and connections.

package sandbox_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestAddAndRemoveMembers(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	nobody := strings.Repeat("0", 32)
	path := "/v2025/workgroups/" + sc.Unused.ID

	a := c.post(path+"/members/bulk-add", identities(sc.JaneDoe.ID, nobody, strings.ToUpper(sc.Admin.ID), sc.JaneDoe.ID))
	require.Equal(t, 207, a.status, a.text)
	assert.Equal(t, []any{201.0, 404.0, 201.0, 409.0}, a.column("status"))
	assert.InDelta(t, 2, c.get(path).object()["memberCount"], 0)
	assert.Equal(t, []any{"Jane Doe", "Avery Stone"}, c.get(path+"/members").column("name"))

	a = c.post(path+"/members/bulk-delete", identities(sc.Admin.ID, sc.Approver.ID))
	require.Equal(t, 207, a.status, a.text)
	assert.Equal(t, []any{204.0, 404.0}, a.column("status"))
	assert.InDelta(t, 1, c.get(path).object()["memberCount"], 0)

	var kinds []sandbox.EffectKind
	var who []string
	for _, e := range c.server.Effects() {
		kinds, who = append(kinds, e.Kind), append(who, e.IdentityID)
		assert.Equal(t, sc.Unused.ID, e.GroupID)
	}
	assert.Equal(t, []sandbox.EffectKind{sandbox.MemberAdded, sandbox.MemberAdded, sandbox.MemberRemoved}, kinds)
	assert.Equal(t, []string{sc.JaneDoe.ID, sc.Admin.ID, sc.Admin.ID}, who)
}

func TestMemberBodiesRefused(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	for _, verb := range []string{"bulk-add", "bulk-delete"} {
		for name, tc := range map[string]struct{ body, code string }{
			"object":     {`{"type":"IDENTITY","id":"` + sc.JaneDoe.ID + `"}`, "400.0 Bad request syntax"},
			"ids":        {`["` + sc.JaneDoe.ID + `"]`, "400.0 Bad request syntax"},
			"empty":      {`[]`, "400.1.0 Required Data Missing Or Empty"},
			"no id":      {`[{"type":"IDENTITY"}]`, "400.1.0 Required Data Missing Or Empty"},
			"no type":    {`[{"id":"` + sc.JaneDoe.ID + `"}]`, "400.1.3 Illegal value"},
			"other type": {`[{"type":"GOVERNANCE_GROUP","id":"` + sc.JaneDoe.ID + `"}]`, "400.1.3 Illegal value"},
		} {
			t.Run(verb+" "+name, func(t *testing.T) {
				c.post("/workgroups/v1/"+sc.DBAccess.ID+"/members/"+verb, tc.body).requireRefused(400, tc.code)
			})
		}
	}
	assert.Empty(t, c.server.Effects())
}

func TestMembersArePagedByFifty(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	path := "/workgroups/v1/" + sc.SixHundred.ID + "/members"
	seen := map[any]bool{}
	for offset := 0; ; offset += 50 {
		a := c.get(query(path, "sorters", "name", "count", "true", "offset", strconv.Itoa(offset)))
		require.Equal(t, "600", a.header.Get("X-Total-Count"))
		if len(a.array()) == 0 {
			break
		}
		for _, row := range a.array() {
			assert.Equal(t, "IDENTITY", row["type"])
			seen[row["id"]] = true
		}
	}
	assert.Len(t, seen, 600)
	assert.Len(t, c.get("/workgroups/v1/"+sc.Sixty.ID+"/members").array(), 50)
	c.get(query(path, "limit", "51")).requireRefused(400, "400.1.4 Limit violation")
	c.get(query(path, "filters", `name eq "x"`)).requireRefused(400, "400.1.3 Illegal value")
	c.get(query(path, "sorters", "id")).requireRefused(400, "400.1.3 Illegal value")

	up := c.get(query(path, "sorters", "created", "limit", "2")).column("id")
	group, _ := c.server.Group(sc.SixHundred.ID)
	assert.Equal(t, []any{group.Members[0], group.Members[1]}, up)
	down := c.get(query(path, "sorters", "-created", "limit", "1")).column("id")
	assert.Equal(t, []any{group.Members[599]}, down)
}

func TestConnections(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	for ref, want := range map[sandbox.GroupRef][2]string{
		sc.AccessProfile: {"ACCESS_PROFILE", "AccessRequestReviewer"},
		sc.Role:          {"ROLE", "AccessRequestReviewer"},
		sc.SODPolicy:     {"SOD_POLICY", "Owner"},
		sc.Source:        {"SOURCE", "ManagementWorkgroup"},
	} {
		rows := c.get("/workgroups/v1/" + ref.ID + "/connections").array()
		require.Len(t, rows, 1, ref.Name)
		object := rows[0]["object"].(map[string]any)
		assert.Equal(t, want, [2]string{object["type"].(string), rows[0]["connectionType"].(string)})
		assert.Len(t, object["id"], 32)
		assert.NotEmpty(t, object["name"])
	}
	path := "/workgroups/v1/" + sc.ManyConnections.ID + "/connections"
	a := c.get(query(path, "count", "true"))
	assert.Equal(t, "64", a.header.Get("X-Total-Count"))
	assert.Len(t, a.array(), 50)
	assert.Len(t, c.get(query(path, "offset", "50")).array(), 14)
	c.get(query(path, "limit", "51")).requireRefused(400, "400.1.4 Limit violation")
	c.get(query(path, "sorters", "id")).requireRefused(400, "400.1.3 Illegal value")
	c.get(query(path, "filters", `name eq "x"`)).requireRefused(400, "400.1.3 Illegal value")

	first := c.get(query(path, "sorters", "-name", "limit", "1")).array()[0]["object"].(map[string]any)["name"].(string)
	for _, row := range c.get(path).array() {
		name := row["object"].(map[string]any)["name"].(string)
		assert.LessOrEqual(t, strings.ToLower(name), strings.ToLower(first))
	}
	empty := c.get("/workgroups/v1/" + sc.EmptyApprover.ID).object()
	assert.InDelta(t, 0, empty["memberCount"], 0)
	assert.InDelta(t, 1, empty["connectionCount"], 0)
}
