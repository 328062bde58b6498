// Directory: the checks against a Slack that answers over HTTP, with the library's
// own client in between.

package slackbot

import (
	"testing"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
	"govgroup/internal/tools"
)

// scopes are what the checks need, and no more.
var scopes = []string{"users:read", "users:read.email", "channels:read", "groups:read"}

// inSlack is a directory over a Slack with the given scopes, and a tenant in
// which the same person has the e-mail that everybody has here.
func inSlack(t *testing.T, scopes []string) (*slacktest.Slack, *directory) {
	t.Helper()
	s, err := slacktest.Start(slacktest.Options{Scopes: scopes})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	api := slack.New(s.BotToken, slack.OptionAPIURL(s.URL))
	ask := newLookups(api, nil)
	ask.identities = newDirectoryEnv().lookUpIdentities
	return s, newDirectory("slack", Rules{Teams: []string{s.TeamID}}, ask)
}

func TestWhatTheRealMethodsAnswerIsUnderstood(t *testing.T) {
	const mail = "jane@corp.example"
	for name, c := range map[string]struct {
		user    slacktest.User
		channel slacktest.Channel
		scopes  []string
		at      string // the check that refuses; empty: none
	}{
		"a person":               {user: slacktest.User{Email: mail}},
		"an unconfirmed e-mail":  {user: slacktest.User{Email: mail, EmailUnconfirmed: true}, at: "E-mail"},
		"a deleted account":      {user: slacktest.User{Email: mail, Deleted: true}, at: "Account"},
		"a bot":                  {user: slacktest.User{Email: mail, Bot: true}, at: "Kind"},
		"a guest":                {user: slacktest.User{Email: mail, Guest: true}, at: "Kind"},
		"a single-channel guest": {user: slacktest.User{Email: mail, SingleChannelGuest: true}, at: "Kind"},
		"a stranger":             {user: slacktest.User{Email: mail, Stranger: true}, at: "Home"},
		"another workspace":      {user: slacktest.User{Email: mail, TeamID: "T9"}, at: "Home"},
		"a private channel":      {user: slacktest.User{Email: mail}, channel: slacktest.Channel{Private: true}},
		"a channel never seen":   {user: slacktest.User{Email: mail}, channel: slacktest.Channel{Private: true, BotAbsent: true}, at: "Channel"},
		"a channel with others":  {user: slacktest.User{Email: mail}, channel: slacktest.Channel{ExtShared: true}, at: "Channel"},
		"a direct message":       {user: slacktest.User{Email: mail}, channel: slacktest.Channel{DM: true}},
		"no scope for e-mails":   {user: slacktest.User{Email: mail}, scopes: []string{"users:read", "channels:read"}, at: "E-mail"},
		"no scope for people":    {user: slacktest.User{Email: mail}, scopes: []string{"channels:read"}, at: "Account"},
		"no scope for channels":  {user: slacktest.User{Email: mail}, scopes: []string{"users:read", "users:read.email"}, at: "Channel"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.scopes == nil {
				c.scopes = scopes
			}
			s, d := inSlack(t, c.scopes)
			place := origin{Team: s.TeamID, User: s.AddUser(c.user).ID, Channel: s.AddChannel(c.channel).ID}
			caller, err := d.caller(t.Context(), place)
			steps := d.checks(t.Context(), place)
			if last := steps[len(steps)-1]; c.at != "" {
				require.Error(t, err)
				assert.Equal(t, c.at, last.Name, last.Note)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, mail, caller.Email)
			assert.Equal(t, s.TeamID+"/"+place.User, caller.Subject)
		})
	}
}

func TestSomebodyNobodyKnowsIsRefused(t *testing.T) {
	s, d := inSlack(t, scopes)
	_, err := d.caller(t.Context(), origin{Team: s.TeamID, User: "U0NOBODY"})
	var fault *tools.Error
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, tools.NotAllowed, fault.Code)
	assert.Contains(t, fault.Message, "does not know or does not show this account")
}

func TestABusySlackIsNotTakenForARefusal(t *testing.T) {
	s, d := inSlack(t, scopes)
	user := s.AddUser(slacktest.User{Email: "jane@corp.example"}).ID
	s.RateLimit("users.info", 1, 1)
	_, err := d.caller(t.Context(), origin{Team: s.TeamID, User: user})
	var fault *tools.Error
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, tools.RateLimited, fault.Code)
	_, err = d.caller(t.Context(), origin{Team: s.TeamID, User: user})
	require.NoError(t, err, "and is not remembered")
}
