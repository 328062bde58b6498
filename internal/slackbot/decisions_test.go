// Every case of a confirmation that has a form in Slack, over both transports.

package slackbot_test

import (
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slacktest"
	"govgroup/internal/tools"
)

const deleteDB = `/govgroup delete "DB Access"`

// removal asks for the removal of one member, which takes a plain yes.
func (w *world) removal() slacktest.Message {
	w.t.Helper()
	member := w.members(w.DBAccess.ID)[0]
	m := w.say(`/govgroup members remove "DB Access" ` + member)
	require.True(w.t, has(m, "Please confirm"), m.Render(nil))
	return m
}

// members are the ids of a group's members.
func (w *world) members(group string) []string {
	g, there := w.tenant.Group(group)
	require.True(w.t, there)
	return g.Members
}

func TestAPlainYes(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		m := w.removal()
		assert.True(t, has(m, "Nothing has happened yet", "confirmed until"), m.Render(nil))
		assert.Empty(t, w.tenant.Effects(), "not before the yes")
		w.press(w.jane, m, "Confirm")
		after := w.sees("Decided by jane.doe@corp.example", "Done")
		assert.Equal(t, m.TS, after.TS, "the card itself tells")
		assert.Empty(t, button(after, "Confirm").ActionID, "the buttons are gone")
		assert.NotEmpty(t, button(after, "Undo").ActionID)
		assert.Len(t, w.tenant.Effects(), 1)
	})
}

func TestANo(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		m := w.removal()
		w.press(w.jane, m, "Cancel")
		after := w.sees("declined", "Decided by jane.doe@corp.example")
		assert.Equal(t, m.TS, after.TS)
		assert.Empty(t, button(after, "Confirm").ActionID)
		assert.Empty(t, w.tenant.Effects())
	})
}

func TestTypingTheName(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		m := w.say(deleteDB)
		w.press(w.jane, m, "Confirm…")
		v := w.form()
		inv := w.submit(v, slacktest.Values{"name": {"db access"}})
		var answer struct {
			Action string            `json:"response_action"`
			Errors map[string]string `json:"errors"`
		}
		require.NoError(t, json.Unmarshal(inv.AckBody, &answer))
		assert.Equal(t, "errors", answer.Action)
		assert.Contains(t, answer.Errors["name"], "“DB Access”")
		assert.Empty(t, w.tenant.Effects(), "a wrong name is no yes")

		w.submit(w.form(), slacktest.Values{"name": {" DB Access "}})
		after := w.sees("Decided by jane.doe@corp.example")
		assert.Equal(t, m.TS, after.TS)
		assert.True(t, w.gone(w.DBAccess.ID))
		require.NoError(t, w.Wait(soon, func() bool { return len(w.Views(w.jane)) == 0 }))
	})
}

func TestAButtonCannotStandForTyping(t *testing.T) {
	w := newWorld(t, setup{})
	r := w.start()
	m := w.say(deleteDB)
	_, err := r.gate.Decide(t.Context(), tools.RequestID(button(m, "Confirm…").Value), confirm.Answer{
		Verdict: confirm.Yes, By: tools.Caller{Surface: "slack", Subject: w.TeamID + "/" + w.jane},
	})
	require.Error(t, err)
	assert.False(t, w.gone(w.DBAccess.ID))
}

func TestSomebodyElsesClickChangesNothing(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		m := w.removal()
		shown := w.shown(m)
		for who, words := range map[string]string{w.bob: "someone else", w.stranger: "mallory@elsewhere.example"} {
			w.pressAs(who, m, "Confirm")
			w.seesIn(w.room, who, "not_allowed", words)
			w.pressAs(who, m, "Cancel")
		}
		w.settle()
		assert.Equal(t, shown, w.shown(m), "the card is as it was, for whom it is for")
		assert.Empty(t, w.tenant.Effects())
		w.press(w.jane, m, "Confirm")
		w.sees("Decided by jane.doe@corp.example")
	})
}

// shown is what jane sees of a message now.
func (w *world) shown(m slacktest.Message) string {
	for _, now := range w.Messages(w.room, w.jane) {
		if now.TS == m.TS {
			return now.Render(nil)
		}
	}
	return "(gone)"
}

func TestTwoClicksAtOnceDoItOnce(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		m := w.removal()
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				c := button(m, "Confirm")
				_, err := w.Press(w.jane, m, c.ActionID)
				assert.NoError(t, err)
			})
		}
		both.Wait()
		w.sees("Decided by jane.doe@corp.example")
		w.sees("already_decided")
		assert.Len(t, w.tenant.Effects(), 1)
	})
}

func TestAClickThatSlackDeliversTwiceIsOneClick(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, r *replica) {
		m := w.removal()
		before := len(w.Messages(w.room, w.jane))
		w.Redeliver(1)
		w.press(w.jane, m, "Confirm")
		w.sees("Decided by jane.doe@corp.example")
		r.Settled(t.Context())
		assert.Len(t, w.Messages(w.room, w.jane), before, "nothing is said about the repetition")
		assert.Len(t, w.tenant.Effects(), 1)
	})
}

func TestAnExpiredCardChangesNothing(t *testing.T) {
	var late atomic.Bool
	clock := func() time.Time {
		if late.Load() {
			return time.Now().Add(16 * time.Minute)
		}
		return time.Now()
	}
	transports(t, setup{clock: clock}, func(t *testing.T, w *world, _ *replica) {
		defer late.Store(false)
		m := w.removal()
		late.Store(true)
		w.press(w.jane, m, "Confirm")
		w.sees("expired", "again")
		require.NoError(t, w.Wait(soon, func() bool { return strings.Contains(w.shown(m), "expired") }))
		assert.Empty(t, w.tenant.Effects())
	})
}

func TestATenantThatChangedMeanwhileIsAskedAboutAgain(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		m := w.say(deleteDB)
		w.say(`/govgroup members add "DB Access" @bob`)
		w.press(w.jane, m, "Confirm…")
		w.submit(w.form(), slacktest.Values{"name": {"DB Access"}})
		fresh := w.sees("Nothing was changed", "Please confirm", "fresh")
		assert.Equal(t, m.TS, fresh.TS)
		assert.False(t, w.gone(w.DBAccess.ID))
		w.press(w.jane, fresh, "Confirm…")
		v, err := w.WaitView(w.jane, soon, func(v slacktest.View) bool { return v.Submit != "" })
		require.NoError(t, err)
		w.submit(v, slacktest.Values{"name": {"DB Access"}})
		w.sees("Decided by jane.doe@corp.example")
		assert.True(t, w.gone(w.DBAccess.ID))
	})
}

func TestAGroupInUseIsNotOfferedForDeletion(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		m := w.say(`/govgroup delete "Payments Approvers"`)
		assert.True(t, has(m, "in_use"), m.Render(nil))
		assert.Empty(t, button(m, "Confirm…").ActionID)
	})
}

func TestSeveralGroupsAtOnce(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, r *replica) {
		m := w.say(`/govgroup bulk delete "DB Access" ` + w.Unused.ID)
		w.press(w.jane, m, "Confirm…")
		v := w.form()
		w.submit(v, slacktest.Values{"name": {phrase(t, r, m)}})
		w.sees("Decided by jane.doe@corp.example")
		assert.True(t, w.gone(w.DBAccess.ID) && w.gone(w.Unused.ID))
	})
}

// phrase is what has to be typed to confirm a card.
func phrase(t *testing.T, r *replica, m slacktest.Message) string {
	t.Helper()
	q, err := r.gate.Question(t.Context(), tools.RequestID(button(m, "Confirm…").Value))
	require.NoError(t, err)
	return q.Phrase
}

func TestWhatWaitsIsListedAndCanBeDecidedFromThere(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		w.removal()
		list := w.say("/govgroup pending")
		require.True(t, has(list, "Can be decided until"), list.Render(nil))
		before := len(w.Messages(w.room, w.jane))
		w.press(w.jane, list, "Look")
		again := w.after(w.jane, w.room, before)
		w.press(w.jane, again, "Confirm")
		w.sees("Decided by jane.doe@corp.example")
		assert.Len(t, w.tenant.Effects(), 1)
		other := w.sayAs(w.bob, w.room, "/govgroup pending")
		assert.True(t, has(other, "Nothing waits"), "others' requests are theirs")
	})
}

func TestACardThatIsOpenElsewhereTellsWhatWasDecided(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		member := w.members(w.DBAccess.ID)[0]
		first := w.sayAs(w.jane, w.direct, `/govgroup members remove "DB Access" `+member)
		list := w.say("/govgroup pending")
		before := len(w.Messages(w.room, w.jane))
		w.press(w.jane, list, "Look")
		second := w.after(w.jane, w.room, before)
		w.press(w.jane, second, "Confirm")
		w.sees("Decided by jane.doe@corp.example")
		m, err := w.WaitMessage(w.direct, w.jane, soon, func(m slacktest.Message) bool {
			return m.TS == first.TS && button(m, "Confirm").ActionID == ""
		})
		require.NoError(t, err)
		assert.True(t, has(m, "Done"), m.Render(nil))
	})
}

func TestAnEphemeralCardThatWasDecidedElsewhereTellsSoWhenClicked(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		first := w.removal()
		list := w.say("/govgroup pending")
		before := len(w.Messages(w.room, w.jane))
		w.press(w.jane, list, "Look")
		w.press(w.jane, w.after(w.jane, w.room, before), "Confirm")
		w.sees("Decided by jane.doe@corp.example")
		w.press(w.jane, first, "Confirm")
		w.sees("already_decided")
		require.NoError(t, w.Wait(soon, func() bool { return !strings.Contains(w.shown(first), "Please confirm") }))
		assert.Len(t, w.tenant.Effects(), 1)
	})
}

func TestALostAnswerIsNotCalledASuccess(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, _ *replica) {
		m := w.say(deleteDB)
		require.NoError(t, w.tenant.Inject(sandbox.Fault{Kind: sandbox.FaultReset, Operation: sandbox.OpDeleteGroups, Times: -1}))
		w.press(w.jane, m, "Confirm…")
		w.submit(w.form(), slacktest.Values{"name": {"DB Access"}})
		require.NoError(t, w.Wait(soon, func() bool { return !strings.Contains(w.shown(m), "Please confirm") }))
		assert.NotContains(t, w.shown(m), "✅")
	})
}
