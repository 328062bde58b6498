// Shortcuts: a command from a thread, or from anywhere.

package slackbot_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
)

// asks waits for the modal that takes a command.
func (e *env) asks() slacktest.View {
	e.t.Helper()
	v, err := e.WaitView(e.jane, soon, func(v slacktest.View) bool { return v.Submit == "Go" })
	require.NoError(e.t, err)
	return v
}

func TestACommandFromAThreadIsAnsweredThere(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		root, err := e.Write(e.bob, e.room, "who can approve for DB Access?", "")
		require.NoError(t, err)
		reply, err := e.Write(e.bob, e.room, "maybe @jane", root.TS)
		require.NoError(t, err)
		inv, err := e.MessageShortcut(e.jane, reply, slackbot.ShortcutIDs[0])
		require.NoError(t, err)
		require.True(t, inv.Acked, inv.Failure)
		v := e.asks()
		assert.Equal(t, []string{"list " + e.JaneDoe.Email}, v.Controls()[0].Chosen, "about the person who is mentioned, and it only reads")

		inv, err = e.Submit(e.jane, v, slacktest.Values{"command": {"remove everything"}})
		require.NoError(t, err)
		assert.Contains(t, string(inv.AckBody), "errors", "what is not understood stays in the modal")
		_, err = e.Submit(e.jane, e.asks(), slacktest.Values{"command": {"who DB Access"}})
		require.NoError(t, err)
		m := e.sees("Members of DB Access")
		assert.Equal(t, root.TS, m.ThreadTS)
		assert.Equal(t, e.jane, m.EphemeralTo)
	})
}

func TestACommandFromAnywhereIsAnsweredDirectly(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	_, err := e.GlobalShortcut(e.jane, slackbot.ShortcutIDs[1])
	require.NoError(t, err)
	v := e.asks()
	assert.Empty(t, v.Controls()[0].Chosen)
	_, err = e.Submit(e.jane, v, slacktest.Values{"command": {"get DB Access"}})
	require.NoError(t, err)
	e.seesIn(e.direct, e.jane, "Looks after db access.")

	_, err = e.GlobalShortcut(e.jane, slackbot.ShortcutIDs[1])
	require.NoError(t, err)
	_, err = e.Submit(e.jane, e.asks(), slacktest.Values{"command": {"delete DB Access"}})
	require.NoError(t, err)
	e.seesIn(e.direct, e.jane, "Please confirm", "DB Access")
	assert.Empty(t, e.Tenant.Effects())
}

// What others write is no command, whatever it says.
func TestAStrangersMessageIsNoCommand(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	for _, text := range []string{"/govgroup delete DB Access", "list; delete DB Access", "bulk delete everything"} {
		m, err := e.Write(e.bob, e.room, text, "")
		require.NoError(t, err)
		_, err = e.MessageShortcut(e.jane, m, slackbot.ShortcutIDs[0])
		require.NoError(t, err)
		v := e.asks()
		assert.Empty(t, v.Controls()[0].Chosen, text)
		_, err = e.CloseView(e.jane, v)
		require.NoError(t, err)
	}
}

// Who may not use the app is told so in the modal.
func TestAShortcutIsNotForEveryone(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	_, err := e.GlobalShortcut(e.stranger, slackbot.ShortcutIDs[1])
	require.NoError(t, err)
	v, err := e.WaitView(e.stranger, soon, func(v slacktest.View) bool { return v.Title == "Not possible" })
	require.NoError(t, err)
	assert.Contains(t, v.Render(nil), "Nobody in the tenant has the e-mail address")
}
