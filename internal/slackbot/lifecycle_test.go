// Lifecycle: restarts, replicas, response URLs that are lost, and the probes.

package slackbot_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
)

func TestACardOutlivesTheBotThatMadeIt(t *testing.T) {
	separately(t, func(t *testing.T, e *env) {
		p := e.spawn()
		plain, typed := e.removal(), e.say(deleteDB)
		p.kill()
		require.NoError(t, e.Wait(soon, func() bool { return e.Sockets() == 0 }))
		e.spawn()
		e.press(e.jane, plain, "Confirm")
		e.sees("Decided by jane.doe@corp.example")
		e.press(e.jane, typed, "Confirm…")
		e.submit(e.form(), slacktest.Values{"name": {"DB Access"}})
		e.sees("A fresh request waits")
		assert.Len(t, e.Tenant.Effects(), 1, "the removal; the deletion was asked for before it")
	})
}

func TestAModalOutlivesTheBotThatOpenedIt(t *testing.T) {
	separately(t, func(t *testing.T, e *env) {
		p := e.spawn()
		e.press(e.jane, e.say(deleteDB), "Confirm…")
		v := e.form()
		p.kill()
		require.NoError(t, e.Wait(soon, func() bool { return e.Sockets() == 0 }))
		e.spawn()
		e.submit(v, slacktest.Values{"name": {"DB Access"}})
		e.sees("Decided by jane.doe@corp.example")
		assert.True(t, e.gone(e.DBAccess.ID))
	})
}

func TestAClickMayArriveAtAnotherReplica(t *testing.T) {
	separately(t, func(t *testing.T, e *env) {
		first := e.spawn()
		m := e.removal()
		e.spawn()
		first.kill() // the click finds the other, whichever way
		if !e.overHTTP {
			require.NoError(t, e.WaitSockets(1, soon))
		}
		e.press(e.jane, m, "Confirm")
		e.sees("Decided by jane.doe@corp.example")
		assert.Len(t, e.Tenant.Effects(), 1)
	})
}

func TestTwoReplicasThatGetAYesEachDoItOnce(t *testing.T) {
	testenv.Long(t, "it starts processes")
	separately(t, func(t *testing.T, e *env) {
		first, second := e.spawn(), e.spawn()
		for range 5 {
			m := e.removal()
			before := len(e.Tenant.Effects())
			done := make(chan struct{})
			for _, p := range []*process{first, second} {
				if e.overHTTP {
					p.receive()
				} // over sockets Slack takes turns
				go func() {
					defer func() { done <- struct{}{} }()
					inv, err := e.Press(e.jane, m, button(m, "Confirm").ActionID)
					assert.NoError(t, err)
					assert.True(t, inv.Acked, inv.Failure)
				}()
			}
			<-done
			<-done
			require.NoError(t, e.Wait(soon, func() bool { return strings.Contains(e.shown(m), "Decided by") }))
			assert.Len(t, e.Tenant.Effects(), before+1, e.shown(m))
		}
	})
}

// count tells how many messages with the words jane sees in the room.
func (e *env) count(words string) int {
	n := 0
	for _, m := range e.Messages(e.room, e.jane) {
		if has(m, words) {
			n++
		}
	}
	return n
}

func TestLongWorkIsToldAbout(t *testing.T) {
	testenv.Long(t, "it waits for work that takes long")
	for name, direct := range map[string]bool{"card in a channel": false, "card in a direct message": true} {
		t.Run(name, func(t *testing.T) {
			e := newEnv(t, setup{})
			e.start()
			channel := e.room
			if direct {
				channel = e.direct
			}
			ids := e.members(e.SixHundred.ID)[:400]
			m := e.sayAs(e.jane, channel, `/govgroup members remove `+e.SixHundred.ID+" "+strings.Join(ids, " "))
			require.NoError(t, e.Tenant.Inject(sandbox.Fault{
				Kind: sandbox.FaultLatency, Operation: sandbox.OpRemoveMembers, Latency: 900 * time.Millisecond, Times: -1,
			}))
			e.readAll(m)
			v := e.form()
			e.submit(v, slacktest.Values{"name": {phraseIn(t, v)}})
			e.seesIn(channel, e.jane, "⏳", "of 400")
			e.seesIn(channel, e.jane, "Decided by jane.doe@corp.example")
			assert.LessOrEqual(t, uses(e), 5)
		})
	}
}

// uses counts how often response URLs were used.
func uses(e *env) int {
	n := 0
	for _, c := range e.Calls() {
		if c.Method == "response_url" {
			n++
		}
	}
	return n
}

func TestTheProbes(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, r *replica) {
		get := func(path string) (int, string) {
			response, err := http.Get(r.addr + path)
			require.NoError(t, err)
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			return response.StatusCode, string(body)
		}
		status, body := get("/healthz")
		assert.Equal(t, http.StatusOK, status, body)
		require.Eventually(t, func() bool { status, _ := get("/readyz"); return status == http.StatusOK }, soon, 10*time.Millisecond)
		if !e.overHTTP {
			testenv.Long(t, "a check is good for some seconds")
			e.RefuseSockets(1000)
			e.DropSockets()
			require.Eventually(t, func() bool { status, _ := get("/readyz"); return status == http.StatusServiceUnavailable }, soon, 10*time.Millisecond)
		}
	})
}

func TestChannelsThatOutsidersReadAreRefused(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	shared := e.AddChannel(slacktest.Channel{Name: "partners", ExtShared: true}).ID
	m := e.sayAs(e.jane, shared, `/govgroup get "DB Access"`)
	assert.True(t, has(m, "not_allowed", "another organisation"), m.Render(nil))
}

func TestOnlyNamedChannelsWhereAnyAreNamed(t *testing.T) {
	e := newEnv(t, setup{rules: slackbot.Rules{Channels: []string{"C0OTHER"}}})
	e.start()
	m := e.say(`/govgroup get "DB Access"`)
	assert.True(t, has(m, "not_allowed"), m.Render(nil))
}

func TestWithoutItsSecretsABotIsNotMade(t *testing.T) {
	e := newEnv(t, setup{})
	gate := e.start()
	good := slackbot.Config{
		Registry: gate.Registry, Directory: gate.Directory, Gate: gate.Bot.Gate, BotToken: redact.New(e.BotToken),
		AppToken: redact.New(e.AppToken), APIURL: e.URL,
	}
	for name, c := range map[string]struct {
		bend func(*slackbot.Config)
		says string
	}{
		"no bot token":    {func(c *slackbot.Config) { c.BotToken = redact.New("") }, "SLACK_BOT_TOKEN"},
		"no way in":       {func(c *slackbot.Config) { c.AppToken = redact.New("") }, "SLACK_APP_TOKEN"},
		"a token refused": {func(c *slackbot.Config) { c.BotToken = redact.New("xoxb-hunter2") }, "invalid_auth"},
		"a bad template":  {func(c *slackbot.Config) { c.GroupURL = "http://x/{id}" }, "https://"},
		"no tools":        {func(c *slackbot.Config) { c.Registry = nil }, "tools"},
	} {
		t.Run(name, func(t *testing.T) {
			config := good
			c.bend(&config)
			_, err := slackbot.New(t.Context(), config)
			require.ErrorContains(t, err, c.says)
			assert.NotContains(t, err.Error(), "hunter2")
		})
	}
}

func TestAnOldCardOfARequestThatHasEndedSaysSo(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		first := e.removal()
		second := e.removal()
		e.press(e.jane, second, "Confirm")
		e.sees("Decided by jane.doe@corp.example", "Done")
		e.press(e.jane, first, "Cancel")
		e.sees("That was decided already", "jane.doe@corp.example approved it") // and not as if the no had counted
		assert.Len(t, e.Tenant.Effects(), 1)

		old := e.say(deleteDB)
		again := e.say(deleteDB)
		e.press(e.jane, again, "Cancel")
		e.sees("declined", "Decided by jane.doe@corp.example")
		e.press(e.jane, old, "Confirm…")
		v, err := e.WaitView(e.jane, soon, func(v slacktest.View) bool {
			return strings.Contains(v.Render(nil), "was declined by jane.doe@corp.example")
		})
		require.NoError(t, err)
		assert.Empty(t, v.Submit, "no form to type into")
	})
}

func TestASecondReasonIsNotTakenInSilence(t *testing.T) {
	separately(t, func(t *testing.T, e *env) {
		e.start()
		first := e.say(deleteDB + ` --reason "left over"`)
		assert.True(t, has(first, "left over"), first.Render(nil))
		again := e.say(deleteDB + ` --reason "somebody else asked"`)
		assert.True(t, has(again, "left over", "the new reason was not added"), again.Render(nil))
	})
}
