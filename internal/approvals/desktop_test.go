// The page on a desktop: the program opens the browser itself.

package approvals_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/approvals"
	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// desktop is one with a browser that reads what it is shown.
type desktop struct {
	*env
	folder  string
	opened  []string // the files
	address string   // what the last file leads to, with its key
	broken  error    // why no browser can be started
}

func newDesktop(t *testing.T) *desktop {
	t.Helper()
	d := &desktop{env: newEnv(t), folder: t.TempDir()}
	var err error
	d.site, err = approvals.NewDesktop(d.options(), approvals.DesktopOptions{
		Person: tools.Caller{Surface: "stdio", Subject: avery, Email: avery, Client: approvals.Program}, Folder: d.folder, Browser: d.open,
	})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, d.site.Close(context.WithoutCancel(t.Context()))) })
	return d
}

func (d *desktop) open(_ context.Context, file string) error {
	if d.broken != nil {
		return d.broken
	}
	d.opened = append(d.opened, file)
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	found := regexp.MustCompile(`href="([^"]+)"`).FindSubmatch(text)
	d.address = string(found[1])
	return nil
}

// base is where the site listens.
func (d *desktop) base(t *testing.T) *url.URL {
	t.Helper()
	u, err := url.Parse(d.address)
	require.NoError(t, err)
	return &url.URL{Scheme: u.Scheme, Host: u.Host}
}

func (d *desktop) enter(t *testing.T, b *browser) answer {
	t.Helper()
	r, err := b.Get(d.address)
	require.NoError(t, err)
	return read(t, r)
}

func TestADesktopOpensItsOwnBrowser(t *testing.T) {
	d := newDesktop(t)
	id := d.askDelete(t, d.DBAccess)
	require.NoError(t, d.site.Open(t.Context(), tools.RequestID(id)))
	info, err := os.Stat(d.opened[0])
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "others on the machine cannot read the key")

	b := d.newBrowser(t)
	page := d.enter(t, b)
	assert.Equal(t, http.StatusOK, page.StatusCode)
	assert.Contains(t, page.text, "DB Access")
	assert.Equal(t, d.base(t).String()+"/approvals/requests/"+id, page.Request.URL.String())
	assert.Empty(t, d.site.URL(tools.RequestID(id)), "nobody is sent to an address that opens nothing")
	assert.NoFileExists(t, d.opened[0])
	assert.NotContains(t, page.text, "Sign out")

	d.web = unstarted(d.base(t).String())
	after := b.post(t, "/approvals/requests/"+id, url.Values{"token": {tokenIn(t, page)}, "answer": {"yes"}, "typed": {"DB Access"}})
	assert.Contains(t, after.text, "The change is done")
	stored := d.stored(t, id)
	assert.Equal(t, confirm.Person, stored.Approvals[0].Level)
	assert.Equal(t, "stdio", stored.Approvals[0].By.Surface)
}

func TestAKeyOpensOnce(t *testing.T) {
	d := newDesktop(t)
	id := d.askDelete(t, d.DBAccess)
	require.NoError(t, d.site.Open(t.Context(), tools.RequestID(id)))
	key := regexp.MustCompile(`key=([A-Z2-7]+)`).FindStringSubmatch(d.address)
	require.NotNil(t, key)
	assert.GreaterOrEqual(t, len(key[1]), 26, "128 random bits")
	assert.NotContains(t, d.opened[0]+d.logged.String(), key[1])
	require.Equal(t, http.StatusOK, d.enter(t, d.newBrowser(t)).StatusCode)
	assert.Equal(t, http.StatusForbidden, d.enter(t, d.newBrowser(t)).StatusCode)

	require.NoError(t, d.site.Open(t.Context(), tools.RequestID(id)))
	d.Pass(2 * time.Minute)
	late := d.enter(t, d.newBrowser(t))
	assert.Equal(t, http.StatusForbidden, late.StatusCode)
	assert.Contains(t, late.text, "the page then opens by itself")
	assert.NotContains(t, d.logged.String(), "key=")
}

// What a result or a log tells is not enough to decide.
func TestADesktopsAddressAloneOpensNothing(t *testing.T) {
	d := newDesktop(t)
	id := d.askDelete(t, d.DBAccess)
	require.NoError(t, d.site.Open(t.Context(), tools.RequestID(id)))
	d.web = unstarted(d.base(t).String())
	b := d.newBrowser(t)
	for _, path := range []string{"/approvals/", "/approvals/requests/" + id, "/approvals/enter", "/approvals/enter?key=", "/approvals/enter?key=AAAA"} {
		page := b.get(t, path)
		assert.Equal(t, http.StatusForbidden, page.StatusCode, path)
		assert.NotContains(t, page.text, "DB Access")
	}
	after := b.post(t, "/approvals/requests/"+id, url.Values{"answer": {"yes"}, "typed": {"DB Access"}})
	assert.Equal(t, http.StatusForbidden, after.StatusCode)
	d.untouched(t, id)
}

func TestADesktopAnswersToItsOwnAddressOnly(t *testing.T) {
	d := newDesktop(t)
	require.NoError(t, d.site.Open(t.Context(), tools.RequestID(d.askDelete(t, d.DBAccess))))
	assert.Equal(t, "127.0.0.1", d.base(t).Hostname())
	for _, host := range []string{"evil.example", "localhost:" + d.base(t).Port(), "127.0.0.1", ""} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.address, nil)
		require.NoError(t, err)
		request.Host = host
		if host == "" {
			request.Host = "evil.example:" + d.base(t).Port()
		}
		r, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		assert.Equal(t, http.StatusMisdirectedRequest, read(t, r).StatusCode)
	}
	assert.Equal(t, http.StatusOK, d.enter(t, d.newBrowser(t)).StatusCode, "the key was not used up")
}

func TestWhereNoBrowserCanBeOpened(t *testing.T) {
	d := newDesktop(t)
	d.broken = errors.New("no display")
	id := d.askDelete(t, d.DBAccess)
	err := d.site.Open(t.Context(), tools.RequestID(id))
	assert.Equal(t, tools.CannotAsk, tools.AsError(err).Code)
	left, err := filepath.Glob(filepath.Join(d.folder, "*"))
	require.NoError(t, err)
	assert.Empty(t, left)
	d.untouched(t, id)

	team := newTeam(t)
	assert.Equal(t, tools.CannotAsk, tools.AsError(team.site.Open(t.Context(), tools.RequestID(id))).Code)
}

func TestClosingLeavesNoFile(t *testing.T) {
	d := newDesktop(t)
	require.NoError(t, d.site.Open(t.Context(), tools.RequestID(d.askDelete(t, d.DBAccess))))
	require.NoError(t, d.site.Close(t.Context()))
	assert.NoFileExists(t, d.opened[0])
	_, err := http.Get(d.address) //nolint:gosec,noctx // our own address
	require.Error(t, err)
}

// A server on loopback without a screen: the person copies an address that opens
// the page once, and that no answer and no log holds.
func TestWithoutAScreenTheAddressIsPrinted(t *testing.T) {
	e := newEnv(t)
	e.web = httptest.NewUnstartedServer(nil)
	var printed []string
	var err error
	e.site, err = approvals.NewDesktop(e.options(), approvals.DesktopOptions{
		Person:  tools.Caller{Surface: "stdio", Subject: avery, Email: avery, Client: approvals.Program},
		Folder:  t.TempDir(),
		Browser: func(context.Context, string) error { return errors.New("there is no screen") },
		Address: "http://" + e.web.Listener.Addr().String(), Print: func(address string) { printed = append(printed, address) },
	})
	require.NoError(t, err)
	e.web.Config.Handler = e.site.Handler()
	e.web.Start()
	t.Cleanup(e.web.Close)
	id := e.askDelete(t, e.DBAccess)
	require.NoError(t, e.site.Open(t.Context(), tools.RequestID(id)))
	require.Len(t, printed, 1)
	assert.NotContains(t, e.logged.String(), "key=")

	b := e.newBrowser(t)
	assert.Equal(t, http.StatusForbidden, b.get(t, "/approvals/requests/"+id).StatusCode, "an address without the key opens nothing")
	where, err := url.Parse(printed[0])
	require.NoError(t, err)
	page := b.get(t, where.RequestURI())
	assert.Contains(t, page.text, "DB Access")
	assert.Equal(t, http.StatusForbidden, e.newBrowser(t).get(t, where.RequestURI()).StatusCode, "it opens once")
	after := b.post(t, "/approvals/requests/"+id, url.Values{"token": {tokenIn(t, page)}, "answer": {"yes"}, "typed": {"DB Access"}})
	assert.Contains(t, after.text, "The change is done")
}
