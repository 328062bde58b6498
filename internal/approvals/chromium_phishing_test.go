// Chromium phishing: what other sites, other screens and desktops do to the page in a
// real browser.

package approvals_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// slow makes every write of the tenant take its time.
func (e *env) slow(t *testing.T) {
	t.Helper()
	require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Method: http.MethodPost, Times: -1, Latency: 2 * time.Second}))
}

// isLured opens a page of another site that holds a copy of the form, with all
// that can be known of it, and our page in a frame.
func isLured(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.DBAccess)
	b := newTab(t, chrome, e)
	b.open("/approvals/requests/"+id, avery)
	token := ask(b, chromedp.Value(chromedp.CSS(`input[name="token"]`)))
	evil := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "text/html")
		_, _ = out.Write([]byte(`<main>You have won <form method="post" action="` + e.web.URL + "/approvals/requests/" + id + `">
			<input type="hidden" name="token" value="` + token + `"><input type="hidden" name="typed" value="DB Access">
			<button name="answer" value="yes">Take it</button></form>
			<iframe src="` + e.web.URL + "/approvals/requests/" + id + `"></iframe></main>`))
	}))
	defer evil.Close()
	b.run(chromedp.Navigate(strings.Replace(evil.URL, "127.0.0.1", "localhost", 1)))
	framed := ask(b, chromedp.Evaluate[string](`(() => { try { return document.querySelector("iframe").contentDocument ? "ours" : "blocked" } catch { return "blocked" } })()`))
	assert.Equal(t, "blocked", framed)
	b.click("yes")
	b.shows("phishing", "This form did not come from this site's own page")
	e.untouched(t, id)
}

func usesKeyboard(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.DBAccess)
	b := newTab(t, chrome, e)
	b.run(chromedp.EmulateViewport(1200, 900))
	b.open("/approvals/requests/"+id, avery)
	b.shows("wide", "A change needs your decision")
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
	})
	require.NoError(t, err)
	b.shows("dark", "A change needs your decision")
	focused := ""
	for range 12 { // the header's links come first
		b.run(chromedp.KeyEvent(kb.Tab))
		if focused = ask(b, chromedp.Evaluate[string](`document.activeElement.id`)); focused == "typed" {
			break
		}
	}
	require.Equal(t, "typed", focused, "the field is reached by the tab key")
	b.load(chromedp.KeyEvent("DB Access" + kb.Enter))
	b.shows("dark-done", "The change is done")
}

func opensItself(t *testing.T, chrome context.Context, _ *env) {
	d := newDesktop(t)
	b := newTab(t, chrome, d.env)
	id := d.askDelete(t, d.DBAccess)
	require.NoError(t, d.site.Open(t.Context(), tools.RequestID(id)))
	b.run(chromedp.Navigate("file://"+d.opened[0]), chromedp.WaitVisible(chromedp.CSS("h1")))
	b.shows("desktop", "A change needs your decision")
	assert.Equal(t, d.base(t).String()+"/approvals/requests/"+id, b.address(), "the key is not in the address any more")
	b.fill("DB Access")
	b.click("yes")
	b.shows("desktop-done", "The change is done")
	assert.Len(t, d.Effects(), 1)
}
