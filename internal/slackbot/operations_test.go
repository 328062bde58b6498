// Operations: each of them, as people use it, over both transports.

package slackbot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slacktest"
)

func TestReadingCommandsAreAnsweredToWhoAsked(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		for command, words := range map[string][]string{
			`/govgroup get "DB Access"`:                       {"DB Access", "Jane Doe", "12"},
			`/govgroup get ` + e.DBAccess.ID:                  {"DB Access"},
			"/govgroup get \u201cDB\u00a0Access\u201d":        {"DB Access"},
			`/govgroup list DB`:                               {"DB Access"},
			`/govgroup list --owner @jane`:                    {"DB Access"},
			`/govgroup members list "DB Access"`:              {"12"},
			`/govgroup connections list "Payments Approvers"`: {"ACCESS_PROFILE"},
			`/govgroup people find jane.doe@corp.example`:     {"Jane Doe"},
			`/govgroup history`:                               {""},
			`/govgroup pending`:                               {"Nothing waits for you"},
			`/govgroup whoami`:                                {"jane.doe@corp.example", "is confirmed"},
			`/govgroup help`:                                  {"members add", "delete"},
			`/govgroup help members add`:                      {"/govgroup members add"},
			`/govgroup`:                                       {"govgroup"},
			`/govgroup memers add`:                            {"did you mean", "members add"},
			`/govgroup get "No Such Group"`:                   {"No Such Group", "not_found", "reference"},
		} {
			m := e.say(command)
			assert.True(t, has(m, words...), "%s:\n%s", command, m.Render(nil))
			assert.Equal(t, e.jane, m.EphemeralTo, command)
			assert.NotEmpty(t, m.Text, "a fallback for those who see no blocks")
		}
		assert.Empty(t, e.Messages(e.room, e.bob), "nobody else saw any of it")
		assert.Empty(t, e.Tenant.Effects())
	})
}

func TestChangesAreMadeAndCanBeTakenBack(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.say(`/govgroup create "Night Shift" @jane --description "Those awake"`)
		require.True(t, has(m, "Night Shift"), m.Render(nil))
		m = e.say(`/govgroup members add "Night Shift" @bob ` + e.Approver.Email)
		require.True(t, has(m, "done"), m.Render(nil))
		e.press(e.jane, m, "Undo")
		m = e.sees("Please confirm", "Night Shift")
		e.press(e.jane, m, "Confirm")
		e.sees("Decided by jane.doe@corp.example")
		m = e.say(`/govgroup update "Night Shift" --name "Late Shift"`)
		require.True(t, has(m, "Done"), m.Render(nil))
		m = e.say(`/govgroup get "Late Shift"`)
		assert.True(t, has(m, "Those awake"), m.Render(nil))
	})
}

func TestListsPageInPlace(t *testing.T) {
	transports(t, setup{sandbox: sandbox.Options{Groups: 300}}, func(t *testing.T, e *env, _ *replica) {
		m := e.say("/govgroup list --limit 20")
		first := m.Render(nil)
		before := len(e.Messages(e.room, e.jane))
		next := m.Controls()[0]
		for _, c := range m.Controls() {
			if c.Type == "button" && c.Label != "Share to channel" {
				next = c
			}
		}
		_, err := e.Press(e.jane, m, next.BlockID+"/"+next.ActionID)
		require.NoError(t, err)
		_, err = e.WaitMessage(e.room, e.jane, soon, func(now slacktest.Message) bool {
			return now.TS == m.TS && now.Render(nil) != first
		})
		require.NoError(t, err)
		assert.Len(t, e.Messages(e.room, e.jane), before, "the list is where it was")
	})
}

func TestSharingSaysWhoSharedAndChecksAgain(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.say(`/govgroup get "DB Access"`)
		require.Empty(t, e.Messages(e.room, e.bob))
		e.press(e.jane, m, "Share to channel")
		seen := e.seesIn(e.room, e.bob, "DB Access", "Shared by jane.doe@corp.example")
		assert.Empty(t, seen.Notifies())
	})
}

func TestADirectMessageIsAnsweredThere(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.sayAs(e.jane, e.direct, `/govgroup get "DB Access"`)
		assert.Empty(t, m.EphemeralTo, "it stays, and can be updated")
		assert.True(t, has(m, "DB Access"))
	})
}

func TestThoseWhoAreNotKnownAreRefusedAndToldWhy(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.sayAs(e.stranger, e.room, `/govgroup delete "DB Access"`)
		assert.True(t, has(m, "not_allowed", "mallory@elsewhere.example"), m.Render(nil))
		m = e.sayAs(e.stranger, e.room, `/govgroup whoami`)
		assert.True(t, has(m, "Nobody in the tenant", "is confirmed"), m.Render(nil))
		assert.Empty(t, e.Tenant.Effects())
	})
}

func TestFormsAreOpenedAtOnceAndFilledIn(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		_, err := e.Command(e.jane, e.room, `/govgroup update "DB Access"`)
		require.NoError(t, err)
		v := e.form()
		e.submit(v, slacktest.Values{"description": {"For the databases"}})
		e.sees("done")
		m := e.say(`/govgroup get "DB Access"`)
		assert.True(t, has(m, "For the databases"), m.Render(nil))
		assert.Empty(t, e.Views(e.jane))
	})
}

func TestAFormForNewGroupsOffersPeopleWhileTyping(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		_, err := e.Command(e.jane, e.room, `/govgroup create`)
		require.NoError(t, err)
		v := e.form()
		var found slacktest.Suggestion
		require.Eventually(t, func() bool {
			found, err = e.Suggest(e.jane, v, "owner", "jane doe")
			return err == nil && len(found.Options) > 0
		}, soon, 10*time.Millisecond)
		inv := e.submit(v, slacktest.Values{"name": {"Early Shift"}, "owner": {found.Options[0].Value}})
		assert.Less(t, inv.AckAfter, soon)
		e.sees("Early Shift")
	})
}

func TestAFormForAGroupThatIsNotThereSaysSoInIt(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		_, err := e.Command(e.jane, e.room, `/govgroup update "No Such Group"`)
		require.NoError(t, err)
		_, err = e.WaitView(e.jane, soon, func(v slacktest.View) bool { return v.Title == "Not possible" })
		require.NoError(t, err)
		assert.Empty(t, e.Tenant.Effects())
	})
}

func TestHostileNamesRingNobody(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	for _, g := range e.Hostile {
		m := e.say("/govgroup get " + g.ID)
		assert.Empty(t, m.Notifies(), m.Text)
		assert.NotContains(t, m.Render(nil), "reference", m.Render(nil))
		e.press(e.jane, m, "Share to channel")
		seen := e.seesIn(e.room, e.bob, g.ID)
		assert.Empty(t, seen.Notifies())
	}
}
