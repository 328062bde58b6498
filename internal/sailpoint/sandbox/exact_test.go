// Requests that are nearly right: keys in the wrong case, parameters that are badly
// encoded, slashes that belong to an id. A tenant that let them pass would teach
// what production refuses.

package sandbox_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestKeysAreExact(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	group, jane := "/workgroups/v1/"+sc.Unused.ID, sc.JaneDoe.ID
	owner := `{"type":"IDENTITY","id":"` + jane + `"}`
	for name, tc := range map[string]struct {
		send       func(path, body string) answer
		path, body string
	}{
		"create":               {c.post, "/workgroups/v1", `{"NAME":"x","owner":` + owner + `}`},
		"an optional key":      {c.post, "/workgroups/v1", `{"name":"x","Description":"d","owner":` + owner + `}`},
		"a key within":         {c.post, "/workgroups/v1", `{"name":"x","owner":{"Type":"IDENTITY","ID":"` + jane + `"}}`},
		"bulk delete":          {c.post, "/workgroups/v1/bulk-delete", `{"IDS":["` + sc.Unused.ID + `"]}`},
		"beside the right one": {c.post, "/workgroups/v1/bulk-delete", `{"ids":["` + sc.Unused.ID + `"],"Ids":[]}`},
		"members":              {c.post, group + "/members/bulk-add", `[{"type":"IDENTITY","Id":"` + jane + `"}]`},
		"in the first of two":  {c.post, "/workgroups/v1", `{"name":"x","owner":{"type":"IDENTITY","ID":"` + jane + `"},"owner":{"Type":"IDENTITY"}}`},
		"patch":                {c.patch, group, `[{"Op":"replace","Path":"/name","Value":"x"}]`},
		"the value of a patch": {c.patch, group, `[{"op":"replace","path":"/owner","value":{"type":"IDENTITY","ID":"` + jane + `"}}]`},
		"search":               {c.post, "/search/v1", `{"indices":["identities"],"query":{"Query":"x"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			before := c.server.Groups()
			tc.send(tc.path, tc.body).requireRefused(400, "400.0 Bad request syntax")
			assert.Equal(t, before, c.server.Groups())
		})
	}
	assert.Empty(t, c.server.Effects())
	assert.Equal(t, 400, c.control("POST", "faults", `{"Kind":"500"}`).status)
	assert.Equal(t, 400, c.control("POST", "edit", `{"action":"delete_group","Group":"`+sc.Unused.ID+`"}`).status)
	assert.Equal(t, 200, c.post("/workgroups/v1", `{"name":"x","color":"red","owner":`+owner+`}`).status, "a key that means nothing is left aside")
}

func TestOfAKeyThatComesTwiceTheLastCounts(t *testing.T) {
	c := start(t, quiet())
	jane := c.server.Scenario().JaneDoe.ID
	mixed := `{"name":"x","owner":{"id":"` + jane + `"},"owner":{"type":"IDENTITY"}}`
	c.post("/workgroups/v1", mixed).requireRefused(400, "400.1.0 Required Data Missing Or Empty")
	again := `{"name":"x","name":"y","owner":{"type":"IDENTITY","id":"` + jane + `"}}`
	assert.Equal(t, "y", c.post("/workgroups/v1", again).object()["name"])
}

func TestBodiesAreUTF8(t *testing.T) {
	c := start(t, quiet())
	body := `{"name":"caf` + "\xe9" + `","owner":{"type":"IDENTITY","id":"` + c.server.Scenario().JaneDoe.ID + `"}}`
	c.post("/workgroups/v1", body).requireRefused(400, "400.0 Bad request syntax")
}

func TestBadlyEncodedParametersAreRefused(t *testing.T) {
	c := start(t, quiet())
	for _, raw := range []string{`filters=name%20eq%20%22a%zz%22`, `limit=1;offset=2`, `%zz=1`, `filters=name%20eq%20%22%ff%22`, `limit=1&x=%`} {
		for _, path := range []string{"/workgroups/v1", "/public-identities/v1", "/workgroups/v1/" + c.server.Scenario().Sixty.ID + "/members"} {
			c.get(path+"?"+raw).requireRefused(400, "400.1.3 Illegal value")
		}
	}
	a := c.send("POST", "/oauth/token?grant_type=client_credentials&x=%zz", "", "")
	assert.Equal(t, 400, a.status)
	assert.Equal(t, "invalid_request", a.object()["error"])
}

func TestEmptyNumbersAreRefused(t *testing.T) {
	c := start(t, quiet())
	for _, raw := range []string{"limit=", "offset=", "count="} {
		c.get("/workgroups/v1?"+raw).requireRefused(400, "400.1.3 Illegal value")
		c.get("/identities/v1?"+raw).requireRefused(400, "400.1.3 Illegal value")
	}
}

func TestEscapedSlashBelongsToTheID(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	for _, path := range []string{"%2Fmembers%2Fbulk-add", "%2fmembers/bulk-add", "/members%2Fbulk-add"} {
		a := c.post("/workgroups/v1/"+sc.Unused.ID+path, identities(sc.JaneDoe.ID))
		assert.Equal(t, 404, a.status, path)
	}
	assert.Equal(t, 404, c.get("/workgroups/v1/"+sc.Unused.ID+"%2Fmembers").status)
	assert.Equal(t, 404, c.get("/workgroups%2Fv1").status)
	assert.Empty(t, c.server.Effects())
	log := c.server.Log()
	assert.Contains(t, log[len(log)-1].Path, "%2F", "the log shows what was sent")
	a := c.control("DELETE", "..%2f_sandbox%2ffaults", "")
	assert.Equal(t, 404, a.status)
	assert.Equal(t, 200, c.get("/workgroups/v1/"+sc.Unused.ID+"/%6dembers").status, "what needs no escape may have one")
}

// TestIDsAreNeverUsedAgain: an undo of yesterday's change must not meet today's
// group.
func TestIDsAreNeverUsedAgain(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		c := start(t, quiet())
		for range 3 {
			a := c.post("/workgroups/v1", `{"name":"x","owner":{"type":"IDENTITY","id":"`+c.server.Scenario().JaneDoe.ID+`"}}`)
			id := a.object()["id"].(string)
			for _, one := range []string{id, a.header.Get("SLPT-Request-ID")} {
				require.False(t, seen[one], "%s came twice", one)
				seen[one] = true
			}
			require.Equal(t, 204, c.delete("/workgroups/v1/"+id).status)
		}
		person, err := c.server.AddPerson(sandbox.Person{Name: "New Comer"})
		require.NoError(t, err)
		require.False(t, seen[person.ID])
		seen[person.ID] = true
	}
}

// TestWhereServicesLie: each form of path has the services that SailPoint's
// documents list there, and no other.
func TestWhereServicesLie(t *testing.T) {
	c := start(t, quiet())
	all := []string{"", "beta", "v3", "v2024", "v2025", "v2026"}
	for service, where := range map[string][]string{
		"workgroups":        {"", "beta", "v2024", "v2025", "v2026"},
		"identities":        {"", "beta", "v2024", "v2025", "v2026"},
		"public-identities": {"", "v3", "v2024", "v2025", "v2026"},
		"search":            {"", "v3", "v2024", "v2025", "v2026"},
	} {
		for _, version := range all {
			path := "/" + version + "/" + service
			if version == "" {
				path = "/" + service + "/v1"
			}
			a := c.get(path)
			if service == "search" {
				a = c.post(path, `{"indices":["identities"],"query":{"query":"name:jdoe"}}`)
			}
			want := http.StatusNotFound
			for _, v := range where {
				if v == version {
					want = http.StatusOK
				}
			}
			assert.Equal(t, want, a.status, path)
		}
	}
}

func TestPatchOfTheOwnersID(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	body := `[{"op":"replace","path":"/owner/id","value":"` + sc.Admin.ID + `"}]`
	c.patch("/workgroups/v1/"+sc.DBAccess.ID, body).requireRefused(400, "400.1.3 Illegal value")

	c = switched(t, sandbox.Switches{PatchOwnerID: true})
	a := c.patch("/workgroups/v1/"+sc.DBAccess.ID, body)
	require.Equal(t, 200, a.status, a.text)
	assert.Equal(t, sc.Admin.ID, a.object()["owner"].(map[string]any)["id"])
	c.patch("/workgroups/v1/"+sc.DBAccess.ID, strings.ReplaceAll(body, sc.Admin.ID, strings.Repeat("0", 32))).
		requireRefused(400, "400.1.404 Referenced object not found")
	c.patch("/workgroups/v1/"+sc.DBAccess.ID, `[{"op":"replace","path":"/owner/id","value":7}]`).requireRefused(400, "400.1.3 Illegal value")
}

func TestSwitchRefuseEmptyExpressions(t *testing.T) {
	c := start(t, quiet())
	assert.Equal(t, 200, c.get("/workgroups/v1?filters=&sorters=").status)
	c = switched(t, sandbox.Switches{RefuseEmptyExpressions: true})
	c.get("/workgroups/v1?filters=").requireRefused(400, "400.1.3 Illegal value")
	c.get("/workgroups/v1?sorters=").requireRefused(400, "400.1.3 Illegal value")
}

func TestFilterOperatorsOfTheDocuments(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	everyone := len(c.server.Groups())
	count := func(filter string) int {
		t.Helper()
		a := c.get("/workgroups/v1?" + url.Values{"filters": {filter}}.Encode())
		require.Equal(t, 200, a.status, "%s: %s", filter, a.text)
		return len(a.array())
	}
	db, unused := `id eq "`+sc.DBAccess.ID+`"`, `id eq "`+sc.Unused.ID+`"`
	assert.Equal(t, everyone-1, count("not "+db))
	assert.Equal(t, 1, count("not not "+db))
	assert.Equal(t, everyone-2, count("not ("+db+" or "+unused+")"))
	assert.Equal(t, everyone-2, count("not "+db+" and not "+unused))
	assert.Equal(t, everyone-1, count("not "+db+" or "+unused), "not binds stronger than or")
	assert.Equal(t, 1, count(unused+" or not "+db+" and "+db), "and binds stronger than or")
	assert.Equal(t, 0, count("("+unused+" or "+db+") and not ("+unused+" or "+db+")"))
	assert.Equal(t, everyone-1, count(`not(`+db+`)`))
	for _, filter := range []string{`NOT ` + db, `not`, db + ` AND ` + db, `not and ` + db, `name EQ "x"`, `pr name`, `name ne "x"`} {
		c.get("/workgroups/v1?"+url.Values{"filters": {filter}}.Encode()).requireRefused(400, "400.1.3 Illegal value")
	}
	c.get("/workgroups/v1?"+url.Values{"filters": {strings.Repeat("not ", 60) + db}}.Encode()).requireRefused(400, "400.1.3 Illegal value")
}
