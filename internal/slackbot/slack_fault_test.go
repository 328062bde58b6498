// Slack's faults: each of them, at each place where it can hit. Whoever waits reads
// that it is Slack's fault and what helps, the log has Slack's word for it, what was done
// is told some other way, and no secret is in the log.

package slackbot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
)

// badDay is one way in which Slack does not do its part.
type badDay struct {
	name   string
	begin  func(e *env, method string)
	says   string // what helps, as whoever waits reads it
	logged string
}

// often is more than any test calls a method.
const often = 50

func answering(code, says string) badDay {
	return badDay{code, func(e *env, method string) { e.FailCalls(method, often, code) }, says, code}
}

func breaking(status int, logged string) badDay {
	return badDay{fmt.Sprintf("status %d", status), func(e *env, method string) { e.Break(method, often, status) }, "try again in a moment", logged}
}

// alwaysBad are the bad days that every method of the Web API can have.
func alwaysBad() []badDay {
	return []badDay{
		answering("missing_scope", "the app lacks a permission in Slack. An operator must install it again"),
		answering("token_revoked", "does not let the app in any more (token_revoked). An operator must"),
		answering("invalid_auth", "does not let the app in any more (invalid_auth)"),
		answering("account_inactive", "does not let the app in any more (account_inactive)"),
		answering("internal_error", "try again in a moment"),
		breaking(500, "500"), breaking(0, "EOF"),
	}
}

// tooMuch is asking too much, for so long.
func tooMuch(times int, wait time.Duration) badDay {
	return badDay{"ratelimited", func(e *env, method string) { e.RateLimit(method, times, wait) }, "Slack is being asked too much", "rate limit"}
}

// ofChannels are the bad days of what is done in a channel.
func ofChannels() []badDay {
	return []badDay{
		answering("not_in_channel", "the app is not in that channel. Invite it"), answering("channel_not_found", "the app is not in that channel. Invite it"),
		answering("is_archived", "the channel is archived"),
	}
}

// ofForms are the bad days of forms.
func ofForms(codes ...string) (all []badDay) {
	for _, code := range codes {
		says := "The form is not open any more. Press the button or type the command again. Nothing was changed."
		if strings.HasSuffix(code, "trigger_id") {
			says = "it allows only three seconds for that. Press the button or type the command again. Nothing was changed."
		}
		all = append(all, answering(code, says))
	}
	return all
}

// badDays is an environment whose log is read, for a bot that asks Slack for everything
// that a bot can ask.
func badDays(t *testing.T, s setup) (*env, *testenv.Buffer) {
	t.Helper()
	t.Parallel()
	log := &testenv.Buffer{}
	s.log = log
	s.rules = slackbot.Rules{Groups: []string{"S0PEOPLE"}}
	e := newEnvWith(t, s, append(slackbot.Scopes(), "usergroups:read"))
	e.AddUserGroup(slacktest.UserGroup{ID: "S0PEOPLE", Handle: "people", Users: []string{e.jane}})
	if s.policy != "" {
		e.approvers = e.AddChannel(slacktest.Channel{Name: "approvers"}).ID
	}
	e.start()
	t.Cleanup(func() { e.noSecretIn(log.String()) })
	return e, log
}

// noSecretIn looks for everything that lets somebody else speak for the app.
func (e *env) noSecretIn(log string) {
	for _, secret := range []string{e.BotToken, e.AppToken, e.SigningSecret, "/commands/", "/actions/", "trigger_id="} {
		assert.NotContains(e.t, log, secret)
	}
}

// newLines are the lines of a log that came since a moment.
func newLines(log *testenv.Buffer, since int) string { return log.String()[since:] }

func TestWhoWaitsForSlackReadsThatItIsSlacksFault(t *testing.T) {
	const read, form = `/govgroup get "DB Access"`, `/govgroup update "DB Access"`
	for method, c := range map[string]struct {
		types string
		days  []badDay
	}{
		"users.info":            {read, alwaysBad()},
		"conversations.info":    {read, append(alwaysBad(), answering("channel_not_found", "Invite the app to it"))},
		"usergroups.users.list": {read, append(alwaysBad(), answering("no_such_subteam", "An operator finds the cure with slackbot doctor"))},
		"views.open":            {form, append(alwaysBad(), ofForms("expired_trigger_id", "exchanged_trigger_id")...)},
		"views.update":          {form, append(alwaysBad(), ofForms("not_found", "hash_conflict")...)},
	} {
		t.Run(method, func(t *testing.T) {
			e, log := badDays(t, setup{})
			for _, day := range append(c.days, tooMuch(often, time.Minute)) {
				day.begin(e, method)
				since := len(log.String())
				m := e.say(c.types)
				e.Mend()
				assert.Contains(t, m.Render(nil), day.says, day.name)
				assert.NotContains(t, m.Render(nil), "tenant or the records", day.name)
				if day.logged != "channel_not_found" { // which is an answer, and no fault
					assert.Contains(t, m.Render(nil), "Slack did not do its part", day.name)
				}
				assert.Contains(t, newLines(log, since), day.logged, day.name)
			}
			assert.Empty(t, e.Tenant.Effects())
			assert.True(t, has(e.say(read), "Jane Doe"), "and all is well again")
		})
	}
}

func TestAHomeTabThatCannotBeShownIsInTheLog(t *testing.T) {
	e, log := badDays(t, setup{})
	for _, day := range append(alwaysBad(), tooMuch(often, time.Minute)) {
		day.begin(e, "views.publish")
		since := len(log.String())
		_, err := e.OpenHome(e.jane)
		require.NoError(t, err)
		require.Eventually(t, func() bool { return strings.Contains(newLines(log, since), "the Home tab could not be shown") }, soon, 10*time.Millisecond, day.name)
		e.settle()
		e.Mend()
		assert.Contains(t, newLines(log, since), day.logged, day.name)
	}
	assert.Empty(t, e.Messages(e.direct, e.jane), "nobody gets a message for having looked")
	e.home(e.jane, "Nothing waits for you.")
}

func TestWhatWasDoneIsToldSomeOtherWay(t *testing.T) {
	gone := []badDay{breaking(404, "404"), breaking(410, "410"), breaking(500, "500"), breaking(0, "EOF"), tooMuch(often, time.Minute)}
	gone[len(gone)-1].logged = "429"
	chat := append(append(alwaysBad(), ofChannels()...), tooMuch(1, time.Second))
	for name, c := range map[string]struct {
		method  string
		days    []badDay
		without string // what does not work at any time either
		direct  bool   // it was typed in a direct message
		told    bool   // it is told in a direct message
	}{
		"the response URL is gone":             {method: "response_url", days: gone},
		"and nothing can be posted there":      {method: "chat.postEphemeral", days: append(chat, answering("user_not_in_channel", "")), without: "response_url", told: true},
		"a direct message cannot be posted to": {method: "chat.postMessage", days: chat, direct: true, told: true},
	} {
		t.Run(name, func(t *testing.T) {
			e, log := badDays(t, setup{})
			for i, day := range c.days {
				channel, reads := e.room, e.room
				if c.direct {
					channel = e.direct
				}
				if c.told && (c.direct || day.name != "ratelimited") {
					reads = e.direct
				}
				day.begin(e, c.method)
				if c.without != "" {
					e.Break(c.without, often, 404)
				}
				since, before := len(log.String()), len(e.Messages(reads, e.jane))
				_, err := e.Command(e.jane, channel, fmt.Sprintf(`/govgroup update "DB Access" --description "day %d"`, i))
				require.NoError(t, err)
				m := e.after(e.jane, reads, before)
				e.Mend()
				assert.True(t, has(m, "✅ Done"), "%s: %s", day.name, m.Render(nil))
				assert.Len(t, e.Tenant.Effects(), i+1, day.name)
				if day.name != "ratelimited" || c.method == "response_url" { // otherwise it was waited out
					assert.Contains(t, newLines(log, since), day.logged, day.name)
				}
			}
		})
	}
}

func TestACardThatCannotBeUpdatedIsToldSomeOtherWay(t *testing.T) {
	e, log := badDays(t, setup{})
	for i, day := range append(alwaysBad(), append(ofChannels(), answering("message_not_found", ""), answering("cant_update_message", ""))...) {
		member := e.members(e.SixHundred.ID)[0]
		m := e.sayAs(e.jane, e.direct, `/govgroup members remove `+e.SixHundred.ID+` `+member)
		effects := len(e.Tenant.Effects())
		day.begin(e, "chat.update")
		since := len(log.String())
		e.press(e.jane, m, "Confirm")
		require.NoError(t, e.Wait(soon, func() bool { return len(e.Tenant.Effects()) == effects+1 }))
		e.settle()
		e.Mend()
		told := slices.DeleteFunc(e.Messages(e.direct, e.jane), func(m slacktest.Message) bool { return !has(m, "✅", "Remove 1 member", "Decided by") })
		assert.Len(t, told, i+1, day.name)
		assert.Contains(t, newLines(log, since), day.logged, day.name)
	}
}

func TestApproversAreToldOnceSlackTakesTheMessage(t *testing.T) {
	for _, day := range append(alwaysBad(), append(ofChannels(), tooMuch(1, time.Second))...) {
		t.Run(day.name, func(t *testing.T) {
			e, log := badDays(t, setup{policy: secondPerson})
			day.begin(e, "chat.postMessage")
			e.say(deleteDB)
			if day.name != "ratelimited" {
				require.Eventually(t, func() bool { return strings.Contains(log.String(), day.logged) }, soon, 20*time.Millisecond)
				require.Eventually(t, func() bool { return e.tries("chat.postMessage") > 3 }, soon, 20*time.Millisecond)
				assert.Equal(t, 1, strings.Count(log.String(), "msg=\"approvers could not be told"), "once, however often it is tried")
			}
			e.Mend()
			e.seesIn(e.approvers, e.bob, "Please confirm", "DB Access")
		})
	}
}

// tries counts the calls of a method.
func (e *env) tries(method string) (n int) {
	for _, c := range e.Calls() {
		if c.Method == method {
			n++
		}
	}
	return n
}

func TestWhoAskedIsToldTheEndOnceSlackTakesTheMessage(t *testing.T) {
	e, log := badDays(t, setup{policy: secondPerson})
	e.say(deleteDB)
	posted := e.seesIn(e.approvers, e.bob, "Please confirm")
	e.FailCalls("chat.postMessage", 4, "channel_not_found") // at most 4, so that it gets through in the end
	e.press(e.bob, posted, "Confirm…")
	v, err := e.WaitView(e.bob, soon, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(t, err)
	_, err = e.Submit(e.bob, v, slacktest.Values{"name": {"DB Access"}})
	require.NoError(t, err)
	e.told("✅", "DB Access", "Decided by avery.stone@corp.example")
	assert.Equal(t, 1, strings.Count(log.String(), "msg=\"whoever asked could not be told"))
}

func TestWhatCannotBeSharedIsToldToWhoWantedIt(t *testing.T) {
	e, log := badDays(t, setup{})
	for _, day := range append(alwaysBad(), ofChannels()...) {
		m := e.say(`/govgroup get "DB Access"`)
		day.begin(e, "chat.postMessage")
		e.Break("response_url", 1, 404)
		since, before := len(log.String()), len(e.Messages(e.room, e.jane))
		e.press(e.jane, m, "Share to channel")
		told := e.after(e.jane, e.room, before)
		e.Mend()
		assert.True(t, has(told, "Slack did not do its part", "Nothing was shared", day.says), "%s: %s", day.name, told.Render(nil))
		assert.NotEmpty(t, told.EphemeralTo, day.name)
		assert.Contains(t, newLines(log, since), day.logged, day.name)
	}
}
