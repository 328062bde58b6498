// The control endpoints: what they do, and whom they refuse.

package sandbox_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// control calls a control endpoint with the client secret.
func (c *caller) control(method, name, body string) answer {
	c.t.Helper()
	req := c.request(method, "/_sandbox/"+name, body)
	req.Header.Set("Authorization", "Bearer "+c.server.ClientSecret)
	a, err := do(c.t, req)
	require.NoError(c.t, err)
	return a
}

func TestControlFaults(t *testing.T) {
	c := start(t, quiet())
	a := c.control("POST", "faults", `{"kind":"503","method":"GET","path":"/workgroups/v1","operation":"list-workgroups",
		"skip":1,"times":2,"latency":"1ms","retryAfter":"3s","ids":["x"]}`)
	require.Equal(t, 204, a.status, a.text)
	assert.Equal(t, 200, c.get("/workgroups/v1").status)
	hit := c.get("/workgroups/v1")
	assert.Equal(t, 503, hit.status)
	assert.Equal(t, "3", hit.header.Get("Retry-After"))
	require.Equal(t, 204, c.control("DELETE", "faults", "").status)
	assert.Equal(t, 200, c.get("/workgroups/v1").status)

	require.Equal(t, 204, c.control("POST", "revoke-tokens", "").status)
	assert.Equal(t, 401, c.get("/workgroups/v1").status)
}

func TestControlReports(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	assert.Equal(t, "[]", c.control("GET", "effects", "").text, "a list, if of nothing")
	require.Equal(t, 204, c.delete("/workgroups/v1/"+sc.DBAccess.ID).status)

	var got sandbox.Scenario
	require.NoError(t, json.Unmarshal([]byte(c.control("GET", "scenario", "").text), &got))
	assert.Equal(t, sc, got)
	effects := c.control("GET", "effects", "").array()
	require.Len(t, effects, 1)
	assert.Equal(t, "group_deleted", effects[0]["kind"])
	assert.Equal(t, sc.DBAccess.ID, effects[0]["groupId"])
	log := c.control("GET", "log", "").array()
	require.Len(t, log, 2, "the token and the delete; control requests are not logged")
	assert.Equal(t, "delete-workgroup", log[1]["operation"])
	assert.Equal(t, c.server.ClientID, log[1]["clientId"])
	assert.Equal(t, true, log[1]["changed"])
	assert.Equal(t, effects[0]["requestId"], log[1]["requestId"])
}

func TestControlEdits(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	edit := func(body string) {
		t.Helper()
		a := c.control("POST", "edit", body)
		require.Equal(t, 204, a.status, a.text)
	}
	group := func() sandbox.Group {
		g, _ := c.server.Group(sc.Unused.ID)
		return g
	}
	on := `"group":"` + sc.Unused.ID + `"`
	edit(`{"action":"rename_group",` + on + `,"name":"Renamed"}`)
	assert.Equal(t, "Renamed", group().Name)
	edit(`{"action":"set_owner",` + on + `,"person":"` + sc.Admin.ID + `"}`)
	assert.Equal(t, sc.Admin.ID, group().OwnerID)
	edit(`{"action":"add_member",` + on + `,"person":"` + sc.JaneDoe.ID + `"}`)
	assert.Equal(t, []string{sc.JaneDoe.ID}, group().Members)
	edit(`{"action":"remove_member",` + on + `,"person":"` + sc.JaneDoe.ID + `"}`)
	assert.Empty(t, group().Members)
	edit(`{"action":"connect",` + on + `,"connection":{"objectType":"ROLE","objectId":"r1","objectName":"R","connectionType":"Owner"}}`)
	assert.Len(t, group().Connections, 1)
	edit(`{"action":"disconnect",` + on + `,"object":"r1"}`)
	assert.Empty(t, group().Connections)
	edit(`{"action":"delete_group",` + on + `}`)
	assert.Empty(t, group().ID)

	person := c.control("POST", "edit", `{"action":"add_person","newPerson":{"name":"New Comer","alias":"nc"}}`).object()
	added := c.control("POST", "edit", `{"action":"add_group","newGroup":{"name":"Added","ownerId":"`+person["id"].(string)+`"}}`).object()
	assert.Equal(t, 200, c.get("/workgroups/v1/"+added["id"].(string)).status)
	assert.Empty(t, c.server.Effects(), "edits are no effects")
}

func TestControlRefusals(t *testing.T) {
	c := start(t, quiet())
	for _, tc := range []struct {
		method, name, body string
		status             int
	}{
		{"POST", "faults", `{"kind":"teapot"}`, 400},
		{"POST", "faults", `{"kind":"500","operation":"list-groups"}`, 400},
		{"POST", "faults", `{"kind":"500","often":3}`, 400},
		{"POST", "faults", `{"kind":"500"} {}`, 400},
		{"POST", "faults", `{"kind":"latency","latency":5}`, 400},
		{"POST", "faults", ``, 400},
		{"POST", "edit", `{"action":"explode"}`, 400},
		{"POST", "edit", `{"action":"delete_group","group":"none"}`, 400},
		{"GET", "faults", ``, 404},
		{"GET", "", ``, 404},
		{"POST", "effects", ``, 404},
	} {
		a := c.control(tc.method, tc.name, tc.body)
		assert.Equal(t, tc.status, a.status, "%s %s %s", tc.method, tc.name, tc.body)
		assert.NotEmpty(t, a.object()["error"])
	}
	assert.Equal(t, 200, c.get("/workgroups/v1").status)
}

func TestControlIsForWhoKnowsTheSecret(t *testing.T) {
	c := start(t, quiet())
	try := func(change func(*http.Request)) int {
		req := c.request("POST", "/_sandbox/revoke-tokens", "")
		req.Header.Del("Authorization")
		change(req)
		a, err := do(t, req)
		require.NoError(t, err)
		assert.NotContains(t, a.text, c.server.ClientSecret)
		return a.status
	}
	bearer := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+c.server.ClientSecret) }
	assert.Equal(t, 401, try(func(*http.Request) {}))
	assert.Equal(t, 401, try(func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+c.token) }), "an access token is not enough")
	assert.Equal(t, 401, try(func(r *http.Request) { r.SetBasicAuth(c.server.ClientSecret, "guess") }))
	assert.Equal(t, 403, try(func(r *http.Request) { bearer(r); r.Host = "evil.example" }))
	assert.Equal(t, 403, try(func(r *http.Request) { bearer(r); r.Host = "192.0.2.1:80" }))
	require.Equal(t, 200, c.get("/workgroups/v1").status, "none of these did anything")

	assert.Equal(t, 204, try(func(r *http.Request) { r.SetBasicAuth("any", c.server.ClientSecret) }))
	assert.Equal(t, 204, try(func(r *http.Request) { bearer(r); r.Host = "localhost:1" }))
	assert.Equal(t, 204, try(func(r *http.Request) { bearer(r); r.Host = "[::1]:1" }))
}
