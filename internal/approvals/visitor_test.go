// One person's browser, without pictures: cookies, redirects and forms.

package approvals_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// browser is one person's browser, without pictures.
type browser struct {
	*http.Client
	w *env
}

// newBrowser is one that nobody has signed in with.
func (e *env) newBrowser(t testing.TB) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &browser{&http.Client{Jar: jar}, e}
}

// signIn gives a browser in which somebody has signed in.
func (e *env) signIn(t testing.TB, email string) *browser {
	t.Helper()
	b := e.newBrowser(t)
	seen := b.get(t, "/approvals/")
	require.Contains(t, seen.text, "Password", "the provider asks who it is")
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(seen.text)
	require.NotNil(t, id)
	after, err := b.PostForm(e.issuer+"/login/username", url.Values{"id": {id[1]}, "username": {email}, "password": {email}})
	require.NoError(t, err)
	require.Contains(t, read(t, after).text, "You are")
	return b
}

// answer is what came back.
type answer struct {
	*http.Response
	text string
}

func read(t testing.TB, r *http.Response) answer {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	return answer{r, string(text)}
}

func (b *browser) get(t testing.TB, path string) answer {
	t.Helper()
	r, err := b.Get(b.w.web.URL + path)
	require.NoError(t, err)
	return read(t, r)
}

// token is what the forms of a page carry.
func (b *browser) token(t testing.TB) string {
	t.Helper()
	return tokenIn(t, b.get(t, "/approvals/"))
}

func tokenIn(t testing.TB, page answer) string {
	t.Helper()
	found := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(page.text)
	require.NotNil(t, found, page.text)
	return found[1]
}

// post sends a form from one of our own pages, unless headers say otherwise.
func (b *browser) post(t testing.TB, path string, form url.Values, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.w.web.URL+path, strings.NewReader(form.Encode()))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", b.w.web.URL)
	for i := 0; i < len(headers); i += 2 {
		if request.Header.Set(headers[i], headers[i+1]); headers[i+1] == "" {
			request.Header.Del(headers[i])
		}
	}
	r, err := b.Do(request)
	require.NoError(t, err)
	return read(t, r)
}

// decide sends the form of a request's page as a person would fill it in.
func (b *browser) decide(t testing.TB, id, verdict, typed string) answer {
	t.Helper()
	return b.post(t, "/approvals/requests/"+id, url.Values{"token": {b.token(t)}, "answer": {verdict}, "typed": {typed}})
}
