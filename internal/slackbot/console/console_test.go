// Console: sessions that are typed in and read off.

package console_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
)

// session types lines into a console over the embedded tenant, and gives what a
// reader of its output sees.
func session(t *testing.T, lines ...string) string {
	t.Helper()
	return sessionAs(t, "", lines...)
}

func sessionAs(t *testing.T, email string, lines ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out bytes.Buffer
	err := app.SlackConsole(ctx, app.SlackSettings{
		Settings: app.Settings{Sandbox: true, State: filepath.Join(t.TempDir(), "state.db")}, As: email,
	}, host(strings.NewReader(strings.Join(lines, "\n")+"\n"), &out))
	require.NoError(t, err)
	return out.String()
}

func host(in io.Reader, out io.Writer) app.Host {
	return app.Host{Getenv: func(string) string { return "" }, Stdin: in, Stdout: out, Log: slog.New(slog.DiscardHandler)}
}

func TestASessionCanBeScriptedAndRead(t *testing.T) {
	out := session(t,
		`get "DB Access"`,
		`/govgroup delete "DB Access"`,
		`8`, `db access`, `DB Access`,
		`undo nonsense`,
		`99`, `/other thing`,
		`quit`, `never read`)
	for _, words := range []string{
		"You are jane.doe@corp.example in #helpdesk",
		"> get \"DB Access\"\n│ govgroup (only you see this)\n│ DB Access\n",
		"[8: Confirm…] [9: Cancel]",
		"To confirm, type DB Access",
		"That does not match the name: “DB Access” has to be typed",
		"(only you see this, changed)\n│ ✅ Done: Delete governance group “DB Access”.",
		"not_found", "there is no button 99", "there is only /govgroup here",
	} {
		assert.Contains(t, out, words)
	}
	assert.NotContains(t, out, "never read")
	assert.NotContains(t, out, "\x1b", "no colours where nobody looks")
}

func TestAFormIsFilledInFieldByField(t *testing.T) {
	out := session(t,
		`create`, `Night Shift`, `jane`, `Those awake`, `avery`, ``,
		`get "Night Shift"`)
	assert.Contains(t, out, "Jane Doe (jane.doe@corp.example)")
	assert.Contains(t, out, "✅ Done: Create governance group “Night Shift” with 1 member.")
	assert.Contains(t, out, "Those awake")
}

func TestTheHomeTabIsShown(t *testing.T) {
	out := session(t, "delete DB Access", "home")
	assert.Contains(t, out, "│ the Home tab")
	assert.Contains(t, out, "│ You asked for")
	assert.Contains(t, out, "Delete governance group “DB Access”.")
}

func TestAMenuIsChosenFromByItsNumberAndABeginning(t *testing.T) {
	out := session(t, "members DB Access", "1 ahmed")
	assert.Contains(t, out, "│ Governance groups")
	assert.Contains(t, session(t, "members DB Access", "1"), "write the number, a blank, and how the name begins")
}

func TestAFormCanBeLeft(t *testing.T) {
	out := session(t, `create`, `Night Shift`, `.`, `get "Night Shift"`)
	assert.Contains(t, out, "(closed)")
	assert.Contains(t, out, "not_found")
}

func TestColleaguesCanBeMentioned(t *testing.T) {
	out := session(t, `members add "DB Access" @avery.stone`)
	assert.Contains(t, out, "Avery Stone")
}

func TestTheSameScriptReadsTheSame(t *testing.T) {
	lines := []string{`help`, `list --limit 3`, `members list "DB Access"`, `memers`}
	varies := regexp.MustCompile(`reference [0-9a-f]+|127\.0\.0\.1:\d+`)
	first, second := session(t, lines...), session(t, lines...)
	assert.Equal(t, varies.ReplaceAllString(first, ""), varies.ReplaceAllString(second, ""))
}

// Two people at two consoles on one state are never taken for one.
func TestEachPersonHasAnIDOfTheirOwn(t *testing.T) {
	id := func(email string) string {
		return regexp.MustCompile(`T0CORP/U[0-9A-F]+`).FindString(sessionAs(t, email, "whoami"))
	}
	jane, avery := id("jane.doe@corp.example"), id("avery.stone@corp.example")
	require.NotEmpty(t, jane)
	assert.NotEqual(t, jane, avery)
	assert.Equal(t, jane, id("jane.doe@corp.example"))
}

func TestSomebodyMustBeAtTheKeyboard(t *testing.T) {
	err := app.SlackConsole(t.Context(), app.SlackSettings{
		Settings: app.Settings{Sandbox: true, State: filepath.Join(t.TempDir(), "state.db")}, As: "jane",
	}, host(strings.NewReader(""), io.Discard))
	assert.ErrorContains(t, err, "--as")
}
