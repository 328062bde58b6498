// Token: signing in on the page with a bearer token.

package approvals_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/approvals"
	"govgroup/internal/confirm"
	"govgroup/internal/signin"
)

// newTokenTeam is a site whose people have tokens, and avery's.
func newTokenTeam(t testing.TB) (e *env, token string) {
	t.Helper()
	e = newEnv(t)
	tokens := signin.Tokens{Store: e.DB.Tokens()}
	token, _, err := tokens.New(t.Context(), "avery-laptop", avery, time.Hour)
	require.NoError(t, err)
	e.web = httptest.NewUnstartedServer(nil)
	e.site, err = approvals.NewTokenTeam(e.options(), "http://"+e.web.Listener.Addr().String(), signin.NewGuard(signin.Options{Authenticator: tokens}))
	require.NoError(t, err)
	e.web.Config.Handler = e.site.Handler()
	e.web.Start()
	t.Cleanup(e.web.Close)
	t.Cleanup(func() { assert.NoError(t, e.site.Close(t.Context())) })
	return e, token
}

// show types a token into the form.
func (b *browser) show(t testing.TB, token, path string, headers ...string) answer {
	t.Helper()
	return b.post(t, "/approvals/sign-in", url.Values{"bearer": {token}, "path": {path}}, headers...)
}

func TestWhoeverHasATokenDecidesWithIt(t *testing.T) {
	e, token := newTokenTeam(t)
	id := e.askDelete(t, e.DBAccess)
	path := "/approvals/requests/" + id
	b := e.newBrowser(t)
	form := b.get(t, path)
	assert.Contains(t, form.text, `name="bearer" type="password"`)
	assert.Contains(t, form.text, path, "where the person was going")
	assert.NotContains(t, form.text, "DB Access", "nothing is told to who is not signed in")

	page := b.show(t, token, path)
	assert.Equal(t, http.StatusOK, page.StatusCode)
	assert.Equal(t, path, page.Request.URL.Path)
	assert.Contains(t, page.text, "DB Access")
	after := b.decide(t, id, "yes", "DB Access")
	assert.Contains(t, after.text, "The change is done")
	assert.Equal(t, confirm.Person, e.stored(t, id).Approvals[0].Level)
	assert.Equal(t, avery, e.stored(t, id).Approvals[0].By.Email)
	assert.NotContains(t, e.logged.String(), token)
}

func TestAttackSigningInOnThePageWithoutAToken(t *testing.T) {
	e, token := newTokenTeam(t)
	b := e.newBrowser(t)
	for name, answer := range map[string]answer{
		"a wrong token":      b.show(t, "ggt_abcdefghijkl_wrong", "/approvals/"),
		"none":               b.show(t, "", "/approvals/"),
		"another site's":     b.show(t, token, "/approvals/", "Origin", "https://evil.example"),
		"a form of no site":  b.show(t, token, "/approvals/", "Origin", ""),
		"in the address":     b.get(t, "/approvals/?bearer="+token),
		"a header's instead": b.post(t, "/approvals/sign-in", url.Values{}, "Authorization", "Bearer "+token),
	} {
		assert.NotContains(t, answer.text, "You are", name)
		assert.NotContains(t, answer.text, token, name)
	}
	assert.Empty(t, e.newBrowser(t).stopping().show(t, token, "//evil.example").Header.Get("Location")[len("/approvals/"):], "nobody is sent elsewhere")
	for range 10 {
		b.show(t, "ggt_abcdefghijkl_wrong", "/approvals/")
	}
	assert.Equal(t, http.StatusTooManyRequests, b.show(t, "ggt_abcdefghijkl_wrong", "/approvals/").StatusCode)
	assert.Contains(t, b.show(t, token, "/approvals/").text, "You are", "and the good one lets in all the same")
}
