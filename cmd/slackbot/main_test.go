// The bot's program: its help, its version and a session at the console.

package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
)

// start runs the program with these arguments and variables.
func start(ctx context.Context, stdin string, variables map[string]string, args ...string) (stdout, stderr string, err error) {
	var out bytes.Buffer
	var log testenv.Buffer // what the program leaves behind may still write to it
	err = run(ctx, args, func(name string) string { return variables[name] }, strings.NewReader(stdin), &out, &log)
	return out.String(), log.String(), err
}

func TestHelpNamesTheFlagsAndTheSecrets(t *testing.T) {
	out, _, err := start(t.Context(), "", nil, "--help")
	require.NoError(t, err)
	for _, words := range []string{"--console", "--sandbox", "--allow-channel", "--group-url", "--command-name", "SLACK_BOT_TOKEN", "$GOVGROUP_STATE"} {
		assert.Contains(t, out, words)
	}
}

func TestVersion(t *testing.T) {
	out, _, err := start(t.Context(), "", nil, "--version")
	require.NoError(t, err)
	assert.NotEmpty(t, strings.TrimSpace(out))
}

func TestAConsoleSession(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.db")
	out, log, err := start(t.Context(), "get \"DB Access\"\n", map[string]string{"GOVGROUP_STATE": state, "GOVGROUP_SANDBOX": "true"},
		"--console", "--command-name", "groups", "--group-url", "https://acme.example/g/{id}")
	require.NoError(t, err)
	assert.Contains(t, out, "Jane Doe")
	assert.Contains(t, out, "/groups help")
	assert.Empty(t, log, "nothing comes between the lines of a session")
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	slack, err := slacktest.Start(slacktest.Options{})
	require.NoError(t, err)
	defer slack.Close()
	bot := map[string]string{"SLACK_BOT_TOKEN": slack.BotToken, "GOVGROUP_SLACK_API": slack.URL}
	with := func(name, value string) map[string]string {
		all := map[string]string{name: value}
		for n, v := range bot {
			all[n] = v
		}
		return all
	}
	for name, c := range map[string]struct {
		variables map[string]string
		args      []string
		says      string
	}{
		"no token":            {nil, nil, "SLACK_BOT_TOKEN"},
		"no way in":           {bot, nil, "SLACK_APP_TOKEN"},
		"HTTP and no address": {with("SLACK_SIGNING_SECRET", "hunter2"), nil, "--addr"},
		"a bad address":       {with("SLACK_SIGNING_SECRET", "hunter2"), []string{"--addr", "nowhere:x"}, "cannot listen"},
		"a wrong app token":   {with("SLACK_APP_TOKEN", "xapp-hunter2"), nil, "invalid_auth"},
		"an unknown flag":     {bot, []string{"--sandbos"}, "unknown flag"},
		"a bad level":         {bot, []string{"--log-level", "loud"}, "log level"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"--sandbox", "--state", filepath.Join(t.TempDir(), "state.db")}, c.args...)
			_, log, err := start(t.Context(), "", c.variables, args...)
			require.ErrorContains(t, err, c.says)
			assert.NotContains(t, err.Error()+log, "hunter2")
			assert.NotContains(t, err.Error()+log, slack.BotToken)
		})
	}
}

func TestItServesUntilItIsToldToStop(t *testing.T) {
	slack, err := slacktest.Start(slacktest.Options{})
	require.NoError(t, err)
	defer slack.Close()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	var log string
	go func() {
		var err error
		_, log, err = start(ctx, "", map[string]string{
			"SLACK_BOT_TOKEN": slack.BotToken, "SLACK_APP_TOKEN": slack.AppToken, "GOVGROUP_SLACK_API": slack.URL,
		}, "--sandbox", "--state", filepath.Join(t.TempDir(), "state.db"), "--addr", "127.0.0.1:0")
		ended <- err
	}()
	require.NoError(t, slack.WaitSockets(1, 20e9))
	stop()
	require.NoError(t, <-ended)
	assert.NotContains(t, log, slack.BotToken)
	assert.NotContains(t, log, slack.AppToken)
}

func TestTheDoctorLooksAtEverythingAndServesNothing(t *testing.T) {
	slack, err := slacktest.Start(slacktest.Options{})
	require.NoError(t, err)
	defer slack.Close()
	variables := map[string]string{"SLACK_BOT_TOKEN": slack.BotToken, "SLACK_APP_TOKEN": slack.AppToken, "GOVGROUP_SLACK_API": slack.URL}
	out, _, err := start(t.Context(), "", variables, "doctor", "--sandbox", "--state", filepath.Join(t.TempDir(), "state.db"), "--approvers-channel", "C0NONE")
	require.ErrorContains(t, err, "2 fault(s)")
	assert.Contains(t, out, "FAULT  slack scopes: the token lacks channels:read, groups:read\n       cure: Under OAuth")
	assert.Contains(t, out, "FAULT  slack approvers' channel C0NONE")
	assert.Zero(t, slack.Sockets())
	assert.NotContains(t, out, slack.BotToken)
}
