// Attacks: what is tried on the page. None of them may change anything.

package approvals_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// untouched checks that a request still waits and the tenant is as it was.
func (e *env) untouched(t *testing.T, id string) {
	t.Helper()
	assert.Equal(t, confirm.Pending, e.stored(t, id).State)
	assert.Empty(t, e.Effects())
}

func TestForgedForms(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	b, other, earlier := e.signIn(t, avery), e.signIn(t, morgan), e.signIn(t, avery)
	path := "/approvals/requests/" + id
	yes := func(token string) url.Values {
		return url.Values{"token": {token}, "answer": {"yes"}, "typed": {"DB Access"}}
	}
	good := b.token(t)
	for name, try := range map[string]func() answer{
		"no token":               func() answer { return b.post(t, path, yes("")) },
		"a guessed token":        func() answer { return b.post(t, path, yes(strings.Repeat("A", len(good)))) },
		"someone else's token":   func() answer { return b.post(t, path, yes(other.token(t))) },
		"a token of another day": func() answer { return b.post(t, path, yes(earlier.token(t))) },
		"the token in the address": func() answer {
			return b.post(t, path+"?"+yes(good).Encode(), url.Values{})
		},
		"from another origin": func() answer { return b.post(t, path, yes(good), "Origin", "https://evil.example") },
		"from another port":   func() answer { return b.post(t, path, yes(good), "Origin", "http://127.0.0.1:1") },
		"from a sandbox":      func() answer { return b.post(t, path, yes(good), "Origin", "null") },
		"from no origin":      func() answer { return b.post(t, path, yes(good), "Origin", "") },
		"without a cookie":    func() answer { return e.newBrowser(t).post(t, path, yes(good)) },
		"as another type":     func() answer { return b.post(t, path, yes(good), "Content-Type", "text/plain") },
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, http.StatusForbidden, try().StatusCode)
			e.untouched(t, id)
		})
	}
	t.Run("too large", func(t *testing.T) {
		form := yes(good)
		form.Set("typed", strings.Repeat("x", 20_000))
		assert.Equal(t, http.StatusUnprocessableEntity, b.post(t, path, form).StatusCode)
		e.untouched(t, id)
	})
	t.Run("an answer that is neither", func(t *testing.T) {
		assert.Equal(t, http.StatusUnprocessableEntity, b.decide(t, id, "perhaps", "DB Access").StatusCode)
		e.untouched(t, id)
	})
}

// A model that fetches what a result told it decides nothing, not even with the
// cookies of somebody who is signed in.
func TestFetchingAnAddressDecidesNothing(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	address := e.site.URL(tools.RequestID(id))
	require.Equal(t, e.web.URL+"/approvals/requests/"+id, address)
	signedIn := e.signIn(t, avery)
	tail := "?answer=yes&typed=DB+Access&token=" + signedIn.token(t)
	for _, b := range []*browser{e.newBrowser(t), signedIn} {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodPatch} {
			for _, end := range []string{"", tail, "/yes" + tail} {
				request, err := http.NewRequestWithContext(t.Context(), method, address+end, nil)
				require.NoError(t, err)
				request.Header.Set("Origin", e.web.URL)
				r, err := b.Do(request)
				require.NoError(t, err)
				read(t, r)
				e.untouched(t, id)
			}
		}
	}
}

func TestEveryAnswerForbidsFramesScriptsAndCaches(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	b := e.signIn(t, avery)
	for _, path := range []string{"", "/", "/decided", "/requests/" + id, "/requests/unknown", "/style.css", "/callback", "/nowhere", "/enter?key=x"} {
		h := b.get(t, "/approvals"+path).Header
		policy := h.Get("Content-Security-Policy")
		assert.Contains(t, policy, "default-src 'none'", path)
		assert.Contains(t, policy, "frame-ancestors 'none'", path)
		assert.NotContains(t, policy, "unsafe", path)
		assert.Equal(t, "DENY", h.Get("X-Frame-Options"), path)
		assert.Equal(t, "no-store", h.Get("Cache-Control"), path)
		assert.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), path)
	}
}

func TestMarkupInNamesStaysText(t *testing.T) {
	e := newTeam(t)
	b := e.signIn(t, avery)
	for _, group := range e.Hostile {
		id := e.askDelete(t, group)
		page := b.get(t, "/approvals/requests/"+id)
		require.Equal(t, http.StatusOK, page.StatusCode)
		for _, text := range []string{page.text, b.get(t, "/approvals/").text} {
			assert.NotContains(t, text, "<script", group.Name)
			assert.NotContains(t, text, "<img", group.Name)
			assert.NotContains(t, text, "\u202e", group.Name)
			assert.NotContains(t, text, "\u200b", group.Name)
		}
	}
	hostile, err := e.Tenant.AddGroup(sandbox.Group{Name: `"><script>alert(1)</script><form action=https://evil.example>`, OwnerID: e.Admin.ID})
	require.NoError(t, err)
	id := e.askDelete(t, sandbox.GroupRef{ID: hostile.ID})
	page := b.get(t, "/approvals/requests/"+id).text
	assert.Contains(t, page, "&lt;script&gt;alert(1)")
	assert.NotContains(t, page, "<form action=https")
	assert.Contains(t, b.decide(t, id, "yes", hostile.Name).text, "The change is done", "and can be typed")
}

func TestIdsCannotBeGuessedOrTricked(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	b := e.signIn(t, avery)
	assert.Len(t, id, 32, "128 random bits")
	for _, other := range []string{"1", id[:31], strings.ToUpper(id) + "x", "%2e%2e%2fdecided", "' OR 1=1 --", id + "%00", id + "%0d%0aX-Evil:1"} {
		page := b.get(t, "/approvals/requests/"+strings.ReplaceAll(other, " ", "%20"))
		assert.Equal(t, http.StatusNotFound, page.StatusCode, other)
		assert.Empty(t, page.Header.Get("X-Evil"))
		assert.NotContains(t, page.text, "DB Access")
	}
	assert.Equal(t, http.StatusNotFound, b.decide(t, "1", "yes", "").StatusCode)
}

func TestASessionEnds(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	path := "/approvals/requests/" + id
	t.Run("by signing out", func(t *testing.T) {
		b := e.signIn(t, avery)
		token, cookies := b.token(t), b.Jar.Cookies(e.here(t))
		assert.Equal(t, http.StatusForbidden, b.post(t, "/approvals/sign-out", url.Values{}).StatusCode, "not by a forged form")
		left := b.post(t, "/approvals/sign-out", url.Values{"token": {token}})
		assert.Contains(t, left.text, "You are signed out")
		b.Jar.SetCookies(e.here(t), cookies) // as somebody who kept a copy would
		after := b.post(t, path, url.Values{"token": {token}, "answer": {"yes"}, "typed": {"DB Access"}})
		assert.Equal(t, http.StatusForbidden, after.StatusCode)
		e.untouched(t, id)
	})
	t.Run("by time", func(t *testing.T) {
		b := e.signIn(t, avery)
		token := b.token(t)
		e.Pass(9 * time.Hour)
		defer e.Pass(-9 * time.Hour)
		after := b.post(t, path, url.Values{"token": {token}, "answer": {"no"}})
		assert.Equal(t, http.StatusForbidden, after.StatusCode)
		assert.Contains(t, after.text, "not signed in any more")
	})
	e.untouched(t, id)
}

func TestNoSecretReachesTheLog(t *testing.T) {
	e := newTeam(t)
	b := e.signIn(t, avery)
	token := b.token(t)
	b.get(t, "/approvals/callback?state=made-up&code=c0de-of-an-attacker%0aforged+line")
	for _, kept := range append(b.Jar.Cookies(e.here(t)), &http.Cookie{Value: token}, &http.Cookie{Value: secret}, &http.Cookie{Value: "c0de"}) {
		assert.NotContains(t, e.logged.String(), kept.Value)
	}
	assert.Contains(t, e.logged.String(), "signed in to the approval page", "what is searched is not empty")
}

// here is the site's address.
func (e *env) here(t *testing.T) *url.URL {
	t.Helper()
	u, err := url.Parse(e.web.URL + "/approvals/")
	require.NoError(t, err)
	return u
}
