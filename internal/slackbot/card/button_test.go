// Buttons: what they carry, and what comes back.

package card_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// buttonCount are a message's buttons.
func buttons(m card.Message) []*slack.ButtonBlockElement {
	var all []*slack.ButtonBlockElement
	for _, b := range m.Blocks {
		if row, is := b.(*slack.ActionBlock); is {
			for _, e := range row.Elements.ElementSet {
				if button, is := e.(*slack.ButtonBlockElement); is {
					all = append(all, button)
				}
			}
		}
	}
	return all
}

// actions are what a message's buttons mean when they come back from Slack.
func actions(t *testing.T, m card.Message) []card.Button {
	t.Helper()
	var all []card.Button
	seen := map[string]bool{}
	for _, b := range buttons(m) {
		require.False(t, seen[b.ActionID], "two buttons of one id")
		seen[b.ActionID] = true
		a, err := card.ReadButton(b.ActionID, b.Value)
		require.NoError(t, err)
		all = append(all, a)
	}
	return all
}

// read reads an answer's data by the names of its schema.
func read[T any](t *testing.T, data any) (answer T) {
	t.Helper()
	raw, err := json.Marshal(data)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &answer))
	return answer
}

func TestDecidingButtonsCarryTheIDAlone(t *testing.T) {
	e := newEnv(t)
	_, result := e.call(t, tools.NameDelete, map[string]any{"group": e.DBAccess.ID})
	id := string(result.Data.(tools.Outcome).Change)
	m := e.render.Ask(e.request(t, tools.RequestID(id)), "")
	assert.Equal(t, []card.Button{{Kind: card.Review, ID: id}, {Kind: card.Cancel, ID: id}}, actions(t, m))
	for _, b := range buttons(m) {
		assert.Equal(t, id, b.Value)
	}
}

func TestAListCanBePagedToItsEndAndBack(t *testing.T) {
	e := newEnv(t)
	call, result := e.call(t, tools.NameMembersList, map[string]any{"group": e.SixHundred.ID})
	seen := map[string]bool{}
	var back *card.Button
	for range 100 {
		for _, m := range read[struct{ Items []groups.Member }](t, result.Data).Items {
			seen[m.ID] = true
		}
		var next *card.Button
		back = nil
		for _, a := range actions(t, e.render.Result(call, result, false)) {
			require.Equal(t, card.Page, a.Kind)
			if offset(t, a) > offset(t, card.Button{Arguments: call.Arguments}) {
				next = &a
			} else {
				back = &a
			}
		}
		if next == nil {
			break
		}
		call = tools.Call{Tool: next.Tool, Arguments: next.Arguments, Caller: someone}
		var err error
		result, err = e.Registry.Call(t.Context(), call)
		require.NoError(t, err)
	}
	assert.Len(t, seen, 600)
	require.NotNil(t, back)
	assert.Less(t, offset(t, *back), offset(t, card.Button{Arguments: call.Arguments}))
}

func offset(t *testing.T, a card.Button) int {
	t.Helper()
	return read[struct{ Offset int }](t, a.Arguments).Offset
}

func TestAListWithMoreRowsThanATableGoesOnWhereTheTableEnds(t *testing.T) {
	e := newEnv(t)
	items := make([]groups.Group, 250)
	for i := range items {
		items[i] = groups.Group{ID: strings.Repeat("a", 36), Name: strings.Repeat("long name ", 20), Owner: groups.Owner{Name: "Jane"}}
	}
	call := tools.Call{Tool: tools.NameList, Arguments: json.RawMessage(`{"limit":250,"query":"long"}`)}
	m := e.render.Result(call, tools.Result{Data: groups.Groups{Page: tools.Page[groups.Group]{List: tools.List[groups.Group]{Items: items, Total: 250}}}}, false)
	e.show(t, m)
	next := actions(t, m)
	require.Len(t, next, 1)
	table := m.Blocks[0].(*slack.DataTableBlock)
	assert.JSONEq(t, `{"limit":250,"query":"long","offset":`+itoa(len(table.Rows)-1)+`}`, string(next[0].Arguments))
}

func itoa(n int) string {
	raw, _ := json.Marshal(n)
	return string(raw)
}

func TestAButtonWithTooMuchToCarryIsLeftOut(t *testing.T) {
	e := newEnv(t)
	arguments, err := json.Marshal(map[string]any{"query": strings.Repeat("x", 2000)})
	require.NoError(t, err)
	call := tools.Call{Tool: tools.NameList, Arguments: arguments}
	m := e.render.Result(call, tools.Result{Data: map[string]any{"items": []any{}, "total": 0}}, true)
	assert.Empty(t, buttons(m))
}

func TestUnknownButtonsAreRefused(t *testing.T) {
	for id, value := range map[string]string{"": "", "destroy:1": "x", "page:1": "x", "share:1": `{"a":{}}`, "form": `[]`} {
		_, err := card.ReadButton(id, value)
		assert.ErrorContains(t, err, "This button is not known", id)
	}
	_, err := card.ReadMetadata("x")
	assert.ErrorContains(t, err, "This form is not known")
}

func TestTheAddressOfGroupsIsChecked(t *testing.T) {
	for _, template := range []string{"http://corp.example/{id}", "https://corp.example/", "javascript:{id}", "{id}", "https://{id}", "https:///{id}"} {
		_, err := card.New(card.Settings{GroupURL: template})
		if template == "https://{id}" {
			assert.NoError(t, err)
			continue
		}
		assert.Error(t, err, template)
	}
}
