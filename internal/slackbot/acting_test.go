// Acting: what the people of the tests do, and what they see.

package slackbot_test

import (
	"strings"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// say types a command as jane in the room, and gives the latest message that the
// bot answered with.
func (e *env) say(text string) slacktest.Message { return e.sayAs(e.jane, e.room, text) }

func (e *env) sayAs(user, channel, text string) slacktest.Message {
	e.t.Helper()
	before := len(e.Messages(channel, user))
	inv, err := e.Command(user, channel, text)
	require.NoError(e.t, err)
	require.True(e.t, inv.Acked, inv.Failure)
	return e.after(user, channel, before)
}

// after waits for a message beyond so many.
func (e *env) after(user, channel string, before int) slacktest.Message {
	e.t.Helper()
	var all []slacktest.Message
	err := e.Wait(soon, func() bool {
		all = e.Messages(channel, user)
		return len(all) > before
	})
	require.NoError(e.t, err)
	e.settle() // there may have been word of progress first
	all = e.Messages(channel, user)
	return all[len(all)-1]
}

// sees waits until jane sees the words in a message of the room.
func (e *env) sees(words ...string) slacktest.Message {
	e.t.Helper()
	return e.seesIn(e.room, e.jane, words...)
}

func (e *env) seesIn(channel, user string, words ...string) slacktest.Message {
	e.t.Helper()
	m, err := e.WaitMessage(channel, user, soon, func(m slacktest.Message) bool { return has(m, words...) })
	require.NoError(e.t, err)
	return m
}

func has(m slacktest.Message, words ...string) bool {
	drawn := m.Render(nil)
	for _, word := range words {
		if !strings.Contains(drawn, word) {
			return false
		}
	}
	return true
}

// press presses the button of that label.
func (e *env) press(user string, on slacktest.Surface, label string) slacktest.Invocation {
	e.t.Helper()
	c := button(on, label)
	require.NotEmpty(e.t, c.ActionID, "no button %q in:\n%s", label, on.Render(nil))
	inv, err := e.Press(user, on, c.BlockID+"/"+c.ActionID)
	require.NoError(e.t, err)
	require.True(e.t, inv.Acked, inv.Failure)
	return inv
}

func button(on slacktest.Surface, label string) slacktest.Control {
	for _, c := range on.Controls() {
		if c.Type == "button" && c.Label == label {
			return c
		}
	}
	return slacktest.Control{}
}

// pressAs has somebody press a button with the same value as one that jane sees.
// Her card is hers alone, so the button is put in front of them first.
func (e *env) pressAs(who string, m slacktest.Message, label string) {
	e.t.Helper()
	c := button(m, label)
	e.pressCopy(who, c.ActionID, c.Value)
}

// pressForged has jane press a button that the bot never made.
func (e *env) pressForged(actionID, value string) {
	e.t.Helper()
	e.pressCopy(e.jane, actionID, value)
}

func (e *env) pressCopy(who, actionID, value string) {
	e.t.Helper()
	text := slack.NewTextBlockObject(slack.PlainTextType, "Press", false, false)
	row := slack.NewActionBlock("copied", slack.NewButtonBlockElement(actionID, value, text))
	stamp, err := slack.New(e.BotToken, slack.OptionAPIURL(e.URL)).PostEphemeral(e.room, who, slack.MsgOptionBlocks(row))
	require.NoError(e.t, err)
	for _, m := range e.Messages(e.room, who) {
		if m.TS == stamp {
			_, err = e.Press(who, m, actionID)
			require.NoError(e.t, err)
			return
		}
	}
	require.Fail(e.t, "the copied button is not there")
}

// form waits until jane has a form in front that can be submitted.
func (e *env) form() slacktest.View {
	e.t.Helper()
	v, err := e.WaitView(e.jane, soon, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(e.t, err)
	return v
}

func (e *env) submit(v slacktest.View, values slacktest.Values) slacktest.Invocation {
	e.t.Helper()
	inv, err := e.Submit(e.jane, v, values)
	require.NoError(e.t, err)
	require.True(e.t, inv.Acked, inv.Failure)
	return inv
}

// settle returns once no bot works on anything.
func (e *env) settle() {
	for _, r := range e.bots {
		r.Settled(e.t.Context())
	}
}

// gone reports whether the tenant has the group no more.
func (e *env) gone(id string) bool {
	_, there := e.Tenant.Group(id)
	return !there
}
