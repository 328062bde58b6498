// Notices: approvers are reminded, and see that somebody is at it.

package slackbot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// Two bots on one state: one of them reminds, once, and not after somebody decided.
func TestApproversAreRemindedOnceBeforeTheEnd(t *testing.T) {
	e := withApprovers(t, setup{})
	e.start()
	e.say(deleteDB)
	posted := e.seesIn(e.approvers, e.bob, "Please confirm")
	e.Pass(6 * time.Hour)
	time.Sleep(5 * lookEvery) // several looks
	assert.Len(t, e.Messages(e.approvers, e.bob), 1, "there is time enough")
	e.Pass(90 * time.Minute)
	reminder := e.seesIn(e.approvers, e.bob, "its time is nearly over", "DB Access")
	time.Sleep(5 * lookEvery)
	assert.Len(t, e.Messages(e.approvers, e.bob), 2)

	e.press(e.bob, reminder, "Confirm…")
	v, err := e.WaitView(e.bob, soon, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(t, err)
	_, err = e.Submit(e.bob, v, slacktest.Values{"name": {"DB Access"}})
	require.NoError(t, err)
	require.NoError(t, e.Wait(soon, func() bool {
		all := e.Messages(e.approvers, e.bob)
		return has(all[0], "Decided by") && has(all[1], "Decided by")
	}), "both cards say how it ended")
	assert.Equal(t, posted.TS, e.Messages(e.approvers, e.bob)[0].TS)
}

func TestOthersSeeThatSomebodyIsLookingAtIt(t *testing.T) {
	e := withApprovers(t, setup{})
	e.say(deleteDB)
	posted := e.seesIn(e.approvers, e.bob, "Please confirm")
	e.press(e.jane, posted, "Confirm…") // who asked may not decide, and is not looking at it
	looks := func() {
		e.press(e.bob, posted, "Confirm…")
		v, err := e.WaitView(e.bob, soon, func(v slacktest.View) bool { return v.Submit != "" })
		require.NoError(t, err)
		_, err = e.CloseView(e.bob, v)
		require.NoError(t, err)
	}
	looks()
	m := e.seesIn(e.approvers, e.bob, "avery.stone@corp.example is looking at it, since")
	assert.Equal(t, posted.TS, m.TS)
	assert.NotContains(t, m.Render(nil), "jane.doe@corp.example is looking")
	require.NotEmpty(t, button(m, "Confirm…").ActionID, "it holds nobody off")
	updates := func() (n int) {
		for _, c := range e.Calls() {
			if c.Method == "chat.update" {
				n++
			}
		}
		return n
	}
	before := updates()
	looks()
	assert.Equal(t, before, updates(), "a second look says nothing new")
}
