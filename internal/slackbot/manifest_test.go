// Manifest: what it asks for, held against what the bot does.

package slackbot_test

import (
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/slacktest"
)

// manifest is what of it has to fit the program.
type manifest struct {
	Features struct {
		AppHome struct {
			Home     bool `yaml:"home_tab_enabled"`
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Shortcuts []struct {
			ID   string `yaml:"callback_id"`
			Type string
		}
		SlashCommands []struct {
			Command      string
			URL          string
			ShouldEscape bool `yaml:"should_escape"`
		} `yaml:"slash_commands"`
	}
	OAuth struct {
		Scopes struct{ Bot, User []string }
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `yaml:"request_url"`
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool   `yaml:"is_enabled"`
			URL     string `yaml:"request_url"`
			Options string `yaml:"message_menu_options_url"`
		}
		SocketMode    bool `yaml:"socket_mode_enabled"`
		TokenRotation bool `yaml:"token_rotation_enabled"`
	}
}

func readManifest(t *testing.T) manifest {
	t.Helper()
	raw, err := os.ReadFile("../../slack/manifest.yaml")
	require.NoError(t, err)
	var m manifest
	require.NoError(t, yaml.Unmarshal(raw, &m))
	return m
}

func TestTheManifestFitsTheProgram(t *testing.T) {
	m := readManifest(t)
	assert.Equal(t, slackbot.Scopes(), m.OAuth.Scopes.Bot)
	assert.Empty(t, m.OAuth.Scopes.User)
	require.Len(t, m.Features.SlashCommands, 1)
	command := m.Features.SlashCommands[0]
	assert.Equal(t, "/govgroup", command.Command)
	assert.True(t, command.ShouldEscape, "mentions must come as ids")
	assert.True(t, m.Settings.Interactivity.Enabled && m.Settings.SocketMode)
	assert.False(t, m.Settings.TokenRotation, "nothing here renews tokens")
	assert.True(t, m.Features.AppHome.Home && m.Features.AppHome.Messages && !m.Features.AppHome.ReadOnly)
	assert.Equal(t, []string{transport.HomeOpened}, m.Settings.Events.Bot)
	require.Len(t, m.Features.Shortcuts, 2)
	for i, kind := range []string{"message", "global"} {
		assert.Equal(t, []string{slackbot.ShortcutIDs[i], kind}, []string{m.Features.Shortcuts[i].ID, m.Features.Shortcuts[i].Type})
	}
	for address, path := range map[string]string{
		command.URL:                      transport.CommandPath,
		m.Settings.Interactivity.URL:     transport.InteractionPath,
		m.Settings.Interactivity.Options: transport.InteractionPath,
		m.Settings.Events.URL:            transport.EventPath,
	} {
		u, err := url.Parse(address)
		require.NoError(t, err)
		assert.Equal(t, path, u.Path)
	}
}

// TestTheManifestAsksForNoMoreThanIsUsed goes through everything that the bot
// asks of Slack, with a token that has the manifest's scopes.
func TestTheManifestAsksForNoMoreThanIsUsed(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	private := e.AddChannel(slacktest.Channel{Name: "hr", Private: true}).ID
	e.sayAs(e.jane, private, `/govgroup get "DB Access"`)
	e.press(e.jane, e.removal(), "Confirm")
	e.sees("Decided by")
	e.press(e.jane, e.say(deleteDB), "Confirm…")
	e.submit(e.form(), slacktest.Values{"name": {"DB Access"}})
	e.press(e.jane, e.sayAs(e.jane, e.direct, `/govgroup delete `+e.Unused.ID), "Cancel")
	e.seesIn(e.direct, e.jane, "declined")
	e.FailCalls("response_url", 1, "expired_url")
	e.say(`/govgroup get "Payments Approvers"`)

	used := map[string]bool{"commands": true, "users:read.email": true} // these two no method names
	for _, c := range e.Calls() {
		assert.NotEqual(t, "missing_scope", c.Error, c.Method)
		switch {
		case c.Method == "conversations.info" && c.Args["channel"] == private:
			used["groups:read"] = true // the fake notes the first scope that the method can do with
		case c.Scope != "" && c.Token == "bot":
			used[c.Scope] = true
		}
	}
	assert.ElementsMatch(t, readManifest(t).OAuth.Scopes.Bot, slices.Collect(maps.Keys(used)))
}

func TestWithoutTheEMailScopeNobodyIsKnown(t *testing.T) {
	e := newEnvWith(t, setup{}, slices.DeleteFunc(slackbot.Scopes(), func(s string) bool { return strings.HasSuffix(s, ".email") }))
	e.start()
	m := e.say(`/govgroup get "DB Access"`)
	assert.True(t, has(m, "users:read.email"), m.Render(nil))
}
