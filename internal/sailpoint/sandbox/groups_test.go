// The operations on groups, in both path styles.

package sandbox_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestBothPathStylesReachTheSameGroup(t *testing.T) {
	c := start(t, quiet())
	db := c.server.Scenario().DBAccess
	want := c.get("/workgroups/v1/" + db.ID)
	require.Equal(t, 200, want.status)
	for _, version := range []string{"v2024", "v2025", "v2026", "beta"} {
		got := c.get("/" + version + "/workgroups/" + db.ID)
		assert.Equal(t, 200, got.status, version)
		assert.JSONEq(t, want.text, got.text, version)
		assert.Equal(t, 200, c.get("/"+version+"/identities?limit=1").status, version)
	}
}

func TestUnknownRoutes(t *testing.T) {
	c := start(t, quiet())
	id := c.server.Scenario().DBAccess.ID
	for _, path := range []string{"//", "/workgroups", "/workgroups/v2", "/v3/workgroups", "/workgroups/v1/", "/nothing/v1",
		"/workgroups/v1/" + id + "/owners", "/workgroups/v1//members", "/v2025/groups", "/public-identities/v1/" + id, "/v3/workgroups", "/v3/identities"} {
		a := c.get(path)
		assert.Equal(t, 404, a.status, path)
		assert.JSONEq(t, `{"error":"No message available"}`, a.text, path)
	}
	c.send("PUT", "/workgroups/v1/"+id, "{}", "application/json").requireRefused(405, "405 Method not allowed")
	assert.Equal(t, 405, c.get("/oauth/token").status)
}

func TestGetGroupShowsEveryField(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	kept, ok := c.server.Group(sc.DBAccess.ID)
	require.True(t, ok)
	got := c.get("/workgroups/v1/" + sc.DBAccess.ID).object()
	assert.Equal(t, map[string]any{
		"id": sc.DBAccess.ID, "name": "DB Access", "description": kept.Description,
		"owner": map[string]any{"type": "IDENTITY", "id": sc.JaneDoe.ID, "name": "Jane Doe", "displayName": "Jane Doe",
			"emailAddress": "jane.doe@corp.example"},
		"memberCount": 12.0, "connectionCount": 0.0,
		"created":  kept.Created.Format("2006-01-02T15:04:05.000Z"),
		"modified": kept.Modified.Format("2006-01-02T15:04:05.000Z"),
	}, got)
}

func TestNullsOnTheWire(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	assert.Contains(t, c.get("/workgroups/v1/"+sc.NoDescription.ID).text, `"description":null`)
	assert.Contains(t, c.get("/workgroups/v1/"+sc.NoDates.ID).text, `"created":null,"modified":null`)
	assert.Contains(t, c.get("/workgroups/v1/"+sc.OwnerWithoutEmail.ID).text, `"emailAddress":null`)
	assert.Contains(t, c.get("/workgroups/v1/"+sc.NoDescription.ID+"/members").text, `"email":null`)
	assert.Contains(t, c.get(query("/public-identities/v1", "filters", `id eq "`+sc.NullState.ID+`"`)).text, `"identityState":null`)
	assert.Contains(t, c.get(query("/public-identities/v1", "filters", `id eq "`+sc.NoEmail.ID+`"`)).text, `"email":null`)
	assert.Contains(t, c.get(query("/public-identities/v1", "filters", `id eq "`+sc.JaneDoe.ID+`"`)).text, `"manager":null`)
}

func TestGroupIDs(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	require.Len(t, sc.OldID.ID, 32)
	assert.Equal(t, 200, c.get("/workgroups/v1/"+sc.OldID.ID).status)
	assert.Equal(t, 200, c.get("/workgroups/v1/"+strings.ToUpper(sc.DBAccess.ID)).status)
	for _, id := range []string{"00000000-0000-4000-8000-000000000000", sc.JaneDoe.ID} {
		c.get("/workgroups/v1/"+id).requireRefused(404, "404 Not found")
		c.delete("/workgroups/v1/"+id).requireRefused(404, "404 Not found")
		c.get("/workgroups/v1/"+id+"/members").requireRefused(404, "404 Not found")
		c.get("/workgroups/v1/"+id+"/connections").requireRefused(404, "404 Not found")
		c.patch("/workgroups/v1/"+id, `[{"op":"replace","path":"/name","value":"x"}]`).requireRefused(404, "404 Not found")
		c.post("/workgroups/v1/"+id+"/members/bulk-add", identities(sc.JaneDoe.ID)).requireRefused(404, "404 Not found")
	}
	for _, id := range []string{"x", "DB%20Access", "00000000-0000-4000-8000-00000000000g", strings.ReplaceAll(sc.DBAccess.ID, "-", "_")} {
		c.get("/workgroups/v1/"+id).requireRefused(400, "400.1.3 Illegal value")
	}
}

func TestCreateGroup(t *testing.T) {
	o := quiet()
	now := time.Date(2026, 4, 5, 6, 7, 8, 9e6, time.UTC)
	o.Now = func() time.Time { return now }
	c := start(t, o)
	jane := c.server.Scenario().JaneDoe
	a := c.post("/workgroups/v1", fmt.Sprintf(`{"name":"New & <b>Old</b>","id":"ignored","memberCount":9,"owner":{"type":"IDENTITY","id":%q}}`, jane.ID))
	require.Equal(t, 200, a.status, a.text)
	got := a.object()
	assert.Equal(t, "New & <b>Old</b>", got["name"])
	assert.Contains(t, a.text, "<b>", "markup is sent as it is")
	assert.Equal(t, "2026-04-05T06:07:08.009Z", got["created"])
	assert.Nil(t, got["description"])
	assert.InDelta(t, 0, got["memberCount"], 0)
	assert.NotEqual(t, "ignored", got["id"])
	assert.JSONEq(t, a.text, c.get("/workgroups/v1/"+got["id"].(string)).text)

	effects := c.server.Effects()
	require.Len(t, effects, 1)
	assert.Equal(t, sandbox.Effect{Kind: sandbox.GroupCreated, GroupID: got["id"].(string), Time: now,
		RequestID: a.header.Get("SLPT-Request-ID")}, effects[0])
}

func TestCreateGroupRefusals(t *testing.T) {
	c := start(t, quiet())
	jane := c.server.Scenario().JaneDoe.ID
	before := len(c.server.Groups())
	for name, tc := range map[string]struct{ body, code string }{
		"no name":         {`{"owner":{"type":"IDENTITY","id":"` + jane + `"}}`, "400.1.0 Required Data Missing Or Empty"},
		"blank name":      {`{"name":"  ","owner":{"type":"IDENTITY","id":"` + jane + `"}}`, "400.1.0 Required Data Missing Or Empty"},
		"no owner":        {`{"name":"x"}`, "400.1.0 Required Data Missing Or Empty"},
		"empty owner":     {`{"name":"x","owner":{}}`, "400.1.0 Required Data Missing Or Empty"},
		"owner of a kind": {`{"name":"x","owner":{"type":"GROUP","id":"` + jane + `"}}`, "400.1.3 Illegal value"},
		"owner unknown":   {`{"name":"x","owner":{"type":"IDENTITY","id":"` + strings.Repeat("0", 32) + `"}}`, "400.1.404 Referenced object not found"},
		"array":           {`[]`, "400.0 Bad request syntax"},
		"name a number":   {`{"name":5}`, "400.0 Bad request syntax"},
		"cut off":         {`{"name":"x"`, "400.0 Bad request syntax"},
		"two values":      {`{"name":"x"} {}`, "400.0 Bad request syntax"},
		"nothing":         {``, "400.0 Bad request syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			c.post("/workgroups/v1", tc.body).requireRefused(400, tc.code)
		})
	}
	_, _, text := c.post("/workgroups/v1", `{"name":"x"}`).refusal()
	assert.Equal(t, `Required field "owner" was missing or empty.`, text)
	c.send("POST", "/workgroups/v1", "{}", "text/plain").requireRefused(415, "415 Unsupported media type")
	c.post("/workgroups/v1", strings.Repeat(" ", 5<<20)).requireRefused(413, "413 Request entity too large")
	assert.Len(t, c.server.Groups(), before)
	assert.Empty(t, c.server.Effects())
}

func TestDeleteGroup(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	a := c.delete("/workgroups/v1/" + sc.DBAccess.ID)
	assert.Equal(t, 204, a.status)
	assert.Empty(t, a.text)
	c.delete("/workgroups/v1/"+sc.DBAccess.ID).requireRefused(404, "404 Not found")
	c.delete("/workgroups/v1/"+sc.PaymentsApprovers.ID).requireRefused(400, "400.2.1.0 Object in use by another")
	require.Len(t, c.server.Effects(), 1)
	assert.Equal(t, sandbox.GroupDeleted, c.server.Effects()[0].Kind)
}

func TestBulkDeleteTellsTheOutcomeOfEachItem(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	missing := "00000000-0000-4000-8000-000000000000"
	ids, _ := json.Marshal([]string{sc.DBAccess.ID, sc.Role.ID, missing, sc.OldID.ID, sc.DBAccess.ID})
	a := c.post("/workgroups/v1/bulk-delete", `{"ids":`+string(ids)+`}`)
	require.Equal(t, 207, a.status, a.text)
	assert.Equal(t, []any{204.0, 409.0, 404.0, 204.0, 404.0}, a.column("status"))
	assert.Equal(t, []any{sc.DBAccess.ID, sc.Role.ID, missing, sc.OldID.ID, sc.DBAccess.ID}, a.column("id"))
	assert.NotContains(t, a.column("description"), "")
	assert.Len(t, c.server.Effects(), 2)

	a = c.post("/workgroups/v1/bulk-delete", `{"ids":["`+missing+`"]}`)
	assert.Equal(t, 207, a.status, "every item failed, and it is still 207")
	log := c.server.Log()
	assert.False(t, log[len(log)-1].Changed)
	assert.True(t, log[len(log)-2].Changed)
}

func TestBulkDeleteRefusals(t *testing.T) {
	c := start(t, quiet())
	many := strings.TrimSuffix(strings.Repeat(`"`+c.server.Scenario().Unused.ID+`",`, 101), ",")
	path := "/workgroups/v1/bulk-delete"
	c.post(path, `{"ids":[`+many+`]}`).requireRefused(400, "400.1.4 Limit violation")
	c.post(path, `{"ids":[]}`).requireRefused(400, "400.1.0 Required Data Missing Or Empty")
	c.post(path, `[`+many+`]`).requireRefused(400, "400.0 Bad request syntax")
	c.post(path, `{"ids":["DB Access"]}`).requireRefused(400, "400.1.3 Illegal value")
	assert.Empty(t, c.server.Effects())
}
