// Cookies: whose they are, and who gets to see them.

package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/web"
)

func TestACookieIsForThisSiteAlone(t *testing.T) {
	for address, want := range map[string]string{
		"https://groups.example":  "__Host-govgroup-x=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax",
		"http://127.0.0.1:8080":   "govgroup-8080-x=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
		"http://localhost:8081/a": "govgroup-8081-x=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
	} {
		site, err := url.Parse(address)
		require.NoError(t, err)
		w := httptest.NewRecorder()
		web.CookiesOf(site).Set(w, "-x", "v", time.Minute)
		assert.Equal(t, want, w.Header().Get("Set-Cookie"))
	}
}

func TestAPlantedCookieIsSeen(t *testing.T) {
	cookies := web.CookiesOf(&url.URL{Scheme: "https", Host: "groups.example"})
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Cookie", "__Host-govgroup=ours; govgroup=theirs; __Host-govgroup=planted")
	assert.Equal(t, []string{"ours", "planted"}, cookies.Values(r, ""))
	w := httptest.NewRecorder()
	cookies.Drop(w, "")
	assert.Contains(t, w.Header().Get("Set-Cookie"), "Max-Age=0")
}
