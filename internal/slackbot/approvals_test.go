// Approvals: who is asked, what they read before, who hears how it ended, and who
// decides nothing.

package slackbot_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
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
func withApprovers(t *testing.T, s setup) *world {
	t.Helper()
	s.policy = secondPerson
	w := newWorld(t, s)
	w.approvers = w.AddChannel(slacktest.Channel{Name: "approvers"}).ID
	w.start()
	return w
}

// told waits until jane is told something by a direct message.
func (w *world) told(words ...string) slacktest.Message {
	w.t.Helper()
	return w.seesIn(w.direct, w.jane, words...)
}

func TestAnApproverTypesTheNameAndWhoAskedIsTold(t *testing.T) {
	w := withApprovers(t, setup{})
	mine := w.say(deleteDB)
	assert.True(t, has(mine, "DB Access", "needs the approval of someone else", "admins"), mine.Render(nil))
	assert.Empty(t, button(mine, "Confirm…").ActionID, "no button for who may not press it")
	require.NotEmpty(t, button(mine, "Cancel").ActionID)

	posted := w.seesIn(w.approvers, w.bob, "Please confirm", "DB Access", "Sandbox", "Asked by jane.doe@corp.example over Slack", "admins")
	w.press(w.bob, posted, "Confirm…")
	v, err := w.WaitView(w.bob, soon, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(t, err)
	inv, err := w.Submit(w.bob, v, slacktest.Values{"name": {"DB Acces"}})
	require.NoError(t, err)
	assert.Contains(t, string(inv.AckBody), "errors", "at every level the name is typed")
	assert.False(t, w.gone(w.DBAccess.ID))
	_, err = w.Submit(w.bob, v, slacktest.Values{"name": {"DB Access"}})
	require.NoError(t, err)

	after := w.seesIn(w.approvers, w.bob, "✅ Done: Delete governance group “DB Access”", "Asked by jane.doe@corp.example", "Decided by avery.stone@corp.example")
	assert.Equal(t, posted.TS, after.TS)
	assert.True(t, w.gone(w.DBAccess.ID))
	w.told("✅", "DB Access", "Decided by avery.stone@corp.example")
}

func TestADeclineMayHaveAReasonWhichWhoAskedReads(t *testing.T) {
	w := withApprovers(t, setup{})
	w.say(deleteDB)
	posted := w.seesIn(w.approvers, w.bob, "Please confirm")
	w.press(w.bob, posted, "Decline…")
	v, err := w.WaitView(w.bob, soon, func(v slacktest.View) bool { return v.Submit == "Decline" })
	require.NoError(t, err)
	_, err = w.Submit(w.bob, v, slacktest.Values{"reason": {"It is used by <!channel> every night."}})
	require.NoError(t, err)
	w.seesIn(w.approvers, w.bob, "declined", "Asked by jane.doe@corp.example", "Decided by avery.stone@corp.example")
	m := w.told("declined by avery.stone@corp.example", "It is used by <!channel> every night.")
	assert.Empty(t, m.Notifies())
	assert.False(t, w.gone(w.DBAccess.ID))
}

func TestWhoAskedIsToldThatNobodyDecided(t *testing.T) {
	var late atomic.Bool
	w := withApprovers(t, setup{clock: func() time.Time {
		if late.Load() {
			return time.Now().Add(9 * time.Hour)
		}
		return time.Now()
	}})
	mine := w.say(deleteDB)
	posted := w.seesIn(w.approvers, w.bob, "Please confirm")
	late.Store(true)
	w.press(w.bob, posted, "Confirm…") // somebody looks; else a sweep finds it
	w.told("expired", "Asked for: Delete governance group “DB Access”")
	assert.NotEmpty(t, mine.TS)
	assert.False(t, w.gone(w.DBAccess.ID))
}

func TestAnApproverFindsWhatWaitsForThem(t *testing.T) {
	w := withApprovers(t, setup{})
	w.say(deleteDB)
	list := w.sayAs(w.bob, w.room, "/govgroup pending")
	require.True(t, has(list, "DB Access", "Asked by jane.doe@corp.example"), list.Render(nil))
	before := len(w.Messages(w.room, w.bob))
	w.press(w.bob, list, "Look")
	card := w.after(w.bob, w.room, before)
	assert.NotEmpty(t, button(card, "Confirm…").ActionID, card.Render(nil))
	assert.NotEmpty(t, button(card, "Decline…").ActionID)
}

func TestAnAccountThatMayNotActSinceAMomentDecidesNothing(t *testing.T) {
	for why, since := range map[string]func(*slacktest.User){
		"guest":     func(u *slacktest.User) { u.Guest = true },
		"confirmed": func(u *slacktest.User) { u.EmailUnconfirmed = true },
	} {
		t.Run(why, func(t *testing.T) {
			transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
				m := w.removal()
				jane := slacktest.User{ID: w.jane, Name: "jane", Email: w.JaneDoe.Email}
				since(&jane)
				w.AddUser(jane) // everything else of her is still believed
				w.press(w.jane, m, "Confirm")
				w.sees("not_allowed", why)
				assert.Empty(t, w.tenant.Effects())
			})
		})
	}
}

func TestEverythingThatWouldBeWrittenIsReadBeforeTheApproval(t *testing.T) {
	w := newWorld(t, setup{})
	w.start()
	ids := w.members(w.SixHundred.ID)[:400]
	m := w.say(`/govgroup members remove ` + w.SixHundred.ID + " " + strings.Join(ids, " "))
	read := w.readAll(m)
	v := w.form()
	w.submit(v, slacktest.Values{"name": {phraseIn(t, v)}})
	w.sees("Decided by jane.doe@corp.example")
	names := map[string]string{}
	for _, p := range w.tenant.People() {
		names[p.ID] = p.Name
	}
	for _, id := range ids {
		require.NotEmpty(t, names[id])
		assert.Contains(t, read, names[id])
	}
}

// readAll opens the question of a card, turns to its last page, and gives what can
// be read on all of them.
func (w *world) readAll(m slacktest.Message) string {
	w.t.Helper()
	label := "Read all and decide…"
	if button(m, label).ActionID == "" {
		label = "Confirm…"
	}
	w.press(w.jane, m, label)
	var read strings.Builder
	for {
		v, err := w.WaitView(w.jane, soon, func(v slacktest.View) bool {
			return v.Submit != "" || button(v, "Next ▶").ActionID != ""
		})
		require.NoError(w.t, err)
		page := v.Render(nil)
		read.WriteString(page)
		if v.Submit != "" { // only the last page approves
			return read.String()
		}
		w.press(w.jane, v, "Next ▶")
		require.NoError(w.t, w.Wait(soon, func() bool {
			now := w.Views(w.jane)
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
	w := newWorld(t, setup{})
	first := w.start()
	w.removal()
	first.stop()
	w.readOnly = true
	w.start()
	list := w.say("/govgroup pending")
	before := len(w.Messages(w.room, w.jane))
	w.press(w.jane, list, "Look")
	m := w.after(w.jane, w.room, before)
	assert.True(t, has(m, "only reads"), m.Render(nil))
	for _, c := range m.Controls() {
		assert.NotContains(t, []string{"Confirm", "Cancel", "Decline…"}, c.Label)
	}
}

func TestAConsoleIsNoKnownPersonOnARealTenant(t *testing.T) {
	const known = "roles: {people: {emails: [jane.doe@corp.example]}}\nrules: [{name: all, roles: [people], allow: [\"govgroup_*\"]}]\nlevels: [{level: person, tools: [govgroup_members_remove]}]\n"
	for name, real := range map[string]bool{"a real tenant": true, "the embedded one, for practice": false} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, setup{surface: "console", real: real, policy: known})
			w.start()
			m := w.removal()
			if button(m, "Confirm").ActionID != "" {
				w.press(w.jane, m, "Confirm")
			}
			if real {
				require.NoError(t, w.Wait(soon, func() bool { return w.count("not_allowed")+w.count("cannot be reached here")+w.count("needs") > 0 }))
				w.settle()
				assert.Empty(t, w.tenant.Effects())
				return
			}
			w.sees("Decided by jane.doe@corp.example", "over the console")
		})
	}
}

func TestASignedCommandThatIsReplayedAtAnotherReplicaIsRefused(t *testing.T) {
	w := newWorld(t, setup{overHTTP: true})
	body := url.Values{
		"command": {"/govgroup"}, "text": {`members add "DB Access" @bob`}, "team_id": {w.TeamID},
		"user_id": {w.jane}, "channel_id": {w.room}, "trigger_id": {"1"},
	}.Encode()
	header := w.Sign([]byte(body), time.Now())
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
	first := w.start()
	assert.Equal(t, http.StatusOK, send(first))
	assert.Equal(t, http.StatusUnauthorized, send(w.start()), "another replica")
	first.stop()
	assert.Equal(t, http.StatusUnauthorized, send(w.start()), "after a restart")
}
