// Pictures: what people see in Slack, drawn the way Slack draws it, light, dark and
// narrow. "make pictures" takes them; nothing on them may be cut.

package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
)

// drawing is what the script that draws is told.
type drawing struct {
	Title  string          `json:"title,omitempty"` // of a form
	Submit string          `json:"submit,omitempty"`
	Close  string          `json:"close,omitempty"`
	Blocks json.RawMessage `json:"blocks"`
}

// photographer takes pictures of what one person sees.
type photographer struct {
	room
	t      *testing.T
	chrome context.Context
	folder string
	user   string
}

func TestPictures(t *testing.T) {
	folder := os.Getenv("GOVGROUP_SCREENSHOTS")
	if folder == "" {
		t.Skip("no folder for pictures is named in GOVGROUP_SCREENSHOTS; make pictures takes them")
	}
	chrome := testenv.Chromium(t)
	e := testenv.New(t, testenv.Options{})
	r := newRoom(maker{Env: e, t: t}, 0)
	jane := r.AddUser(slacktest.User{Name: "jane", Email: e.JaneDoe.Email})
	p := photographer{room: r, t: t, chrome: chrome, folder: folder, user: jane.ID}

	p.types("launcher", "")
	p.types("help", "help")
	p.types("group", `get "DB Access"`)
	p.types("groups", "list")
	p.types("members", `members list "DB Access"`)
	p.types("whoami", "whoami")
	p.types("not-found", `get "DB Acess"`)
	p.types("in-use", `delete "DB Access"`)
	p.opens("form-create", "create")
	p.opens("form-members-add", "members add")
	done := p.types("done", `members add "DB Access" `+e.Admin.Email)
	require.NotEmpty(t, done.Blocks)
	p.types("history", "history")
	question := p.types("question", `delete "`+e.Unused.Name+`"`)
	p.home("home")
	p.uses("shortcut", "ask")
	page := p.presses("question-typed", question)
	p.submits("deleted", page, e.Unused.Name)
}

// types runs a command and takes a picture of its answer.
func (p photographer) types(name, command string) slacktest.Message {
	p.t.Helper()
	before := len(p.Messages(p.channel, p.user))
	_, err := p.Command(p.user, p.channel, "/govgroup "+command)
	require.NoError(p.t, err)
	return p.settled(name, before)
}

// settled waits until the newest message stops changing: first it says that
// something is being done.
func (p photographer) settled(name string, before int) slacktest.Message {
	p.t.Helper()
	var last slacktest.Message
	require.NoError(p.t, p.Wait(soon, func() bool {
		seen := p.Messages(p.channel, p.user)
		if len(seen) <= before {
			return false
		}
		last = seen[len(seen)-1]
		return len(last.Blocks) > 0 && !strings.Contains(last.Render(nil), "Working")
	}))
	p.take(name, drawing{Blocks: last.Blocks})
	return last
}

// opens runs a command that opens a form, and takes a picture of it.
func (p photographer) opens(name, command string) {
	p.t.Helper()
	_, err := p.Command(p.user, p.channel, "/govgroup "+command)
	require.NoError(p.t, err)
	_, err = p.CloseView(p.user, p.inFront(name))
	require.NoError(p.t, err)
}

// inFront takes a picture of the form in front.
func (p photographer) inFront(name string) slacktest.View {
	p.t.Helper()
	form, err := p.WaitView(p.user, soon, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(p.t, err)
	p.take(name, drawing{form.Title, form.Submit, form.Close, form.Blocks})
	return form
}

// home takes a picture of the Home tab once the person's groups are there.
func (p photographer) home(name string) {
	p.t.Helper()
	var shown slacktest.View
	require.Eventually(p.t, func() bool {
		_, err := p.OpenHome(p.user)
		v, there := p.Home(p.user)
		shown = v
		return err == nil && there && strings.Contains(v.Render(nil), "Groups that you own")
	}, soon, 200*time.Millisecond)
	p.take(name, drawing{Title: "Home", Blocks: shown.Blocks})
}

// uses takes a picture of what a shortcut opens.
func (p photographer) uses(name, shortcut string) {
	p.t.Helper()
	_, err := p.GlobalShortcut(p.user, shortcut)
	require.NoError(p.t, err)
	_, err = p.CloseView(p.user, p.inFront(name))
	require.NoError(p.t, err)
}

// presses presses the button that leads on, and takes a picture of what opens.
func (p photographer) presses(name string, card slacktest.Message) slacktest.View {
	p.t.Helper()
	on := affirmative(card.Controls())
	require.NotNil(p.t, on, card.Render(nil))
	_, err := p.Press(p.user, card, on.ActionID, on.Value)
	require.NoError(p.t, err)
	return p.inFront(name)
}

// submits types a name and takes a picture of the card when all is done.
func (p photographer) submits(name string, form slacktest.View, typed string) {
	p.t.Helper()
	values := slacktest.Values{}
	for _, c := range form.Controls() {
		values[c.ActionID] = []string{typed}
	}
	_, err := p.Submit(p.user, form, values)
	require.NoError(p.t, err)
	var card slacktest.Message
	require.NoError(p.t, p.Wait(soon, func() bool {
		seen := p.Messages(p.channel, p.user)
		card = seen[len(seen)-1]
		return strings.Contains(card.Render(nil), "done")
	}))
	p.take(name, drawing{Blocks: card.Blocks})
}

// take draws and photographs in each theme and width, and looks for text that is cut.
func (p photographer) take(name string, d drawing) {
	p.t.Helper()
	for _, as := range []struct {
		look, theme string
		width       int64
	}{{"light", "light", 700}, {"dark", "dark", 700}, {"narrow", "light", 360}} {
		drawn := p.draw(as.theme, d)
		tab, closeTab := chromedp.NewContext(p.chrome)
		require.NoError(p.t, chromedp.Do(tab, chromedp.EmulateViewport(as.width, 100), chromedp.Navigate("file://"+drawn)))
		cut, err := chromedp.Run(tab, chromedp.Evaluate[[]string](cut))
		require.NoError(p.t, err)
		assert.Empty(p.t, cut, "%s, %s: text is cut", name, as.look)
		picture, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
		require.NoError(p.t, err)
		require.NoError(p.t, os.WriteFile(filepath.Join(p.folder, "slack-"+name+"-"+as.look+".png"), picture, 0o600))
		closeTab()
	}
}

// cut finds the texts of which a part lies outside of what is seen. Tables scroll.
const cut = `[...document.querySelectorAll("p, span, button, code, h2, footer")]
	.filter(e => !e.closest("table") && (e.getBoundingClientRect().right > innerWidth + 1 ||
		(getComputedStyle(e).overflow === "hidden" && e.scrollWidth > e.clientWidth + 1)))
	.map(e => e.textContent)`

// draw lets the script make a page of it, and gives the page's file.
func (p photographer) draw(theme string, d drawing) string {
	p.t.Helper()
	told, err := json.Marshal(d)
	require.NoError(p.t, err)
	ctx, stop := context.WithTimeout(p.t.Context(), time.Minute)
	defer stop()
	script := exec.CommandContext(ctx, "node", "../../scripts/pictures/draw.mjs", theme)
	script.Stdin, script.Stderr = bytes.NewReader(told), os.Stderr
	html, err := script.Output()
	require.NoError(p.t, err)
	file := filepath.Join(p.t.TempDir(), "page.html")
	require.NoError(p.t, os.WriteFile(file, html, 0o600))
	return file
}
