// Enterprise Grid: an app that is installed for a whole organisation serves nobody, and
// says so wherever somebody tries.

package slackbot_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot"
)

func TestAnAppOfAWholeOrganisationRefusesInWords(t *testing.T) {
	// The workspace is named, so that a command alone would pass.
	e := newEnv(t, setup{orgWide: true})
	e.rules = slackbot.Rules{Teams: []string{e.TeamID}}
	e.start()
	for _, line := range []string{`/govgroup get "DB Access"`, `/govgroup whoami`, `/govgroup help`} {
		m := e.say(line)
		assert.True(t, has(m, "Enterprise Grid", "install it in your workspace"), "%s: %s", line, m.Render(nil))
	}
	e.pressForged("show:1", `{"t":"govgroup_list"}`)
	require.NoError(t, e.Wait(soon, func() bool { return e.count("Enterprise Grid") == 4 }))
	before := len(e.Messages(e.room, e.jane))
	inv, err := e.Command(e.jane, e.room, `/govgroup update "DB Access"`)
	require.NoError(t, err)
	require.True(t, inv.Acked)
	e.settle()
	require.Len(t, e.Views(e.jane), 1)
	assert.Contains(t, e.Views(e.jane)[0].Render(nil), "Enterprise Grid")
	assert.Len(t, e.Messages(e.room, e.jane), before, "it is said in the form")
	e.home(e.jane, "🚫", "Enterprise Grid")
	_, err = e.GlobalShortcut(e.jane, "ask")
	require.NoError(t, err)
	require.NoError(t, e.Wait(soon, func() bool {
		views := e.Views(e.jane)
		return len(views) == 1 && strings.Contains(views[0].Render(nil), "Enterprise Grid")
	}))
	assert.Empty(t, e.Tenant.Effects())
}
