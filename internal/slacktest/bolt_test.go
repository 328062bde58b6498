// Bolt: the fake checked with Slack's own client library: scripts/slack/bolt.sh
// installs it and runs this. Without BOLT_APP there is nothing to run.

package slacktest_test

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

func TestBolt(t *testing.T) {
	path := os.Getenv("BOLT_APP")
	if path == "" {
		t.Skip("scripts/slack/bolt.sh runs this")
	}
	for _, mode := range []string{"socket", "http"} {
		t.Run(mode, func(t *testing.T) {
			s := start(t, slacktest.Options{AckTimeout: time.Second})
			boltApp(t, s, path, mode)
			b := bolt{s, mode}
			t.Run("command acknowledged with a text", b.acknowledges)
			t.Run("command answered later, twice", b.responds)
			t.Run("command never acknowledged", b.silent)
			t.Run("button replaces by response URL", b.replaces)
			t.Run("button updates by method", b.updates)
			t.Run("form opened as a skeleton and filled", b.fills)
			t.Run("form refused, then taken", b.submits)
			t.Run("form closed", b.closes)
			t.Run("refusals are understood", b.refused)
			t.Run("rate limit is waited out", b.limited)
			t.Run("sockets come back", b.reconnects)
		})
	}
}

// boltApp runs the app until the test ends.
func boltApp(t *testing.T, s *slacktest.Slack, path, mode string) {
	t.Helper()
	cmd := exec.Command("node", path)
	cmd.Env = append(os.Environ(), "MODE="+mode, "SLACK_API_URL="+s.URL, "SLACK_BOT_TOKEN="+s.BotToken,
		"SLACK_APP_TOKEN="+s.AppToken, "SLACK_SIGNING_SECRET="+s.SigningSecret)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err, "the app did not start")
	port := strings.TrimSpace(strings.TrimPrefix(line, "ready "))
	if mode == "http" {
		address := "http://127.0.0.1:" + port + "/slack/events"
		s.Deliver(slacktest.RequestURLs{Commands: address, Interactivity: address, Options: address})
		return
	}
	require.NoError(t, s.WaitSockets(1, patience))
}

// bolt plays the person.
type bolt struct {
	*slacktest.Slack
	mode string
}

func (b bolt) command(t *testing.T, text string) slacktest.Invocation {
	t.Helper()
	inv, err := b.Command(jane, room, "/govgroup "+text)
	require.NoError(t, err)
	return inv
}

// direct waits for a message in Jane's conversation with the app.
func (b bolt) direct(t *testing.T, text string) {
	t.Helper()
	require.NoError(t, b.Wait(patience, func() bool {
		for _, m := range b.Direct(jane) {
			if m.Text == text {
				return true
			}
		}
		return false
	}), text)
}

func (b bolt) acknowledges(t *testing.T) {
	assert.True(t, b.command(t, "ack @bob").Acked)
	seen(t, b.Slack, jane, "acknowledged @Bob")
}

func (b bolt) responds(t *testing.T) {
	b.command(t, "respond")
	first := seen(t, b.Slack, jane, "first")
	assert.Equal(t, jane, first.EphemeralTo)
	seen(t, b.Slack, bob, "second")
}

func (b bolt) silent(t *testing.T) {
	assert.Equal(t, "operation_timeout", b.command(t, "nothing").Failure)
}

// card has the app post one, and gives it as Jane sees it.
func (b bolt) card(t *testing.T) slacktest.Message {
	t.Helper()
	b.command(t, "card")
	return seen(t, b.Slack, jane, "Delete DB Access?\n[Replace] [Update] [Open]")
}

func (b bolt) replaces(t *testing.T) {
	inv, err := b.Press(jane, b.card(t), "replace")
	require.NoError(t, err)
	assert.True(t, inv.Acked)
	seen(t, b.Slack, bob, "replaced id-1 by "+jane)
}

func (b bolt) updates(t *testing.T) {
	_, err := b.Press(bob, b.card(t), "update")
	require.NoError(t, err)
	seen(t, b.Slack, jane, "updated id-2")
}

func (b bolt) form(t *testing.T) slacktest.View {
	t.Helper()
	b.command(t, "form")
	v, err := b.WaitView(jane, patience, func(v slacktest.View) bool { return v.Title == "Create" })
	require.NoError(t, err)
	return v
}

func (b bolt) fills(t *testing.T) {
	_, err := b.Press(jane, b.card(t), "open")
	require.NoError(t, err)
	_, err = b.WaitView(jane, patience, func(v slacktest.View) bool { return v.Title == "Filled" })
	require.NoError(t, err)
}

func (b bolt) submits(t *testing.T) {
	v := b.form(t)
	_, err := b.Submit(jane, v, slacktest.Values{"name": {"taken"}})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"name": "taken already"}, b.Views(jane)[0].Errors)
	offer, err := b.Suggest(jane, v, "owner", "j")
	require.NoError(t, err)
	assert.Equal(t, "Jane for j", offer.Options[0].Text)
	_, err = b.Submit(jane, v, slacktest.Values{"name": {"new"}, "owner": {"id-jane"}})
	require.NoError(t, err)
	assert.Equal(t, "Done", b.Views(jane)[0].Title)
	b.direct(t, "created new for id-jane, kept")
}

func (b bolt) closes(t *testing.T) {
	inv, err := b.CloseView(jane, b.form(t))
	require.NoError(t, err)
	assert.True(t, inv.Acked)
	b.direct(t, "closed")
}

func (b bolt) refused(t *testing.T) {
	b.command(t, "wrong")
	seen(t, b.Slack, jane, "invalid_arguments [ERROR] must be less than 25 characters [json-pointer:/view/title/text]")
	b.command(t, "scope")
	seen(t, b.Slack, jane, "missing_scope im:write,mpim:write,channels:manage,groups:write")
}

func (b bolt) limited(t *testing.T) {
	b.RateLimit("users.info", 1, time.Second)
	b.command(t, "who")
	seen(t, b.Slack, jane, "jane@corp.example")
}

func (b bolt) reconnects(t *testing.T) {
	if b.mode == "http" {
		b.SkewSignatures(-6 * time.Minute)
		assert.Equal(t, "http_client_error", b.command(t, "ack late").Failure)
		return
	}
	b.Disconnect("refresh_requested")
	require.NoError(t, b.WaitSockets(1, patience))
	assert.True(t, b.command(t, "ack again").Acked)
	b.DropSockets()
	require.NoError(t, b.WaitSockets(1, patience))
	assert.True(t, b.command(t, "ack and again").Acked)
}
