// The bot's life: restarts, replicas, lost ways back, and the probes.

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
	separately(t, func(t *testing.T, w *world) {
		p := w.spawn()
		plain, typed := w.removal(), w.say(deleteDB)
		p.kill()
		require.NoError(t, w.Wait(soon, func() bool { return w.Sockets() == 0 }))
		w.spawn()
		w.press(w.jane, plain, "Confirm")
		w.sees("Decided by jane.doe@corp.example")
		w.press(w.jane, typed, "Confirm…")
		w.submit(w.form(), slacktest.Values{"name": {"DB Access"}})
		w.sees("A fresh request waits")
		assert.Len(t, w.tenant.Effects(), 1, "the removal; the deletion was asked for before it")
	})
}

func TestAModalOutlivesTheBotThatOpenedIt(t *testing.T) {
	separately(t, func(t *testing.T, w *world) {
		p := w.spawn()
		w.press(w.jane, w.say(deleteDB), "Confirm…")
		v := w.form()
		p.kill()
		require.NoError(t, w.Wait(soon, func() bool { return w.Sockets() == 0 }))
		w.spawn()
		w.submit(v, slacktest.Values{"name": {"DB Access"}})
		w.sees("Decided by jane.doe@corp.example")
		assert.True(t, w.gone(w.DBAccess.ID))
	})
}

func TestAClickMayArriveAtAnotherReplica(t *testing.T) {
	separately(t, func(t *testing.T, w *world) {
		first := w.spawn()
		m := w.removal()
		w.spawn()
		first.kill() // the click finds the other, whichever way
		if !w.overHTTP {
			require.NoError(t, w.WaitSockets(1, soon))
		}
		w.press(w.jane, m, "Confirm")
		w.sees("Decided by jane.doe@corp.example")
		assert.Len(t, w.tenant.Effects(), 1)
	})
}

func TestTwoReplicasThatGetAYesEachDoItOnce(t *testing.T) {
	testenv.Long(t, "it starts processes")
	separately(t, func(t *testing.T, w *world) {
		first, second := w.spawn(), w.spawn()
		for range 5 {
			m := w.removal()
			before, refused := len(w.tenant.Effects()), w.count("already_decided")
			done := make(chan struct{})
			for _, p := range []*process{first, second} {
				if w.overHTTP {
					p.receive()
				} // over sockets Slack takes turns
				go func() {
					defer func() { done <- struct{}{} }()
					inv, err := w.Press(w.jane, m, button(m, "Confirm").ActionID)
					assert.NoError(t, err)
					assert.True(t, inv.Acked, inv.Failure)
				}()
			}
			<-done
			<-done
			require.NoError(t, w.Wait(soon, func() bool {
				return strings.Contains(w.shown(m), "Decided by") && w.count("already_decided") > refused
			}))
			assert.Len(t, w.tenant.Effects(), before+1, w.shown(m))
		}
	})
}

// count tells how many messages with the words jane sees in the room.
func (w *world) count(words string) int {
	n := 0
	for _, m := range w.Messages(w.room, w.jane) {
		if has(m, words) {
			n++
		}
	}
	return n
}

func TestWorkInProgressIsFinishedWhenTheBotIsStopped(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, r *replica) {
		require.NoError(t, w.tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 300 * time.Millisecond, Times: -1}))
		inv, err := w.Command(w.jane, w.room, `/govgroup get "DB Access"`)
		require.NoError(t, err)
		require.True(t, inv.Acked)
		r.stop()
		m := w.sees("DB Access")
		assert.False(t, has(m, "reference"), m.Render(nil))
	})
}

func TestWithoutAResponseURLThePersonStillGetsTheAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		channel slacktest.Channel
		direct  bool
	}{
		"in the channel, for them alone":     {slacktest.Channel{Name: "open"}, false},
		"where the app is not, by a message": {slacktest.Channel{Name: "elsewhere", BotAbsent: true}, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, setup{})
			w.start()
			room := w.AddChannel(c.channel).ID
			w.FailCalls("response_url", 1, "expired_url")
			inv, err := w.Command(w.jane, room, `/govgroup get "DB Access"`)
			require.NoError(t, err)
			require.True(t, inv.Acked)
			if c.direct {
				room = w.direct
			}
			w.seesIn(room, w.jane, "DB Access", "Jane Doe")
			assert.Empty(t, w.Messages(room, w.bob))
		})
	}
}

func TestACardOlderThanItsResponseURLIsStillAnswered(t *testing.T) {
	w := newWorld(t, setup{})
	w.start()
	m := w.removal()
	w.press(w.jane, m, "Confirm")
	after := w.sees("Decided by jane.doe@corp.example")
	w.FailCalls("response_url", 9, "expired_url")
	w.press(w.jane, after, "Undo")
	w.sees("Done", "Add")
}

func TestLongWorkIsToldAbout(t *testing.T) {
	testenv.Long(t, "it waits for work that takes long")
	for name, direct := range map[string]bool{"card in a channel": false, "card in a direct message": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, setup{})
			w.start()
			channel := w.room
			if direct {
				channel = w.direct
			}
			ids := w.members(w.SixHundred.ID)[:400]
			m := w.sayAs(w.jane, channel, `/govgroup members remove `+w.SixHundred.ID+" "+strings.Join(ids, " "))
			require.NoError(t, w.tenant.Inject(sandbox.Fault{
				Kind: sandbox.FaultLatency, Operation: sandbox.OpRemoveMembers, Latency: 900 * time.Millisecond, Times: -1,
			}))
			w.readAll(m)
			v := w.form()
			w.submit(v, slacktest.Values{"name": {phraseIn(t, v)}})
			w.seesIn(channel, w.jane, "⏳", "of 400")
			w.seesIn(channel, w.jane, "Decided by jane.doe@corp.example")
			assert.LessOrEqual(t, uses(w), 5)
		})
	}
}

// uses counts how often response URLs were used.
func uses(w *world) int {
	n := 0
	for _, c := range w.Calls() {
		if c.Method == "response_url" {
			n++
		}
	}
	return n
}

func TestTheProbes(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, r *replica) {
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
		if !w.overHTTP {
			w.RefuseSockets(1000)
			w.DropSockets()
			require.Eventually(t, func() bool { status, _ := get("/readyz"); return status == http.StatusServiceUnavailable }, soon, 10*time.Millisecond)
		}
	})
}

func TestChannelsThatOutsidersReadAreRefused(t *testing.T) {
	w := newWorld(t, setup{})
	w.start()
	shared := w.AddChannel(slacktest.Channel{Name: "partners", ExtShared: true}).ID
	m := w.sayAs(w.jane, shared, `/govgroup get "DB Access"`)
	assert.True(t, has(m, "not_allowed", "another organisation"), m.Render(nil))
}

func TestOnlyNamedChannelsWhereAnyAreNamed(t *testing.T) {
	w := newWorld(t, setup{rules: slackbot.Rules{Channels: []string{"C0OTHER"}}})
	w.start()
	m := w.say(`/govgroup get "DB Access"`)
	assert.True(t, has(m, "not_allowed"), m.Render(nil))
}

func TestWithoutItsSecretsABotIsNotMade(t *testing.T) {
	w := newWorld(t, setup{})
	gate := w.start()
	good := slackbot.Config{
		Registry: gate.Registry, Directory: gate.Directory, Gate: gate.Bot.Gate, BotToken: redact.New(w.BotToken),
		AppToken: redact.New(w.AppToken), APIURL: w.URL,
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
