// Chromium: a real Chromium, driven as a person would use it. Screenshots go to a
// folder that GOVGROUP_SCREENSHOTS names, else to one that the test removes.

package approvals_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"govgroup/internal/testenv"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tab is one person's browser.
type tab struct {
	*testing.T
	ctx    context.Context
	w      *env
	folder string // of the pictures
}

// newTab opens a browser that shares nothing with the others.
func newTab(t *testing.T, chrome context.Context, e *env) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(chrome, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	require.NoError(t, chromedp.Do(ctx))                 // the tab lives as long as the context of its first use
	ctx, late := context.WithTimeout(ctx, 2*time.Minute) // a broken page fails instead of hanging
	t.Cleanup(late)
	folder := os.Getenv("GOVGROUP_SCREENSHOTS")
	if folder == "" {
		folder = t.TempDir()
	}
	tab := &tab{T: t, ctx: ctx, w: e, folder: folder}
	tab.run(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile))
	return tab
}

func (b *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	require.NoError(b, chromedp.Do(b.ctx, actions...))
}

// ask runs what gives a value.
func ask[T any](b *tab, action chromedp.Action[T]) T {
	b.Helper()
	value, err := chromedp.Run(b.ctx, action)
	require.NoError(b, err)
	return value
}

// open goes to a page of the site, signing in on the way where that is asked.
func (b *tab) open(path, email string) {
	b.Helper()
	b.run(chromedp.Navigate(b.w.web.URL + path))
	if strings.HasPrefix(b.address(), b.w.issuer) {
		b.run(chromedp.SendKeys(chromedp.CSS("#username"), email), chromedp.SendKeys(chromedp.CSS("#password"), email))
		b.load(chromedp.Click(chromedp.CSS("button")))
		b.run(chromedp.WaitVisible(chromedp.CSS("main")))
	}
}

// load does what leads to another page, and waits for that.
func (b *tab) load(action chromedp.Action[chromedp.Void]) {
	b.Helper()
	_, err := chromedp.RunResponse(b.ctx, action)
	require.NoError(b, err)
}

func (b *tab) address() string { return ask(b, chromedp.Location()) }

// click presses the button of an answer and waits for the page that follows.
func (b *tab) click(answer string) {
	b.Helper()
	b.load(chromedp.Click(chromedp.CSS(`button[value="` + answer + `"]`)))
	b.run(chromedp.WaitVisible(chromedp.CSS("main")))
}

// fill types into the field for the name.
func (b *tab) fill(text string) {
	b.Helper()
	b.run(chromedp.Clear(chromedp.CSS("#typed")), chromedp.SendKeys(chromedp.CSS("#typed"), text))
}

// text is what the page says.
func (b *tab) text() string { return ask(b, chromedp.Text(chromedp.CSS("main"))) }

// shows checks what the page says, takes its picture, and looks for what keeps
// people from using it.
func (b *tab) shows(name string, want ...string) {
	b.Helper()
	b.says(name, want...)
	b.accessible(name)
}

// says checks what the page says, and takes its picture.
func (b *tab) says(name string, want ...string) {
	b.Helper()
	picture := ask(b, chromedp.FullScreenshot(100))
	require.NoError(b, os.WriteFile(filepath.Join(b.folder, name+".png"), picture, 0o600))
	text := b.text()
	for _, part := range want {
		assert.Contains(b, text, part, name)
	}
}

func TestInChromium(t *testing.T) {
	testenv.Long(t, "it drives a browser")
	chrome := testenv.Chromium(t)
	for name, scenario := range map[string]func(t *testing.T, chrome context.Context, e *env){
		"approve with the name typed":    approves,
		"decline":                        declines,
		"a second person":                decidesForAnother,
		"someone else":                   isSomeoneElse,
		"expired":                        isLate,
		"stale":                          isStale,
		"already decided elsewhere":      isSlower,
		"a forged form":                  isForged,
		"a decision sent again":          isReplayed,
		"another site's form and frame":  isLured,
		"a long change":                  watches,
		"a page of many groups":          keepsButtonsInReach,
		"names meant to deceive":         isNotDeceived,
		"by keyboard, wide and in dark":  usesKeyboard,
		"a desktop opens its own window": opensItself,
	} {
		t.Run(name, func(t *testing.T) { scenario(t, chrome, newTeam(t)) })
	}
}

func approves(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.DBAccess)
	b := newTab(t, chrome, e)
	b.open("/approvals/", avery)
	b.shows("waiting", "DB Access", "in 15 minutes")
	b.load(chromedp.Click(chromedp.CSS("main a")))
	b.shows("request", "A change needs your decision", "12", "To approve, type DB Access", "Yes, do exactly this", "No, withdraw it")
	b.fill("DB Acces")
	b.click("yes")
	b.shows("wrong-name", "That does not match the name")
	assert.Empty(t, e.Effects())
	b.fill("DB Access")
	b.click("yes")
	b.shows("done", "The change is done", avery)
	assert.Contains(t, b.address(), id)
	assert.Len(t, e.Effects(), 1)
	b.open("/approvals/decided", avery)
	b.shows("decided", "DB Access", "done")
}

func declines(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.DBAccess)
	b := newTab(t, chrome, e)
	b.open("/approvals/requests/"+id, morgan)
	b.click("no")
	b.shows("declined", "The change was declined")
	b.open("/approvals/", morgan)
	b.shows("nothing-waits", "Nothing waits for you")
	assert.Empty(t, e.Effects())
}

func decidesForAnother(t *testing.T, chrome context.Context, e *env) {
	require.NoError(t, e.Tenant.RenameGroup(e.Unused.ID, "Regional Unused"))
	id := e.askDelete(t, e.Unused)
	own, second := newTab(t, chrome, e), newTab(t, chrome, e)
	own.open("/approvals/", avery)
	own.shows("own-list", "you can only withdraw it")
	own.open("/approvals/requests/"+id, avery)
	own.shows("own-request", "someone else", "No, withdraw")
	second.open("/approvals/requests/"+id, morgan)
	second.shows("second", "Yes, do exactly this")
	second.fill("Regional Unused")
	second.click("yes")
	second.shows("second-done", "The change is done", "morgan.hale@corp.example", "as a second person")
	assert.Len(t, e.Effects(), 1)
}

func isSomeoneElse(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.Sixty)
	b := newTab(t, chrome, e)
	b.open("/approvals/requests/"+id, jane)
	b.shows("not-allowed", "Not allowed", "The policy does not let you decide")
	e.untouched(t, id)
}

func isLate(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.DBAccess)
	b := newTab(t, chrome, e)
	b.open("/approvals/requests/"+id, avery)
	e.Pass(16 * time.Minute)
	b.fill("DB Access")
	b.click("yes")
	b.shows("expired", "The request has expired", "Nothing was changed")
	assert.Empty(t, e.Effects())
}

func isStale(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.DBAccess)
	b := newTab(t, chrome, e)
	b.open("/approvals/requests/"+id, avery)
	require.NoError(t, e.Tenant.RemoveMember(e.DBAccess.ID, e.members(t, e.DBAccess)[0]))
	b.fill("DB Access")
	b.click("yes")
	b.shows("stale", "Nothing was changed", "A fresh request waits")
	assert.Empty(t, e.Effects())
	b.load(chromedp.Click(chromedp.CSS(".wrong a")))
	b.shows("fresh", "A change needs your decision", "11")
	assert.NotContains(t, b.address(), id)
}

func isSlower(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.DBAccess)
	first, second := newTab(t, chrome, e), newTab(t, chrome, e)
	first.open("/approvals/requests/"+id, avery)
	second.open("/approvals/requests/"+id, morgan)
	second.fill("DB Access")
	second.click("yes")
	first.click("no")
	first.shows("already-decided", "approved", "This changed nothing", morgan)
	assert.Len(t, e.Effects(), 1)
}

func isForged(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.DBAccess)
	b := newTab(t, chrome, e)
	b.open("/approvals/requests/"+id, avery)
	b.run(chromedp.SetAttributeValue(chromedp.CSS(`.decision input[name="token"]`), "value", "made-up"))
	b.fill("DB Access")
	b.click("yes")
	b.shows("forged", "This form was not made for you")
	e.untouched(t, id)
}

func isReplayed(t *testing.T, chrome context.Context, e *env) {
	id := e.askDelete(t, e.DBAccess)
	b := newTab(t, chrome, e)
	b.open("/approvals/requests/"+id, avery)
	form := ask(b, chromedp.OuterHTML(chromedp.CSS("form.decision")))
	b.fill("DB Access")
	b.click("yes")
	// The page as it was, with the form of the first time.
	b.run(chromedp.Evaluate[chromedp.Void]("document.querySelector('main').innerHTML = " + quoted(form)))
	b.fill("DB Access")
	b.click("yes")
	b.shows("replayed", "approved", "This changed nothing")
	assert.Len(t, e.Effects(), 1)
}

// quoted is a text as JavaScript has it.
func quoted(s string) string {
	return "`" + regexp.MustCompile("[`$\\\\]").ReplaceAllString(s, `\$0`) + "`"
}

func watches(t *testing.T, chrome context.Context, e *env) {
	id := e.ask(t, "govgroup_members_remove", map[string]any{"group": e.SixHundred.ID, "members": e.members(t, e.SixHundred)})
	e.slow(t)
	b := newTab(t, chrome, e)
	b.open("/approvals/requests/"+id, avery)
	b.fill(e.phrase(t, id))
	b.click("yes")
	b.says("working", "done so far", "looks again by itself")
	e.Tenant.ClearFaults()
	b.run(chromedp.WaitVisible(chromedp.CSS(".good"))) // it looked again by itself
	b.shows("watched", "The change is done")
}
