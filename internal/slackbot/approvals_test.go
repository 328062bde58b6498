// Approvals: who is asked, what they read before, who hears how it ended, and who
// decides nothing.

package slackbot_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/transport"
	"govgroup/internal/slacktest"
)

// secondPerson has everything that takes away approved by somebody else: by the
// admins, of whom bob is one.
const secondPerson = `
roles:
  admins: {emails: [avery.stone@corp.example]}
  people: {emails: [avery.stone@corp.example, jane.doe@corp.example]}
rules:
  - {name: all, roles: [people], allow: ["govgroup_*"]}
levels:
  - {level: second, tools: [govgroup_delete, govgroup_members_remove]}
approvers:
  - {roles: [admins]}
`

// withApprovers is an environment with a channel in which approvers are told.
func withApprovers(t *testing.T, s setup) *env {
	t.Helper()
	s.policy = secondPerson
	e := newEnv(t, s)
	e.approvers = e.AddChannel(slacktest.Channel{Name: "approvers"}).ID
	e.start()
	return e
}

// told waits until jane is told something by a direct message.
func (e *env) told(words ...string) slacktest.Message {
	e.t.Helper()
	return e.seesIn(e.direct, e.jane, words...)
}

func TestAnApproverTypesTheNameAndWhoAskedIsTold(t *testing.T) {
	e := withApprovers(t, setup{})
	mine := e.say(deleteDB)
	assert.True(t, has(mine, "DB Access", "needs the approval of someone else", "admins"), mine.Render(nil))
	assert.Empty(t, button(mine, "Confirm…").ActionID, "no button for who may not press it")
	require.NotEmpty(t, button(mine, "Cancel").ActionID)

	posted := e.seesIn(e.approvers, e.bob, "Please confirm", "DB Access", "Sandbox", "Asked by jane.doe@corp.example over Slack", "admins")
	e.press(e.bob, posted, "Confirm…")
	v, err := e.WaitView(e.bob, soon, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(t, err)
	inv, err := e.Submit(e.bob, v, slacktest.Values{"name": {"DB Acces"}})
	require.NoError(t, err)
	assert.Contains(t, string(inv.AckBody), "errors", "at every level the name is typed")
	assert.False(t, e.gone(e.DBAccess.ID))
	_, err = e.Submit(e.bob, v, slacktest.Values{"name": {"DB Access"}})
	require.NoError(t, err)

	after := e.seesIn(e.approvers, e.bob, "✅ Done: Delete governance group “DB Access”", "Asked by jane.doe@corp.example", "Decided by avery.stone@corp.example")
	assert.Equal(t, posted.TS, after.TS)
	assert.True(t, e.gone(e.DBAccess.ID))
	e.told("✅", "DB Access", "Decided by avery.stone@corp.example")
}

func TestADeclineMayHaveAReasonWhichWhoAskedReads(t *testing.T) {
	e := withApprovers(t, setup{})
	e.say(deleteDB)
	posted := e.seesIn(e.approvers, e.bob, "Please confirm")
	e.press(e.bob, posted, "Decline…")
	v, err := e.WaitView(e.bob, soon, func(v slacktest.View) bool { return v.Submit == "Decline" })
	require.NoError(t, err)
	_, err = e.Submit(e.bob, v, slacktest.Values{"reason": {"It is used by <!channel> every night."}})
	require.NoError(t, err)
	e.seesIn(e.approvers, e.bob, "declined", "Asked by jane.doe@corp.example", "Decided by avery.stone@corp.example")
	m := e.told("declined by avery.stone@corp.example", "It is used by <!channel> every night.")
	assert.Empty(t, m.Notifies())
	assert.False(t, e.gone(e.DBAccess.ID))
}

func TestWhoAskedIsToldThatNobodyDecided(t *testing.T) {
	e := withApprovers(t, setup{})
	mine := e.say(deleteDB)
	posted := e.seesIn(e.approvers, e.bob, "Please confirm")
	e.Pass(9 * time.Hour)
	e.press(e.bob, posted, "Confirm…") // somebody looks; else a sweep finds it
	told := e.told("expired", "Asked for: Delete governance group “DB Access”")
	assert.NotEmpty(t, mine.TS)
	e.press(e.jane, told, "Ask again…")
	assert.Contains(t, e.form().Render(nil), "DB Access", "the form has what was asked for")
	assert.False(t, e.gone(e.DBAccess.ID))
}

func TestAnApproverFindsWhatWaitsForThem(t *testing.T) {
	e := withApprovers(t, setup{})
	e.say(deleteDB)
	list := e.sayAs(e.bob, e.room, "/govgroup pending")
	require.True(t, has(list, "DB Access", "Asked by jane.doe@corp.example"), list.Render(nil))
	before := len(e.Messages(e.room, e.bob))
	e.press(e.bob, list, "Look")
	card := e.after(e.bob, e.room, before)
	assert.NotEmpty(t, button(card, "Confirm…").ActionID, card.Render(nil))
	assert.NotEmpty(t, button(card, "Decline…").ActionID)
}

func TestAnAccountThatMayNotActSinceAMomentDecidesNothing(t *testing.T) {
	for why, since := range map[string]func(*slacktest.User){
		"guest":     func(u *slacktest.User) { u.Guest = true },
		"confirmed": func(u *slacktest.User) { u.EmailUnconfirmed = true },
	} {
		t.Run(why, func(t *testing.T) {
			transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
				m := e.removal()
				jane := slacktest.User{ID: e.jane, Name: "jane", Email: e.JaneDoe.Email}
				since(&jane)
				e.AddUser(jane) // everything else of her is still believed
				e.press(e.jane, m, "Confirm")
				e.sees("not_allowed", why)
				assert.Empty(t, e.Tenant.Effects())
			})
		})
	}
}

func TestEverythingThatWouldBeWrittenIsReadBeforeTheApproval(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	ids := e.members(e.SixHundred.ID)[:400]
	m := e.say(`/govgroup members remove ` + e.SixHundred.ID + " " + strings.Join(ids, " "))
	read := e.readAll(m)
	v := e.form()
	e.submit(v, slacktest.Values{"name": {phraseIn(t, v)}})
	e.sees("Decided by jane.doe@corp.example")
	names := map[string]string{}
	for _, p := range e.Tenant.People() {
		names[p.ID] = p.Name
	}
	for _, id := range ids {
		require.NotEmpty(t, names[id])
		assert.Contains(t, read, names[id])
	}
}

// readAll opens the question of a card, turns to its last page, and gives what can
// be read on all of them.
func (e *env) readAll(m slacktest.Message) string {
	e.t.Helper()
	label := "Read all and decide…"
	if button(m, label).ActionID == "" {
		label = "Confirm…"
	}
	e.press(e.jane, m, label)
	var read strings.Builder
	for {
		v, err := e.WaitView(e.jane, soon, func(v slacktest.View) bool {
			return v.Submit != "" || button(v, "Next ▶").ActionID != ""
		})
		require.NoError(e.t, err)
		page := v.Render(nil)
		read.WriteString(page)
		if v.Submit != "" { // only the last page approves
			return read.String()
		}
		e.press(e.jane, v, "Next ▶")
		require.NoError(e.t, e.Wait(soon, func() bool {
			now := e.Views(e.jane)
			return len(now) > 0 && now[len(now)-1].Render(nil) != page
		}))
	}
}

// phraseIn is what a modal asks to be typed.
func phraseIn(t *testing.T, v slacktest.View) string {
	t.Helper()
	found := regexp.MustCompile(`To confirm, type (.+)`).FindStringSubmatch(v.Render(nil))
	require.Len(t, found, 2, v.Render(nil))
	return found[1]
}

func TestABotThatOnlyReadsHasNoButtons(t *testing.T) {
	e := newEnv(t, setup{})
	first := e.start()
	e.removal()
	first.stop()
	e.readOnly = true
	e.start()
	list := e.say("/govgroup pending")
	before := len(e.Messages(e.room, e.jane))
	e.press(e.jane, list, "Look")
	m := e.after(e.jane, e.room, before)
	assert.True(t, has(m, "only reads"), m.Render(nil))
	for _, c := range m.Controls() {
		assert.NotContains(t, []string{"Confirm", "Cancel", "Decline…"}, c.Label)
	}
}

func TestAConsoleIsNoKnownPersonOnARealTenant(t *testing.T) {
	const known = "roles: {people: {emails: [jane.doe@corp.example]}}\nrules: [{name: all, roles: [people], allow: [\"govgroup_*\"]}]\nlevels: [{level: person, tools: [govgroup_members_remove]}]\n"
	for name, real := range map[string]bool{"a real tenant": true, "the embedded one, for practice": false} {
		t.Run(name, func(t *testing.T) {
			e := newEnv(t, setup{surface: "console", real: real, policy: known})
			e.start()
			m := e.removal()
			if button(m, "Confirm").ActionID != "" {
				e.press(e.jane, m, "Confirm")
			}
			if real {
				require.NoError(t, e.Wait(soon, func() bool { return e.count("not_allowed")+e.count("cannot be reached here")+e.count("needs") > 0 }))
				e.settle()
				assert.Empty(t, e.Tenant.Effects())
				return
			}
			e.sees("Decided by jane.doe@corp.example", "over the console")
		})
	}
}

func TestASignedCommandThatIsReplayedAtAnotherReplicaIsRefused(t *testing.T) {
	e := newEnv(t, setup{overHTTP: true})
	body := url.Values{
		"command": {"/govgroup"}, "text": {`members add "DB Access" @bob`}, "team_id": {e.TeamID},
		"user_id": {e.jane}, "channel_id": {e.room}, "trigger_id": {"1"},
	}.Encode()
	header := e.Sign([]byte(body), time.Now())
	header.Set("Content-Type", "application/x-www-form-urlencoded")
	send := func(r *replica) int {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.addr+transport.CommandPath, strings.NewReader(body))
		require.NoError(t, err)
		q.Header = header
		response, err := http.DefaultClient.Do(q)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		return response.StatusCode
	}
	first := e.start()
	assert.Equal(t, http.StatusOK, send(first))
	assert.Equal(t, http.StatusUnauthorized, send(e.start()), "another replica")
	first.stop()
	assert.Equal(t, http.StatusUnauthorized, send(e.start()), "after a restart")
}
