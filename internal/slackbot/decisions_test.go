// Decisions: every case of a confirmation that has a form in Slack, over both
// transports.

package slackbot_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

const deleteDB = `/govgroup delete "DB Access"`

// removal asks for the removal of one member, which takes a plain yes.
func (e *env) removal() slacktest.Message {
	e.t.Helper()
	member := e.members(e.DBAccess.ID)[0]
	m := e.say(`/govgroup members remove "DB Access" ` + member)
	require.True(e.t, has(m, "Please confirm"), m.Render(nil))
	return m
}

// members are the ids of a group's members.
func (e *env) members(group string) []string {
	g, there := e.Tenant.Group(group)
	require.True(e.t, there)
	return g.Members
}

func TestAPlainYes(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.removal()
		assert.True(t, has(m, "Nothing has happened yet", "confirmed until"), m.Render(nil))
		assert.Empty(t, e.Tenant.Effects(), "not before the yes")
		e.press(e.jane, m, "Confirm")
		after := e.sees("Decided by jane.doe@corp.example", "Done")
		assert.Equal(t, m.TS, after.TS, "the card itself tells")
		assert.Empty(t, button(after, "Confirm").ActionID, "the buttons are gone")
		assert.NotEmpty(t, button(after, "Undo").ActionID)
		assert.Len(t, e.Tenant.Effects(), 1)
	})
}

func TestANo(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.removal()
		e.press(e.jane, m, "Cancel")
		after := e.sees("declined", "Decided by jane.doe@corp.example")
		assert.Equal(t, m.TS, after.TS)
		assert.Empty(t, button(after, "Confirm").ActionID)
		assert.Empty(t, e.Tenant.Effects())
	})
}

func TestTypingTheName(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.say(deleteDB)
		e.press(e.jane, m, "Confirm…")
		v := e.form()
		inv := e.submit(v, slacktest.Values{"name": {"db access"}})
		var answer struct {
			Action string            `json:"response_action"`
			Errors map[string]string `json:"errors"`
		}
		require.NoError(t, json.Unmarshal(inv.AckBody, &answer))
		assert.Equal(t, "errors", answer.Action)
		assert.Contains(t, answer.Errors["name"], "“DB Access”")
		assert.Empty(t, e.Tenant.Effects(), "a wrong name is no yes")

		e.submit(e.form(), slacktest.Values{"name": {" DB Access "}})
		after := e.sees("Decided by jane.doe@corp.example")
		assert.Equal(t, m.TS, after.TS)
		assert.True(t, e.gone(e.DBAccess.ID))
		require.NoError(t, e.Wait(soon, func() bool { return len(e.Views(e.jane)) == 0 }))
	})
}

func TestAButtonCannotStandForTyping(t *testing.T) {
	e := newEnv(t, setup{})
	r := e.start()
	m := e.say(deleteDB)
	_, err := r.gate.Decide(t.Context(), tools.RequestID(button(m, "Confirm…").Value), confirm.Answer{
		Verdict: confirm.Yes, By: tools.Caller{Surface: "slack", Subject: e.TeamID + "/" + e.jane},
	})
	require.Error(t, err)
	assert.False(t, e.gone(e.DBAccess.ID))
}

func TestSomebodyElsesClickChangesNothing(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.removal()
		shown := e.shown(m)
		for who, words := range map[string]string{e.bob: "someone else", e.stranger: "mallory@elsewhere.example"} {
			e.pressAs(who, m, "Confirm")
			e.seesIn(e.room, who, "not_allowed", words)
			e.pressAs(who, m, "Cancel")
		}
		e.settle()
		assert.Equal(t, shown, e.shown(m), "the card is as it was, for whom it is for")
		assert.Empty(t, e.Tenant.Effects())
		e.press(e.jane, m, "Confirm")
		e.sees("Decided by jane.doe@corp.example")
	})
}

// shown is what jane sees of a message now.
func (e *env) shown(m slacktest.Message) string {
	for _, now := range e.Messages(e.room, e.jane) {
		if now.TS == m.TS {
			return now.Render(nil)
		}
	}
	return "(gone)"
}

func TestTwoClicksAtOnceDoItOnce(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.removal()
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				c := button(m, "Confirm")
				_, err := e.Press(e.jane, m, c.ActionID)
				assert.NoError(t, err)
			})
		}
		both.Wait()
		e.sees("Decided by jane.doe@corp.example")
		ctx, cancel := context.WithTimeout(t.Context(), soon)
		defer cancel()
		e.bots[0].Settled(ctx)
		assert.Len(t, e.Tenant.Effects(), 1)
		for _, seen := range e.Messages(e.room, e.jane) {
			assert.NotContains(t, seen.Render(nil), "already_decided", "one's own second click is no mistake")
		}
	})
}

func TestAClickThatSlackDeliversTwiceIsOneClick(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, r *replica) {
		m := e.removal()
		before := len(e.Messages(e.room, e.jane))
		e.Redeliver(1)
		e.press(e.jane, m, "Confirm")
		e.sees("Decided by jane.doe@corp.example")
		r.Settled(t.Context())
		assert.Len(t, e.Messages(e.room, e.jane), before, "nothing is said about the repetition")
		assert.Len(t, e.Tenant.Effects(), 1)
	})
}

func TestAnExpiredCardChangesNothing(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.removal()
		e.Pass(16 * time.Minute)
		e.press(e.jane, m, "Confirm")
		e.sees("expired", "again")
		require.NoError(t, e.Wait(soon, func() bool { return strings.Contains(e.shown(m), "expired") }))
		assert.Empty(t, e.Tenant.Effects())
	})
}

func TestATenantThatChangedMeanwhileIsAskedAboutAgain(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.say(deleteDB)
		e.say(`/govgroup members add "DB Access" @bob`)
		e.press(e.jane, m, "Confirm…")
		e.submit(e.form(), slacktest.Values{"name": {"DB Access"}})
		fresh := e.sees("Nothing was changed", "Please confirm", "fresh")
		assert.Equal(t, m.TS, fresh.TS)
		assert.False(t, e.gone(e.DBAccess.ID))
		e.press(e.jane, fresh, "Confirm…")
		v, err := e.WaitView(e.jane, soon, func(v slacktest.View) bool { return v.Submit != "" })
		require.NoError(t, err)
		e.submit(v, slacktest.Values{"name": {"DB Access"}})
		e.sees("Decided by jane.doe@corp.example")
		assert.True(t, e.gone(e.DBAccess.ID))
	})
}

func TestAGroupInUseIsNotOfferedForDeletion(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.say(`/govgroup delete "Payments Approvers"`)
		assert.True(t, has(m, "in_use"), m.Render(nil))
		assert.Empty(t, button(m, "Confirm…").ActionID)
	})
}

func TestSeveralGroupsAtOnce(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, r *replica) {
		m := e.say(`/govgroup bulk delete "DB Access" ` + e.Unused.ID)
		e.press(e.jane, m, "Confirm…")
		v := e.form()
		e.submit(v, slacktest.Values{"name": {phrase(t, r, m)}})
		e.sees("Decided by jane.doe@corp.example")
		assert.True(t, e.gone(e.DBAccess.ID) && e.gone(e.Unused.ID))
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
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		e.removal()
		list := e.say("/govgroup pending")
		require.True(t, has(list, "Can be decided until"), list.Render(nil))
		before := len(e.Messages(e.room, e.jane))
		e.press(e.jane, list, "Look")
		again := e.after(e.jane, e.room, before)
		e.press(e.jane, again, "Confirm")
		e.sees("Decided by jane.doe@corp.example")
		assert.Len(t, e.Tenant.Effects(), 1)
		other := e.sayAs(e.bob, e.room, "/govgroup pending")
		assert.True(t, has(other, "Nothing waits"), "others' requests are theirs")
	})
}

func TestACardThatIsOpenElsewhereTellsWhatWasDecided(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		member := e.members(e.DBAccess.ID)[0]
		first := e.sayAs(e.jane, e.direct, `/govgroup members remove "DB Access" `+member)
		list := e.say("/govgroup pending")
		before := len(e.Messages(e.room, e.jane))
		e.press(e.jane, list, "Look")
		second := e.after(e.jane, e.room, before)
		e.press(e.jane, second, "Confirm")
		e.sees("Decided by jane.doe@corp.example")
		m, err := e.WaitMessage(e.direct, e.jane, soon, func(m slacktest.Message) bool {
			return m.TS == first.TS && button(m, "Confirm").ActionID == ""
		})
		require.NoError(t, err)
		assert.True(t, has(m, "Done"), m.Render(nil))
	})
}

func TestAnEphemeralCardThatWasDecidedElsewhereTellsSoWhenClicked(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		first := e.removal()
		list := e.say("/govgroup pending")
		before := len(e.Messages(e.room, e.jane))
		e.press(e.jane, list, "Look")
		e.press(e.jane, e.after(e.jane, e.room, before), "Confirm")
		e.sees("Decided by jane.doe@corp.example")
		e.press(e.jane, first, "Confirm")
		require.NoError(t, e.Wait(soon, func() bool { return !strings.Contains(e.shown(first), "Please confirm") }))
		assert.Len(t, e.Tenant.Effects(), 1)
	})
}

func TestALostAnswerIsNotCalledASuccess(t *testing.T) {
	testenv.Long(t, "the gate looks for the effect for a while")
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		m := e.say(deleteDB)
		require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultReset, Operation: sandbox.OpDeleteGroups, Times: -1}))
		e.press(e.jane, m, "Confirm…")
		e.submit(e.form(), slacktest.Values{"name": {"DB Access"}})
		require.NoError(t, e.Wait(soon, func() bool { return !strings.Contains(e.shown(m), "Please confirm") }))
		assert.NotContains(t, e.shown(m), "✅")
	})
}
