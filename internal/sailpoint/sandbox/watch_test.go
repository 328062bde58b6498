// The page for people: what it shows, to whom, and what it never shows.

package sandbox_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestThePageShowsWhatHappens(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	require.Equal(t, 207, c.post("/workgroups/v1/"+sc.DBAccess.ID+"/members/bulk-add", identities(sc.Admin.ID)).status)
	require.Equal(t, 404, c.get("/workgroups/v1/00000000-0000-4000-8000-000000000000?x=%3Cb%3E").status)
	require.Equal(t, 204, c.delete("/workgroups/v1/"+sc.Unused.ID).status)

	require.Equal(t, 200, c.get("/workgroups/v1?"+url.Values{"filters": {`name sw "<b>"`}}.Encode()).status)

	a := c.get("/")
	require.Equal(t, 200, a.status)
	for _, text := range []string{
		"added Avery Stone to DB Access", "deleted " + sc.Unused.ID, "GET /workgroups/v1/00000000", "filters=name sw &#34;&lt;b&gt;&#34;", ">404<", ">207<",
		`<a href="/?group=` + sc.DBAccess.ID + `"><bdi>DB Access</bdi></a>`, `http-equiv="refresh"`,
	} {
		assert.Contains(t, a.text, text)
	}
	assert.Less(t, strings.Index(a.text, "DELETE /workgroups"), strings.Index(a.text, "bulk-add"), "the last call comes first")
	assert.NotContains(t, a.text, "<script")
	assert.Contains(t, a.header.Get("Content-Security-Policy"), "default-src 'none'")

	chosen := c.get("/?group=" + sc.DBAccess.ID)
	assert.Contains(t, chosen.text, "13 members")
	assert.Contains(t, chosen.text, "avery.stone@corp.example")
	assert.Contains(t, c.get("/?group="+sc.Role.ID).text, "(ROLE, AccessRequestReviewer)")
	assert.Equal(t, 200, c.get("/?group=none").status)
	log := c.server.Log()
	assert.NotEqual(t, "/", log[len(log)-1].Path, "who watches is no call")
}

func TestThePageShowsStrangersTextAsText(t *testing.T) {
	c := start(t, quiet())
	for _, g := range c.server.Scenario().Hostile {
		a := c.get("/?group=" + g.ID)
		assert.Contains(t, a.text, html.EscapeString(g.Name)[:4], g.Name)
		assert.NotContains(t, a.text, "<script>")
		assert.NotContains(t, a.text, "<b>more")
	}
	for _, p := range c.server.Scenario().HostilePeople {
		require.NoError(t, c.server.AddMember(c.server.Scenario().Unused.ID, p.ID))
	}
	assert.NotContains(t, c.get("/?group="+c.server.Scenario().Unused.ID).text, "<script>")
}

func TestThePageHidesSecretsAndIsLocal(t *testing.T) {
	o := quiet()
	o.ClientSecret = "hush-hush-hush"
	c := start(t, o)
	form := "?grant_type=client_credentials&client_id=" + c.server.ClientID + "&client_secret=hush-hush-hush"
	require.Equal(t, 200, c.send("POST", "/oauth/token"+form, "", "").status)
	require.Equal(t, 200, c.send("POST", "/oauth/token"+form+"&filters=hush-hush-hush", "", "").status)
	require.Equal(t, 404, c.send("POST", "/oauth/tokens"+form, "", "").status)
	a := c.get("/")
	assert.Equal(t, 200, a.status)
	assert.NotContains(t, a.text, "hush-hush-hush")
	assert.NotContains(t, a.text, c.token)
	assert.Contains(t, a.text, "POST /oauth/tokens")

	for host, want := range map[string]int{"evil.example": 403, "192.0.2.1:80": 403, "localhost:1": 200, "[::1]": 200} {
		req := c.request("GET", "/", "")
		req.Host = host
		req.Header.Del("Authorization")
		a, err := do(t, req)
		require.NoError(t, err)
		assert.Equal(t, want, a.status, host)
		if want == 403 {
			assert.NotContains(t, a.text, "DB Access")
		}
	}
	assert.Equal(t, http.StatusNotFound, c.post("/", "{}").status, "the page takes nothing")
	assert.Equal(t, http.StatusOK, c.send("HEAD", "/", "", "").status)
}

func TestTheJournalTellsOfEveryCall(t *testing.T) {
	o := quiet()
	var told []sandbox.Exchange
	o.Journal = func(e sandbox.Exchange) { told = append(told, e) }
	c := start(t, o)
	sc := c.server.Scenario()
	c.get("/workgroups/v1?limit=1&filters=" + "name%20sw%20%22DB%22")
	c.post("/workgroups/v1/"+sc.Unused.ID+"/members/bulk-add", identities(sc.Admin.ID, sc.JaneDoe.ID))
	c.get("/")
	c.control("GET", "log", "")
	require.Equal(t, c.server.Log(), told)
	require.Len(t, told, 3, "the token and the two calls")
	assert.Empty(t, told[0].Query)
	assert.Equal(t, "filters=name+sw+%22DB%22&limit=1", told[1].Query)
	require.Len(t, told[2].Effects, 2)
	assert.Equal(t, sc.JaneDoe.ID, told[2].Effects[1].IdentityID)
}
