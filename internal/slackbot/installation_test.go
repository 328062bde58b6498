// Installation: what is wrong with it is named at the start, with its cure, and whoever
// probes the bot finds out where nobody can use it.

package slackbot_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
)

// scopesWithGroups are those of a bot whose policy speaks of user groups.
func scopesWithGroups() []string { return append(slackbot.Scopes(), "usergroups:read") }

func without(scope string) []string {
	return slices.DeleteFunc(scopesWithGroups(), func(s string) bool { return s == scope })
}

func TestWhatIsWrongWithTheInstallationIsNamedWithItsCure(t *testing.T) {
	for name, c := range map[string]struct {
		slack slacktest.Options
		bend  func(*slacktest.Slack, *slackbot.Config)
		check string // which one fails
		fault string
		cure  string
		vital bool
	}{
		"nothing": {},
		"no bot token": {bend: func(_ *slacktest.Slack, c *slackbot.Config) { c.BotToken = redact.New("") },
			check: "bot token", fault: "SLACK_BOT_TOKEN is not set", cure: "xoxb-", vital: true},
		"a wrong token": {bend: func(_ *slacktest.Slack, c *slackbot.Config) { c.BotToken = redact.New("xoxb-hunter2") },
			check: "bot token", fault: "invalid_auth", cure: "Set SLACK_BOT_TOKEN", vital: true},
		"a token that was revoked": {bend: func(s *slacktest.Slack, _ *slackbot.Config) { s.FailCalls("auth.test", 1, "token_revoked") },
			check: "bot token", fault: "token_revoked", cure: "Install the app again.", vital: true},
		"Slack in trouble": {bend: func(s *slacktest.Slack, _ *slackbot.Config) { s.Break("auth.test", 1, 503) },
			check: "bot token", fault: "503", cure: "Check the network", vital: true},
		"a scope for everyone": {slack: slacktest.Options{Scopes: without("users:read")},
			check: "scopes", fault: "lacks users:read", cure: "Under OAuth & Permissions add users:read, and install the app again.", vital: true},
		"a scope for some": {slack: slacktest.Options{Scopes: without("chat:write")},
			check: "scopes", fault: "lacks chat:write", cure: "add chat:write"},
		"an app token for nothing": {slack: slacktest.Options{AppScopes: []string{"authorizations:read"}},
			check: "deliveries", fault: "missing_scope", cure: "connections:write", vital: true},
		"no way to receive": {bend: func(_ *slacktest.Slack, c *slackbot.Config) { c.AppToken = redact.New("") },
			check: "deliveries", fault: "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET", cure: "Set SLACK_APP_TOKEN", vital: true},
		"a signing secret": {bend: func(s *slacktest.Slack, c *slackbot.Config) {
			c.AppToken, c.SigningSecret = redact.New(""), redact.New(s.SigningSecret)
		}},
		"an organisation's app": {slack: slacktest.Options{OrgWide: true},
			check: "workspace", fault: "Enterprise Grid", cure: "Install it in one workspace", vital: true},
		"another workspace": {bend: func(_ *slacktest.Slack, c *slackbot.Config) { c.Rules.Teams = []string{"T0OTHER"} },
			check: "workspace", fault: "only T0OTHER may use it", cure: "--allow-team", vital: true},
		"an approvers' channel that is not there": {bend: func(_ *slacktest.Slack, c *slackbot.Config) { c.Approvers = "C0NONE" },
			check: "approvers' channel C0NONE", fault: "there is no such channel, or it is private and the app is not in it; approvers are not told", cure: "Correct --approvers-channel"},
		"an approvers' channel without the app": {bend: func(s *slacktest.Slack, c *slackbot.Config) {
			c.Approvers = s.AddChannel(slacktest.Channel{ID: "C0APART", BotAbsent: true}).ID
		}, check: "approvers' channel C0APART", fault: "the app is not in it", cure: "Invite the app there."},
		"an archived approvers' channel": {bend: func(s *slacktest.Slack, c *slackbot.Config) {
			c.Approvers = s.AddChannel(slacktest.Channel{ID: "C0OLD", Archived: true}).ID
		}, check: "approvers' channel C0OLD", fault: "archived", cure: "Unarchive it"},
		"an approvers' channel that outsiders read": {bend: func(s *slacktest.Slack, c *slackbot.Config) {
			c.Approvers = s.AddChannel(slacktest.Channel{ID: "C0SHARED", ExtShared: true}).ID
		}, check: "approvers' channel C0SHARED", fault: "another organisation", cure: "--allow-shared"},
		"a channel that is not there": {bend: func(_ *slacktest.Slack, c *slackbot.Config) { c.Rules.Channels = []string{"D0DIRECT", "C0NONE"} },
			check: "channel C0NONE", fault: "there is no such channel", cure: "Correct --allow-channel"},
		"a user group that is not there": {bend: func(_ *slacktest.Slack, c *slackbot.Config) { c.Rules.Groups = []string{"S0NONE"} },
			check: "user group S0NONE", fault: "nobody can use the bot: no_such_subteam", cure: "Correct --user-group", vital: true},
		"a bad template": {bend: func(_ *slacktest.Slack, c *slackbot.Config) { c.GroupURL = "http://x/{id}" },
			check: "group pages", fault: "https://", cure: "Correct --group-url."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.slack.Scopes == nil {
				c.slack.Scopes = scopesWithGroups()
			}
			fake, err := slacktest.Start(c.slack)
			require.NoError(t, err)
			t.Cleanup(func() { _ = fake.Close() })
			config := slackbot.Config{
				BotToken: redact.New(fake.BotToken), AppToken: redact.New(fake.AppToken), APIURL: fake.URL,
				Approvers: fake.AddChannel(slacktest.Channel{Name: "approvers"}).ID,
				Rules: slackbot.Rules{
					Channels: []string{fake.AddChannel(slacktest.Channel{Name: "helpdesk"}).ID},
					Groups:   []string{fake.AddUserGroup(slacktest.UserGroup{Handle: "iam"}).ID},
				},
			}
			if c.bend != nil {
				c.bend(fake, &config)
			}
			var wrong []slackbot.Finding
			for _, f := range slackbot.Examine(t.Context(), config) {
				assert.NotContains(t, f.Fault+f.Found+f.Cure, "hunter2")
				if f.Fault != "" {
					wrong = append(wrong, f)
				} else {
					assert.NotEmpty(t, f.Found, f.Check)
				}
			}
			if c.check == "" {
				assert.Empty(t, wrong)
				return
			}
			require.Len(t, wrong, 1)
			assert.Equal(t, c.check, wrong[0].Check)
			assert.Contains(t, wrong[0].Fault, c.fault)
			assert.Contains(t, wrong[0].Cure, c.cure)
			assert.Equal(t, c.vital, wrong[0].Vital)
		})
	}
}

// ready is what a probe is answered.
func (r *replica) ready() (status int, body string) {
	answer, err := http.Get(r.addr + "/readyz") //nolint:noctx // our own address
	require.NoError(r.w.t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	require.NoError(r.w.t, err)
	return answer.StatusCode, string(raw)
}

func TestAUserGroupThatCannotBeReadIsNamedEverywhere(t *testing.T) {
	for name, c := range map[string]struct {
		scopes []string
		there  bool
		word   string
	}{
		"no scope":      {slackbot.Scopes(), true, "usergroups:read"},
		"no such group": {scopesWithGroups(), false, "no_such_subteam"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &testenv.Buffer{}
			e := newEnvWith(t, setup{overHTTP: true, log: log, rules: slackbot.Rules{Groups: []string{"S0IAM"}}}, c.scopes)
			if c.there {
				e.AddUserGroup(slacktest.UserGroup{ID: "S0IAM", Users: []string{e.jane}})
			}
			r := e.start()
			require.Eventually(t, func() bool { return strings.Contains(log.String(), `check="user group S0IAM"`) }, soon, 20*time.Millisecond)
			assert.Contains(t, log.String(), "so nobody can use the bot")
			assert.Contains(t, log.String(), c.word)
			status, body := r.ready()
			assert.Equal(t, http.StatusServiceUnavailable, status)
			assert.Contains(t, body, `"failing":["slack"]`)
			assert.Contains(t, body, c.word, "the cause")
			m := e.say(`/govgroup whoami`)
			assert.True(t, has(m, "🚫 User groups: It is not known what you may do, because Slack did not say who is in the user group S0IAM"), m.Render(nil))
		})
	}
}

func TestWhatAnybodyNeedsMakesTheBotNotReady(t *testing.T) {
	testenv.Long(t, "a check is good for some seconds")
	for name, c := range map[string]struct {
		scopes []string
		begin  func(*env)
		says   string // empty: it is ready
	}{
		"all well":             {scopes: slackbot.Scopes(), begin: func(*env) {}},
		"a scope for some":     {scopes: without("chat:write"), begin: func(*env) {}},
		"a scope for everyone": {scopes: without("users:read"), begin: func(*env) {}, says: "users:read"},
		"a token revoked":      {scopes: slackbot.Scopes(), begin: func(e *env) { e.FailCalls("auth.test", 1000, "token_revoked") }, says: "Slack says token_revoked"},
		"Slack in trouble":     {scopes: slackbot.Scopes(), begin: func(e *env) { e.Break("auth.test", 1000, 500) }, says: "slack"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEnvWith(t, setup{overHTTP: true}, c.scopes)
			r := e.start()
			c.begin(e)
			status, body := r.ready()
			if c.says == "" {
				assert.Equal(t, http.StatusOK, status, body)
				return
			}
			assert.Equal(t, http.StatusServiceUnavailable, status)
			assert.Contains(t, body, `"slack"`)
			assert.Contains(t, body, c.says)
			e.Mend()
			if c.says == "users:read" {
				return
			}
			require.Eventually(t, func() bool { status, _ := r.ready(); return status == http.StatusOK }, soon, 200*time.Millisecond, "and ready again")
		})
	}
}

func TestAnApproversChannelThatIsNotThereIsNamedOnce(t *testing.T) {
	log := &testenv.Buffer{}
	e := newEnv(t, setup{log: log, policy: secondPerson})
	e.approvers = "C0NONE"
	e.start()
	require.Eventually(t, func() bool { return strings.Contains(log.String(), `check="approvers' channel C0NONE"`) }, soon, 20*time.Millisecond)
	e.say(deleteDB)
	require.Eventually(t, func() bool { return e.tries("chat.postMessage") > 3 }, soon, 20*time.Millisecond)
	assert.Equal(t, 1, strings.Count(log.String(), "C0NONE"))
	assert.Equal(t, 1, strings.Count(log.String(), `msg="approvers could not be told`))
	assert.True(t, has(e.sayAs(e.bob, e.room, `/govgroup pending`), "DB Access"), "approvers find it all the same")
}
