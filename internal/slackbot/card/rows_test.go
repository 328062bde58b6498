// Rows: each row of a list leads on, and as many do as are shown.

package card_test

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// menu is the menu of a message.
func menu(m card.Message) *slack.SelectBlockElement {
	for _, b := range m.Blocks {
		if row, is := b.(*slack.ActionBlock); is {
			for _, e := range row.Elements.ElementSet {
				if s, is := e.(*slack.SelectBlockElement); is {
					return s
				}
			}
		}
	}
	return nil
}

func TestManyRowsAreAMenuAndFewAreButtons(t *testing.T) {
	e := newEnv(t)
	m := result(e, t, tools.NameList, map[string]any{"limit": 50})
	rows := menu(m)
	require.NotNil(t, rows)
	require.Len(t, rows.Options, 50, "as many as the table shows")
	for _, o := range rows.Options {
		b, err := card.ReadButton(rows.ActionID, o.Value)
		require.NoError(t, err)
		assert.Equal(t, []any{card.Show, tools.NameGet}, []any{b.Kind, b.Tool})
	}
	few := result(e, t, tools.NameList, map[string]any{"query": "DB Access"})
	assert.Nil(t, menu(few))
	opens := actions(t, few)[0]
	assert.Equal(t, tools.NameGet, opens.Tool)
	assert.Contains(t, string(opens.Arguments), e.DBAccess.ID)
}

func TestAPersonLeadsToTheirGroups(t *testing.T) {
	e := newEnv(t)
	m := result(e, t, tools.NameMembersList, map[string]any{"group": "DB Access"})
	rows := menu(m)
	require.NotNil(t, rows)
	b, err := card.ReadButton(rows.ActionID, rows.Options[0].Value)
	require.NoError(t, err)
	assert.Equal(t, tools.NameList, b.Tool)
	assert.True(t, strings.HasPrefix(string(b.Arguments), `{"member":"`), string(b.Arguments))
}

// result shows the answer to a call.
func result(e *env, t *testing.T, tool string, arguments map[string]any) card.Message {
	t.Helper()
	call, answer := e.call(t, tool, arguments)
	return e.render.Result(call, answer, false)
}
