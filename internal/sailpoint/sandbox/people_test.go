// Looking up people: the two listings and the search.

package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestPublicIdentities(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	for filter, want := range map[string][]any{
		`email eq "JANE.DOE@corp.example"`:                      {sc.JaneDoe.ID},
		`alias eq "jdoe"`:                                       {sc.JaneDoe.ID},
		`alias sw "jdo"`:                                        {sc.JaneDoe.ID},
		`firstname eq "jane" and lastname eq "doe"`:             {sc.JaneDoe.ID},
		`id in ("` + sc.JaneDoe.ID + `","` + sc.Admin.ID + `")`: {sc.JaneDoe.ID, sc.Admin.ID},
		`email eq "` + sc.SameEmail[0].Email + `"`:              {sc.SameEmail[0].ID, sc.SameEmail[1].ID},
		`email eq ""`:                                           nil,
	} {
		a := c.get(query("/public-identities/v1", "filters", filter))
		require.Equal(t, 200, a.status, a.text)
		assert.ElementsMatch(t, want, a.column("id"), filter)
	}
	a := c.get(query("/public-identities/v1", "filters", `id eq "`+sc.Admin.ID+`"`)).array()[0]
	assert.Equal(t, map[string]any{
		"id": sc.Admin.ID, "name": "Avery Stone", "alias": "avery.stone", "email": "avery.stone@corp.example",
		"status": "active", "identityState": "ACTIVE", "attributes": []any{},
		"manager": map[string]any{"type": "IDENTITY", "id": sc.JaneDoe.ID, "name": "Jane Doe"},
	}, a)
	for _, filter := range []string{`name eq "Jane Doe"`, `email co "jane"`, `alias in ("jdoe")`, `id sw "a"`, `emailAddress eq "x"`, `firstName eq "x"`} {
		c.get(query("/public-identities/v1", "filters", filter)).requireRefused(400, "400.1.3 Illegal value")
	}
}

func TestIdentities(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	twins := c.get(query("/identities/v1", "filters", `name eq "sam rivers"`))
	assert.ElementsMatch(t, []any{sc.SameDisplayName[0].ID, sc.SameDisplayName[1].ID}, twins.column("id"))
	a := c.get(query("/identities/v1", "filters", `email eq "jane.doe@corp.example"`)).array()
	require.Len(t, a, 1)
	assert.Equal(t, "jane.doe@corp.example", a[0]["emailAddress"])
	assert.NotContains(t, a[0], "email")
	c.get(query("/identities/v1", "filters", `emailAddress eq "x"`)).requireRefused(400, "400.1.3 Illegal value")
	c.get(query("/identities/v1", "filters", `name in ("x")`)).requireRefused(400, "400.1.3 Illegal value")
}

// search asks for the identities that match a query.
func (c *caller) search(text string) answer {
	c.t.Helper()
	body, err := json.Marshal(map[string]any{"indices": []string{"identities"}, "query": map[string]string{"query": text}, "sort": []string{"displayName"}})
	require.NoError(c.t, err)
	return c.post("/search/v1", string(body))
}

func TestSearchQueries(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	for text, want := range map[string][]any{
		`"jane doe"`:                                            {sc.JaneDoe.ID},
		`name:jdoe`:                                             {sc.JaneDoe.ID},
		`displayName:"Jane Doe"`:                                {sc.JaneDoe.ID},
		`email:jane.doe@corp.example`:                           {sc.JaneDoe.ID},
		`email:"jane.doe@corp.example"`:                         {sc.JaneDoe.ID},
		`lastName:doe AND firstName:ja?e`:                       {sc.JaneDoe.ID},
		`id:` + sc.JaneDoe.ID:                                   {sc.JaneDoe.ID},
		`name:jdoe OR name:avery.*`:                             {sc.JaneDoe.ID, sc.Admin.ID},
		`name:jdoe name:avery.stone`:                            {sc.JaneDoe.ID, sc.Admin.ID},
		`(name:jdoe OR name:avery.stone) AND id:` + sc.Admin.ID: {sc.Admin.ID},
		`email:robin.marsh@*`:                                   {sc.SameEmail[0].ID, sc.SameEmail[1].ID},
		`displayName:Robert\ \"Bob\"\ O'Brien\\Smith`:           {sc.HostilePeople[0].ID},
		`displayName:"Robert \"Bob\" O'Brien\\Smith"`:           {sc.HostilePeople[0].ID},
		`owns.governanceGroups.id:` + sc.DBAccess.ID:            {sc.JaneDoe.ID},
		`owns.governanceGroups.name:"db access"`:                {sc.JaneDoe.ID},
		`displayName:"doe jane"`:                                nil,
		`name:jdo`:                                              nil,
		`displayName:""`:                                        nil,
	} {
		t.Run(text, func(t *testing.T) {
			a := c.search(text)
			require.Equal(t, 200, a.status, a.text)
			assert.ElementsMatch(t, want, a.column("id"))
		})
	}
	assert.Len(t, c.search(`*`).array(), 250)
}

func TestSearchRefusals(t *testing.T) {
	c := start(t, quiet())
	for _, text := range []string{`surname:doe`, `Name:doe`, `name:`, `(name:x`, `name:x)`, `"x`, `x AND`, `OR x`, `NOT x`, `-x`, `+x`, `x~2`, `x^3`,
		`[a TO b]`, `{a}`, `/a/`, `!x`, `a && b`, `a || b`, `a:b:c`, `x\`, `name:(a OR b)`, `@access(name:x)`} {
		t.Run(text, func(t *testing.T) { c.search(text).requireRefused(400, "400.1.3 Illegal value") })
	}
	for body, code := range map[string]string{
		`{"indices":["roles"],"query":{"query":"x"}}`:                        "400.1.3 Illegal value",
		`{"query":{"query":"x"}}`:                                            "400.1.3 Illegal value",
		`{"indices":["identities"]}`:                                         "400.1.0 Required Data Missing Or Empty",
		`{"indices":["identities"],"query":{"query":" "}}`:                   "400.1.0 Required Data Missing Or Empty",
		`{"indices":["identities"],"queryType":"DSL","query":{"query":"x"}}`: "400.1.3 Illegal value",
		`{"indices":["identities"],"query":{"query":"x"},"sort":["email"]}`:  "400.1.3 Illegal value",
		`[]`: "400.0 Bad request syntax",
	} {
		c.post("/search/v1", body).requireRefused(400, code)
	}
	c.post("/search/v1?limit=10001", `{"indices":["identities"],"query":{"query":"x"}}`).requireRefused(400, "400.1.4 Limit violation")
}

func TestSearchBounds(t *testing.T) {
	c := start(t, quiet())
	c.search(strings.Repeat("(", 51)+"x"+strings.Repeat(")", 51)).requireRefused(400, "400.1.3 Illegal value")
	c.search(strings.Repeat("x ", 1025)).requireRefused(400, "400.1.3 Illegal value")
	jane := c.server.Scenario().JaneDoe.ID
	assert.Equal(t, []any{jane}, c.search(strings.Repeat("(", 50)+"name:jdoe"+strings.Repeat(")", 50)).column("id"))
	assert.Equal(t, []any{jane}, c.search(strings.Repeat("name:jdoe ", 1024)).column("id"))
}

// TestSearchWildcards looks for one person, Robin Marsh, with many patterns.
func TestSearchWildcards(t *testing.T) {
	c := start(t, quiet())
	id := c.server.Scenario().SameEmail[0].ID
	for pattern, found := range map[string]bool{
		"robin.marsh": true, "ROBIN.Marsh": true, "r*": true, "*h": true, "*": true, "**": true, "r*n*m*h": true, "ro?in.marsh": true,
		"???????????": true, "*?": true, "robin.marsh*": true, "*robin.marsh": true, "*.*": true, `robin\.marsh`: true,
		"robin": false, "marsh": false, "??????????": false, "robin.marsh?": false, "*x*": false, "r*n": false, `robin\*`: false, `\*`: false,
	} {
		assert.Equal(t, found, len(c.search("id:"+id+" AND name:"+pattern).array()) == 1, pattern)
	}
}

func TestSearchPagesAndOrder(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	names := map[string]string{"jdoe": "Jane Doe", "avery.stone": "Avery Stone", "morgan.hale": "Morgan Hale"}
	body := func(sort string) string {
		return `{"indices":["identities"],"query":{"query":"name:jdoe name:avery.stone name:morgan.hale"},"sort":[` + sort + `]}`
	}
	for sort, want := range map[string][]any{
		`"displayName"`:  {"avery.stone", "jdoe", "morgan.hale"},
		`"-displayName"`: {"morgan.hale", "jdoe", "avery.stone"},
		`"name"`:         {"avery.stone", "jdoe", "morgan.hale"},
		`"-name","id"`:   {"morgan.hale", "jdoe", "avery.stone"},
		``:               {"jdoe", "avery.stone", "morgan.hale"},
	} {
		a := c.post("/search/v1?count=true", body(sort))
		assert.Equal(t, want, a.column("name"), sort)
		assert.Equal(t, "3", a.header.Get("X-Total-Count"))
		for _, row := range a.array() {
			assert.Equal(t, names[row["name"].(string)], row["displayName"])
		}
	}
	a := c.post("/v2026/search?limit=1&offset=1", body(`"name"`))
	assert.Equal(t, []any{sc.JaneDoe.ID}, a.column("id"))
}

func TestSearchTellsWhatAPersonOwns(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	row := c.search("id:" + sc.JaneDoe.ID).array()[0]
	assert.Equal(t, "jdoe", row["name"], "the account name, unlike in the listings")
	assert.Equal(t, "Jane Doe", row["displayName"])
	assert.Equal(t, []any{map[string]any{"governanceGroups": []any{map[string]any{"id": sc.DBAccess.ID, "name": "DB Access"}}}}, row["owns"])
	assert.Equal(t, true, c.search("id:" + sc.InactiveLongTerm.ID).array()[0]["inactive"])

	require.NoError(t, c.server.SetOwner(sc.DBAccess.ID, sc.Admin.ID))
	assert.Equal(t, []any{map[string]any{"governanceGroups": []any{}}}, c.search("id:" + sc.JaneDoe.ID).array()[0]["owns"])
	require.NoError(t, c.server.DeleteGroup(sc.DBAccess.ID))
	assert.Contains(t, c.search("id:"+sc.Admin.ID).text, `"governanceGroups":[]`)
}

func TestSearchLag(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	o := quiet()
	o.Switches.SearchLag = time.Minute
	o.Now = func() time.Time { return now }
	c := start(t, o)
	sc := c.server.Scenario()
	owner := func() string {
		return c.search("owns.governanceGroups.id:" + sc.DBAccess.ID).column("displayName")[0].(string)
	}

	require.NoError(t, c.server.SetOwner(sc.DBAccess.ID, sc.Admin.ID))
	newcomer, err := c.server.AddPerson(sandbox.Person{Name: "New Comer"})
	require.NoError(t, err)
	assert.Equal(t, "Jane Doe", owner(), "the index is behind")
	assert.Empty(t, c.search("id:"+newcomer.ID).array())
	now = now.Add(time.Minute)
	assert.Equal(t, "Avery Stone", owner())
	assert.Len(t, c.search("id:"+newcomer.ID).array(), 1)
}
