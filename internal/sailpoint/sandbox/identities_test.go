// The documented parameters of looking up people, beyond the common ones.

package sandbox_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestGetIdentity(t *testing.T) {
	c := start(t, quiet())
	jane := c.server.Scenario().JaneDoe
	for _, path := range []string{"/identities/v1/", "/beta/identities/", "/v2025/identities/"} {
		a := c.get(path + jane.ID)
		require.Equal(t, 200, a.status, a.text)
		assert.Equal(t, "Jane Doe", a.object()["name"])
		assert.Equal(t, jane.Email, a.object()["emailAddress"])
	}
	listed := c.get(query("/identities/v1", "filters", `id eq "`+jane.ID+`"`)).array()[0]
	assert.Equal(t, listed, c.get("/identities/v1/"+jane.ID).object())
	c.get("/identities/v1/"+strings.Repeat("0", 32)).requireRefused(404, "404 Not found")
	c.get("/identities/v1/x").requireRefused(404, "404 Not found")
	c.delete("/identities/v1/"+jane.ID).requireRefused(405, "405 Method not allowed")
}

func TestFiltersOfIdentities(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	jane := ` and id eq "` + sc.JaneDoe.ID + `"`
	for filter, want := range map[string]int{
		`correlated eq true` + jane:      1,
		`correlated eq false` + jane:     0,
		`protected eq false` + jane:      1,
		`not protected eq true` + jane:   1,
		`cloudStatus eq "ACTIVE"` + jane: 1,
		`cloudStatus eq "LOCKED"` + jane: 0,
		`processingState eq "ERROR"`:     0,
		`cloudStatus eq "DEACTIVATED"` + ` and id eq "` + sc.InactiveLongTerm.ID + `"`: 1,
		`id eq "` + sc.JaneDoe.ID + `" or correlated eq false`:                         1,
	} {
		a := c.get(query("/identities/v1", "filters", filter))
		require.Equal(t, 200, a.status, "%s: %s", filter, a.text)
		assert.Len(t, a.array(), want, filter)
	}
	for _, filter := range []string{`correlated eq "maybe"`, `correlated eq maybe`, `correlated eq 1`, `name eq true`, `correlated in (true)`, `cloudStatus sw "A"`} {
		c.get(query("/identities/v1", "filters", filter)).requireRefused(400, "400.1.3 Illegal value")
	}
}

func TestDefaultFilterAndSorters(t *testing.T) {
	c := start(t, quiet())
	for _, value := range []string{"NONE", "CORRELATED_ONLY"} {
		assert.Equal(t, 200, c.get(query("/identities/v1", "defaultFilter", value)).status)
	}
	for _, value := range []string{"", "none", "ALL"} {
		c.get(query("/identities/v1", "defaultFilter", value)).requireRefused(400, "400.1.3 Illegal value")
	}
	for _, sorter := range []string{"name", "-alias", "cloudStatus,-name"} {
		assert.Equal(t, 200, c.get(query("/identities/v1", "sorters", sorter)).status, sorter)
	}
	c.get(query("/identities/v1", "sorters", "email")).requireRefused(400, "400.1.3 Illegal value")
	c.get(query("/public-identities/v1", "sorters", "alias")).requireRefused(400, "400.1.3 Illegal value")
}

func TestCoreFiltersOfPublicIdentities(t *testing.T) {
	c := start(t, quiet())
	silent := `id eq "` + c.server.Scenario().NoEmail.ID + `"`
	assert.Len(t, c.get(query("/public-identities/v1", "filters", silent, "add-core-filters", "false")).array(), 1)
	assert.Empty(t, c.get(query("/public-identities/v1", "filters", silent, "add-core-filters", "true")).array(), "without an e-mail")
	c.get(query("/public-identities/v1", "add-core-filters", "yes")).requireRefused(400, "400.1.3 Illegal value")
	assert.Len(t, c.get("/v3/public-identities?limit=3").array(), 3)
}

// TestSearchAfter pages through everybody as SailPoint's own paginator does.
func TestSearchAfter(t *testing.T) {
	c := start(t, quiet())
	for _, sort := range []string{"id", "-id", "+id"} {
		seen, after := map[string]bool{}, ""
		for {
			a := c.post("/v3/search?limit=100", `{"indices":["identities"],"query":{"query":"*"},"includeNested":false,"sort":["`+sort+`"]`+after+`}`)
			require.Equal(t, 200, a.status, a.text)
			for _, id := range a.column("id") {
				require.False(t, seen[id.(string)], "twice")
				seen[id.(string)] = true
				after = `,"searchAfter":["` + id.(string) + `"]`
			}
			if len(a.array()) < 100 {
				break
			}
		}
		assert.Len(t, seen, len(c.server.People()), sort)
	}
	two := func(after string) []any {
		return c.post("/search/v1", `{"indices":["identities"],"query":{"query":"displayName:\"Sam Rivers\""},"sort":["displayName","id"],"searchAfter":`+after+`}`).column("id")
	}
	assert.Len(t, two(`["Sam Rivers","0"]`), 2)
	assert.Empty(t, two(`["Sam Rivers","g"]`))
	for body, code := range map[string]string{
		`"sort":["id"],"searchAfter":["a","b"]`: "400.1.3 Illegal value",
		`"searchAfter":["a"]`:                   "400.1.3 Illegal value",
		`"sort":["id"],"searchAfter":[7]`:       "400.0 Bad request syntax",
		`"sort":["id","nope"]`:                  "400.1.3 Illegal value",
	} {
		c.post("/search/v1", `{"indices":["identities"],"query":{"query":"*"},`+body+`}`).requireRefused(400, code)
	}
}

func TestSearchFields(t *testing.T) {
	c := start(t, quiet())
	jane := c.server.Scenario().JaneDoe.ID
	find := func(fields string) answer {
		return c.post("/search/v1", `{"indices":["identities"],"query":{"query":"jdoe","fields":`+fields+`}}`)
	}
	assert.Equal(t, []any{jane}, find(`["name"]`).column("id"))
	assert.Equal(t, []any{jane}, find(`["email,name"]`).column("id"))
	assert.Equal(t, []any{jane}, find(`"lastName,name"`).column("id"))
	assert.Empty(t, find(`["email"]`).array())
	find(`["shoeSize"]`).requireRefused(400, "400.1.3 Illegal value")
	find(`7`).requireRefused(400, "400.0 Bad request syntax")
}

func TestSearchPageSize(t *testing.T) {
	c := start(t, quiet())
	all := `{"indices":["identities"],"query":{"query":"*"}}`
	assert.Len(t, c.post("/search/v1", all).array(), 250, "what the specification says")
	assert.Len(t, c.post("/search/v1?limit=10000", all).array(), len(c.server.People()))
	c = switched(t, sandbox.Switches{SearchPage: 10_000})
	assert.Len(t, c.post("/search/v1", all).array(), len(c.server.People()))
}
