// The doctor of the Slack bot: what it finds in Slack and beyond.

package app_test

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
)

func TestTheSlackDoctorNamesFaultsAndCures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change    func(*slacktest.Slack, *app.SlackSettings)
		variables map[string]string // over those of Slack and the tenant
		faults    int
		want      []string
	}{
		"nothing": {want: []string{
			"ok     address: 127.0.0.1:0 is free", "ok     slack bot token: the app is installed in the workspace", "ok     slack scopes",
			"ok     slack deliveries: over Socket Mode", "ok     governance groups: signed in", "ok     policy", "ok     records and tools",
		}},
		"a revoked token and a wrong secret of the tenant": {
			change:    func(s *slacktest.Slack, _ *app.SlackSettings) { s.FailCalls("auth.test", 1, "token_revoked") },
			variables: map[string]string{"SAIL_CLIENT_SECRET": "wrong-hunter2"}, faults: 2,
			want: []string{"FAULT  slack bot token: Slack does not take it: token_revoked\n       cure: Install the app again.", "FAULT  governance groups", "cure: Check SAIL_CLIENT_ID"},
		},
		"a user group without the scope": {
			change: func(_ *slacktest.Slack, s *app.SlackSettings) { s.UserGroups = []string{"S0IAM"} }, faults: 2,
			want: []string{"FAULT  slack scopes: the token lacks usergroups:read", "FAULT  slack user group S0IAM", "missing_scope (usergroups:read)", "add the scope usergroups:read and install the app again"},
		},
		"an approvers' channel that is not there": {
			change: func(_ *slacktest.Slack, s *app.SlackSettings) { s.Approvers = "C0NONE" }, faults: 1,
			want: []string{"FAULT  slack approvers' channel C0NONE", "cure: Correct --approvers-channel"},
		},
		"HTTP without an address": {
			change: func(_ *slacktest.Slack, s *app.SlackSettings) { s.Addr = "" }, variables: map[string]string{"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "hunter2"}, faults: 1,
			want: []string{"FAULT  address: without an app token", "cure: Give another --addr"},
		},
		"a policy that is not there": {
			change: func(_ *slacktest.Slack, s *app.SlackSettings) { s.Policy = "/nonexistent.yaml" }, faults: 1,
			want: []string{"FAULT  policy", "/nonexistent.yaml"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, err := slacktest.Start(slacktest.Options{Scopes: slackbot.Scopes()})
			require.NoError(t, err)
			t.Cleanup(func() { _ = fake.Close() })
			_, variables := startTenant(t)
			maps.Copy(variables, map[string]string{"SLACK_BOT_TOKEN": fake.BotToken, "SLACK_APP_TOKEN": fake.AppToken})
			maps.Copy(variables, c.variables)
			s := app.SlackSettings{Settings: settings(t), APIURL: fake.URL}
			if c.change != nil {
				c.change(fake, &s)
			}
			h := newSystem(t, "", variables)
			err = app.SlackDoctor(t.Context(), s, h.Host, false)
			for _, text := range c.want {
				assert.Contains(t, h.out.String(), text)
			}
			for _, secret := range []string{"hunter2", fake.BotToken, fake.AppToken} {
				assert.NotContains(t, h.out.String()+h.log.String(), secret)
			}
			if c.faults == 0 {
				require.NoError(t, err)
				assert.NotContains(t, h.out.String(), "FAULT")
				assert.NoFileExists(t, s.State)
				return
			}
			require.ErrorContains(t, err, string(rune('0'+c.faults))+" fault(s)")

			h = newSystem(t, "", variables)
			require.Error(t, app.SlackDoctor(t.Context(), s, h.Host, true))
			var findings []app.Finding
			require.NoError(t, json.Unmarshal([]byte(h.out.String()), &findings))
			assert.NotEmpty(t, findings)
		})
	}
}
