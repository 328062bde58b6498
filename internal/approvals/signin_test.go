// Sign-in: with a real provider, and the attacks on it.

package approvals_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/approvals"
	"govgroup/internal/redact"
)

// stopping makes the browser show redirects instead of following them.
func (b *browser) stopping() *browser {
	c := *b.Client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{&c, b.w}
}

// leave begins a sign-in for a page and gives the address at the provider.
func (b *browser) leave(t *testing.T, path string) *url.URL {
	t.Helper()
	page := b.stopping().get(t, path)
	require.Equal(t, http.StatusSeeOther, page.StatusCode)
	to, err := page.Location()
	require.NoError(t, err)
	return to
}

func TestTheSignInIsBoundAndProven(t *testing.T) {
	e := newTeam(t)
	first, second := e.newBrowser(t).leave(t, "/approvals/"), e.newBrowser(t).leave(t, "/approvals/")
	assert.True(t, strings.HasPrefix(first.String(), e.issuer))
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		assert.NotEmpty(t, first.Query().Get(name))
		assert.NotEqual(t, first.Query().Get(name), second.Query().Get(name), "%s is new each time", name)
	}
	assert.Equal(t, "S256", first.Query().Get("code_challenge_method"))
	assert.Equal(t, "code", first.Query().Get("response_type"))
	assert.NotContains(t, first.String(), secret)
}

func TestAfterTheSignInComesThePageThatWasAskedFor(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	b := e.newBrowser(t)
	back := b.through(t, b.leave(t, "/approvals/requests/"+id))
	assert.Equal(t, "/approvals/requests/"+id, b.stopping().get(t, back).Header.Get("Location"))
	assert.Contains(t, b.get(t, "/approvals/requests/"+id).text, "DB Access")
}

// through signs avery in at the provider and gives the address, on our site, to
// which the provider sends the browser back.
func (b *browser) through(t *testing.T, to *url.URL) string {
	t.Helper()
	r, err := b.Get(to.String())
	require.NoError(t, err)
	page := read(t, r)
	_, rest, found := strings.Cut(page.text, `name="id" value="`)
	require.True(t, found)
	id, _, _ := strings.Cut(rest, `"`)
	step := b.stopping()
	r, err = step.PostForm(b.w.issuer+"/login/username", url.Values{"id": {id}, "username": {avery}, "password": {avery}})
	for range 5 {
		require.NoError(t, err)
		read(t, r)
		next, where := r.Location()
		require.NoError(t, where)
		if strings.HasPrefix(next.String(), b.w.web.URL) {
			return next.RequestURI()
		}
		r, err = step.Get(next.String())
	}
	require.Fail(t, "the provider sends nobody back")
	return ""
}

func TestNobodyIsSentElsewhere(t *testing.T) {
	e := newTeam(t)
	for _, path := range []string{
		"//evil.example/approvals/", "/approvals//evil.example", "/approvals/%2f%2fevil.example", "/approvals/requests/%2f%2fevil.example",
		"/approvals/requests/..%2f..%2f%2fevil.example", "/approvals/?to=https://evil.example", "/approvals/requests/x?next=//evil.example",
		"/approvals/requests/https:%2f%2fevil.example", "/approvals/requests/%5cevil.example",
	} {
		b := e.newBrowser(t)
		page := b.stopping().get(t, path)
		to, err := page.Location()
		if err != nil {
			assert.Equal(t, http.StatusNotFound, page.StatusCode, path)
			continue
		}
		assert.NotEqual(t, "evil.example", to.Host, path)
		if strings.HasPrefix(to.String(), e.issuer) {
			back := b.stopping().get(t, b.through(t, to))
			assert.Equal(t, "/approvals/", back.Header.Get("Location"), path)
		}
	}
}

func TestAnAnswerOfTheProviderIsTakenOnceAndInOneBrowser(t *testing.T) {
	e := newTeam(t)
	attacker, victim := e.newBrowser(t), e.newBrowser(t)
	back := attacker.through(t, attacker.leave(t, "/approvals/"))

	planted := victim.get(t, back)
	assert.Equal(t, http.StatusForbidden, planted.StatusCode, "nobody is signed in as an attacker")
	assert.Contains(t, planted.text, "not begun in this browser")
	victim.leave(t, "/approvals/")
	assert.Equal(t, http.StatusForbidden, victim.get(t, back).StatusCode, "nor with a sign-in of their own under way")

	require.Equal(t, http.StatusSeeOther, attacker.stopping().get(t, back).StatusCode)
	assert.Equal(t, http.StatusForbidden, attacker.get(t, back).StatusCode, "once")
}

func TestASignInThatFails(t *testing.T) {
	e := newTeam(t)
	for name, query := range map[string]string{
		"refused at the provider": "error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E",
		"a code that is none":     "code=made-up",
		"no code":                 "",
	} {
		t.Run(name, func(t *testing.T) {
			b := e.newBrowser(t)
			state := b.leave(t, "/approvals/").Query().Get("state")
			page := b.get(t, "/approvals/callback?state="+state+"&"+query)
			assert.Equal(t, http.StatusForbidden, page.StatusCode)
			assert.Contains(t, page.text, "The sign-in was not completed")
			assert.NotContains(t, page.text, "script")
			assert.Equal(t, http.StatusSeeOther, b.stopping().get(t, "/approvals/").StatusCode, "still signed out")
		})
	}
	t.Run("a code that somebody else was given", func(t *testing.T) {
		attacker, victim := e.newBrowser(t), e.newBrowser(t)
		_, code, _ := strings.Cut(attacker.through(t, attacker.leave(t, "/approvals/")), "code=")
		code, _, _ = strings.Cut(code, "&")
		require.NotEmpty(t, code)
		state := victim.leave(t, "/approvals/").Query().Get("state")
		assert.Equal(t, http.StatusForbidden, victim.get(t, "/approvals/callback?state="+state+"&code="+code).StatusCode)
	})
	t.Run("too late", func(t *testing.T) {
		b := e.newBrowser(t)
		back := b.through(t, b.leave(t, "/approvals/"))
		e.Pass(11 * time.Minute)
		assert.Equal(t, http.StatusForbidden, b.get(t, back).StatusCode)
	})
}

// Whoever plants a cookie in a browser knows no session afterwards, and shares
// none.
func TestASessionCannotBeFixed(t *testing.T) {
	e := newTeam(t)
	attacker := e.signIn(t, jane)
	theirs := attacker.Jar.Cookies(e.here(t))
	require.Len(t, theirs, 1)
	chosen := &http.Cookie{Name: theirs[0].Name, Value: "chosen-by-an-attacker"}

	victim := e.newBrowser(t)
	victim.Jar.SetCookies(e.here(t), []*http.Cookie{chosen})
	back := victim.through(t, victim.leave(t, "/approvals/"))
	assert.Contains(t, victim.get(t, back).text, avery)
	thief := e.newBrowser(t)
	thief.Jar.SetCookies(e.here(t), []*http.Cookie{chosen})
	assert.Equal(t, http.StatusSeeOther, thief.stopping().get(t, "/approvals/").StatusCode, "what was planted opens nothing")

	victim.Jar.SetCookies(e.here(t), theirs)
	page := victim.stopping().get(t, "/approvals/")
	assert.Equal(t, http.StatusSeeOther, page.StatusCode, "nobody decides as somebody else without knowing")
}

func TestCookiesAreOutOfReach(t *testing.T) {
	e := newTeam(t)
	provider, err := approvals.NewProvider(t.Context(), approvals.ProviderConfig{Issuer: e.issuer, ClientID: "govgroup", Secret: redact.New(secret)})
	require.NoError(t, err)
	for address, prefix := range map[string]string{"https://gov.example": "__Host-govgroup-", "http://127.0.0.1:8080": "govgroup-8080-"} {
		site, err := approvals.NewTeam(e.options(), address, provider)
		require.NoError(t, err)
		out := httptest.NewRecorder()
		site.Handler().ServeHTTP(out, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address+"/approvals/", nil))
		cookies := out.Result().Cookies()
		require.Len(t, cookies, 1)
		assert.True(t, strings.HasPrefix(cookies[0].Name, prefix), cookies[0].Name)
		assert.True(t, cookies[0].HttpOnly)
		assert.Equal(t, strings.HasPrefix(address, "https"), cookies[0].Secure)
		assert.Equal(t, http.SameSiteLaxMode, cookies[0].SameSite)
		assert.Empty(t, cookies[0].Domain)
		assert.Equal(t, "/", cookies[0].Path)
		assert.NotContains(t, cookies[0].Value, "approvals", "what it holds is sealed")
	}
}

func TestSettingsOfATeamThatCannotBeUsed(t *testing.T) {
	e := newEnv(t)
	for _, address := range []string{"", "gov.example", "http://gov.example", "ftp://gov.example", "https://gov.example/path", "https://me@gov.example"} {
		_, err := approvals.NewTeam(e.options(), address, &approvals.Provider{})
		require.ErrorContains(t, err, "approval page", address)
	}
	_, err := approvals.NewProvider(t.Context(), approvals.ProviderConfig{Issuer: "https://x.example"})
	require.ErrorContains(t, err, "client")
	hidden := approvals.ProviderConfig{Secret: redact.New(secret)}
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", hidden, hidden, hidden), secret)
}
