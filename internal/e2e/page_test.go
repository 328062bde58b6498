// The approval page: what its HTML shows.

package e2e_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/approvals"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// page is the surface of browsers on the desktop of the asker.
type page struct{}

// desktop is a site and the browser that it opens.
type desktop struct {
	site    *approvals.Site
	browser *http.Client
	address string // what the last file leads to
}

func newDesktop(m maker) *desktop {
	d := &desktop{}
	jar, err := cookiejar.New(nil)
	require.NoError(m.t, err)
	d.browser = &http.Client{Jar: jar}
	person, err := m.Directory.Identify(m.t.Context(), tools.Caller{Surface: "stdio", Subject: asker, Email: asker, Client: approvals.Program})
	require.NoError(m.t, err)
	d.site, err = approvals.NewDesktop(approvals.Options{
		Gate: m.Gate, Identify: m.Directory.Identify, Now: m.Now, Log: slog.New(slog.DiscardHandler),
	}, approvals.DesktopOptions{Person: person, Folder: m.t.TempDir(), Browser: d.open})
	require.NoError(m.t, err)
	m.t.Cleanup(func() { assert.NoError(m.t, d.site.Close(context.WithoutCancel(m.t.Context()))) })
	return d
}

// open stands for starting the browser.
func (d *desktop) open(_ context.Context, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	d.address = html.UnescapeString(string(regexp.MustCompile(`href="([^"]+)"`).FindSubmatch(text)[1]))
	return nil
}

func (page) ask(m maker, tool string, args testenv.Args) string {
	m.t.Helper()
	d, id := newDesktop(m), m.asked(tool, args)
	require.NoError(m.t, d.site.Open(m.t.Context(), id))
	shown, err := d.browser.Get(d.address)
	require.NoError(m.t, err)
	source := body(m.t, shown)
	d.approve(m, shown.Request.URL, source, id)
	return visible(source)
}

// approve sends the page's form with a yes.
func (d *desktop) approve(m maker, at *url.URL, source string, id tools.RequestID) {
	fields := url.Values{"answer": {"yes"}, "typed": {m.Phrase(m.t, id)}}
	for _, hidden := range regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`).FindAllStringSubmatch(source, -1) {
		fields.Set(hidden[1], html.UnescapeString(hidden[2]))
	}
	action := regexp.MustCompile(`action="([^"]*` + string(id) + `[^"]*)"`).FindStringSubmatch(source)
	require.NotNil(m.t, action, source)
	to, err := at.Parse(html.UnescapeString(action[1]))
	require.NoError(m.t, err)
	r, err := http.NewRequestWithContext(m.t.Context(), http.MethodPost, to.String(), strings.NewReader(fields.Encode()))
	require.NoError(m.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", to.Scheme+"://"+to.Host)
	end, err := d.browser.Do(r)
	require.NoError(m.t, err)
	body(m.t, end)
	require.Eventually(m.t, func() bool { return m.Stored(m.t, id).State.Final() }, soon, 10*time.Millisecond)
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, r.StatusCode, string(raw))
	return string(raw)
}

var (
	unseenTags = regexp.MustCompile(`(?s)<(head|script|style|title)\b.*?</(head|script|style|title)>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
)

// visible is the text of a page: what stands in no tag.
func visible(source string) string {
	return html.UnescapeString(tags.ReplaceAllString(unseenTags.ReplaceAllString(source, ""), ""))
}
