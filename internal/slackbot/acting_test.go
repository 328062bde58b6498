// What the people of the tests do, and what they see.

package slackbot_test

import (
	"strings"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// say types a command as jane in the room, and gives the latest message that the
// bot answered with.
func (w *world) say(text string) slacktest.Message { return w.sayAs(w.jane, w.room, text) }

func (w *world) sayAs(user, channel, text string) slacktest.Message {
	w.t.Helper()
	before := len(w.Messages(channel, user))
	inv, err := w.Command(user, channel, text)
	require.NoError(w.t, err)
	require.True(w.t, inv.Acked, inv.Failure)
	return w.after(user, channel, before)
}

// after waits for a message beyond so many.
func (w *world) after(user, channel string, before int) slacktest.Message {
	w.t.Helper()
	var all []slacktest.Message
	err := w.Wait(soon, func() bool {
		all = w.Messages(channel, user)
		return len(all) > before
	})
	require.NoError(w.t, err)
	w.settle() // there may have been word of progress first
	all = w.Messages(channel, user)
	return all[len(all)-1]
}

// sees waits until jane sees the words in a message of the room.
func (w *world) sees(words ...string) slacktest.Message {
	w.t.Helper()
	return w.seesIn(w.room, w.jane, words...)
}

func (w *world) seesIn(channel, user string, words ...string) slacktest.Message {
	w.t.Helper()
	m, err := w.WaitMessage(channel, user, soon, func(m slacktest.Message) bool { return has(m, words...) })
	require.NoError(w.t, err)
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
func (w *world) press(user string, on slacktest.Surface, label string) slacktest.Invocation {
	w.t.Helper()
	c := button(on, label)
	require.NotEmpty(w.t, c.ActionID, "no button %q in:\n%s", label, on.Render(nil))
	inv, err := w.Press(user, on, c.BlockID+"/"+c.ActionID)
	require.NoError(w.t, err)
	require.True(w.t, inv.Acked, inv.Failure)
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
func (w *world) pressAs(who string, m slacktest.Message, label string) {
	w.t.Helper()
	c := button(m, label)
	w.pressCopy(who, c.ActionID, c.Value)
}

// pressForged has jane press a button that the bot never made.
func (w *world) pressForged(actionID, value string) {
	w.t.Helper()
	w.pressCopy(w.jane, actionID, value)
}

func (w *world) pressCopy(who, actionID, value string) {
	w.t.Helper()
	text := slack.NewTextBlockObject(slack.PlainTextType, "Press", false, false)
	row := slack.NewActionBlock("copied", slack.NewButtonBlockElement(actionID, value, text))
	stamp, err := slack.New(w.BotToken, slack.OptionAPIURL(w.URL)).PostEphemeral(w.room, who, slack.MsgOptionBlocks(row))
	require.NoError(w.t, err)
	for _, m := range w.Messages(w.room, who) {
		if m.TS == stamp {
			_, err = w.Press(who, m, actionID)
			require.NoError(w.t, err)
			return
		}
	}
	require.Fail(w.t, "the copied button is not there")
}

// form waits until jane has a form in front that can be submitted.
func (w *world) form() slacktest.View {
	w.t.Helper()
	v, err := w.WaitView(w.jane, soon, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(w.t, err)
	return v
}

func (w *world) submit(v slacktest.View, values slacktest.Values) slacktest.Invocation {
	w.t.Helper()
	inv, err := w.Submit(w.jane, v, values)
	require.NoError(w.t, err)
	require.True(w.t, inv.Acked, inv.Failure)
	return inv
}

// settle returns once no bot works on anything.
func (w *world) settle() {
	for _, r := range w.bots {
		r.Settled(w.t.Context())
	}
}

// gone reports whether the tenant has the group no more.
func (w *world) gone(id string) bool {
	_, there := w.tenant.Group(id)
	return !there
}
