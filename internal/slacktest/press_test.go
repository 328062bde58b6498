// Clicks: what the app is told, and what a person cannot click.

package slacktest_test

import (
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// hearing connects an app that keeps the last interaction.
func hearing(t *testing.T, s *slacktest.Slack) *slack.InteractionCallback {
	t.Helper()
	var got slack.InteractionCallback
	app{interact: func(i slack.InteractionCallback) any { got = i; return nil }}.overSockets(t, s)
	return &got
}

// shown posts blocks to all and gives the message as Jane sees it.
func shown(t *testing.T, s *slacktest.Slack, blocks ...any) slacktest.Message {
	t.Helper()
	got := call(t, s, "chat.postMessage", fields{"channel": room, "text": "fallback", "blocks": blocks})
	require.Equal(t, true, got["ok"], got)
	seen := s.Messages(room, jane)
	return seen[len(seen)-1]
}

func TestClickTellsTheApp(t *testing.T) {
	s := start(t, slacktest.Options{})
	got := hearing(t, s)
	block := actions(button("go", fields{"value": "id-7", "style": "danger"}))
	block["block_id"] = "choice"
	m := shown(t, s, section("card"), block)

	inv, err := s.Press(bob, m, "go")
	require.NoError(t, err)

	a := got.ActionCallback.BlockActions[0]
	assert.Equal(t, []string{"go", "choice", "id-7", "button", "press"}, []string{a.ActionID, a.BlockID, a.Value, string(a.Type), a.Text.Text})
	assert.Equal(t, []string{bob, "bob", s.TeamID, room, s.AppID}, []string{got.User.ID, got.User.Name, got.Team.ID, got.Channel.ID, got.APIAppID})
	assert.Equal(t, slack.Container{Type: "message", MessageTs: m.TS, ChannelID: room}, got.Container)
	assert.Equal(t, []string{m.TS, "fallback", s.BotUserID}, []string{got.Message.Timestamp, got.Message.Text, got.Message.User})
	assert.Equal(t, []string{inv.TriggerID, inv.ResponseURL}, []string{got.TriggerID, got.ResponseURL})
}

func TestClickInAnEphemeralMessageDoesNotTellTheMessage(t *testing.T) {
	s := start(t, slacktest.Options{})
	got := hearing(t, s)
	clicked(t, s, "chat.postEphemeral")
	assert.True(t, got.Container.IsEphemeral)
	assert.Empty(t, got.Message.Timestamp)
	assert.NotEmpty(t, got.ResponseURL)

	_, err := s.Press(bob, s.Messages(room, jane)[0], "go")
	require.ErrorContains(t, err, "not there any more", "others do not see it")
}

func TestClicksThatAPersonCannotMake(t *testing.T) {
	s := start(t, slacktest.Options{})
	m := shown(t, s, actions(button("go", fields{"value": "1"}), button("other", nil)), actions(button("go", fields{"value": "2"})))
	_, err := s.Press(jane, m, "stop")
	require.ErrorContains(t, err, `there is no control "stop", only: go, other, go`)
	_, err = s.Press(jane, m, "go")
	require.ErrorContains(t, err, "several controls")
	_, err = s.Press(jane, m, "other", "x")
	require.ErrorContains(t, err, `has the value ""`)
	_, err = s.Press("U0NONE", m, "other")
	require.ErrorContains(t, err, `no user "U0NONE"`)

	call(t, s, "chat.delete", fields{"channel": room, "ts": m.TS})
	_, err = s.Press(jane, m, "other")
	require.ErrorContains(t, err, "not there any more")
}

func TestStaleButtonsCanStillBeClicked(t *testing.T) {
	// Two people who look at one card both see its buttons until their screens
	// have caught up: the app must cope.
	s := start(t, slacktest.Options{})
	got := hearing(t, s)
	m := shown(t, s, actions(button("go", fields{"value": "1"}), button("away", fields{"value": "2"})))
	call(t, s, "chat.update", fields{"channel": room, "ts": m.TS, "text": "decided", "blocks": []any{}})
	_, err := s.Press(jane, m, "away", "2")
	require.NoError(t, err)
	assert.Equal(t, "2", got.ActionCallback.BlockActions[0].Value)
	assert.Equal(t, "decided", got.Message.Text, "the payload has the message as it is now")
}

func TestChoosingIsKept(t *testing.T) {
	s := start(t, slacktest.Options{})
	got := hearing(t, s)
	pick := actions(
		fields{"type": "static_select", "action_id": "one", "options": choices(3)},
		fields{"type": "static_select", "action_id": "other", "options": choices(3), "initial_option": choices(3)[0]},
	)
	pick["block_id"] = "b"
	m := shown(t, s, pick)
	for action, values := range map[string][]string{"one": {"2"}, "other": {"1"}} {
		_, err := s.Press(jane, m, action, values...)
		require.NoError(t, err, action)
		a := got.ActionCallback.BlockActions[0]
		assert.Equal(t, values[0], a.SelectedOption.Value)
		assert.Equal(t, values[0], got.BlockActionState.Values["b"][action].SelectedOption.Value)
	}
	var chosen [][]string
	for _, c := range s.Messages(room, jane)[0].Controls() {
		chosen = append(chosen, c.Chosen)
	}
	assert.Equal(t, [][]string{{"2"}, {"1"}}, chosen)

	for action, values := range map[string][]string{"one": {"9"}, "other": {"0", "1"}} {
		_, err := s.Press(jane, m, action, values...)
		require.Error(t, err, action)
	}
}

func TestTypeAhead(t *testing.T) {
	s := start(t, slacktest.Options{AckTimeout: 100 * time.Millisecond})
	with := answering(t, s)
	owner := fields{"type": "multi_external_select", "action_id": "owner", "max_selected_items": 2}
	v := open(t, s, modal("F", fields{"blocks": []any{input(owner)}}))
	_, err := s.Suggest(jane, v, "owner", "ja")
	require.ErrorContains(t, err, "asks from 3 characters on")
	_, err = s.Submit(jane, v, slacktest.Values{"owner": {"1"}})
	require.ErrorContains(t, err, `offers no option "1"`)

	*with = fields{"options": choices(3)}
	got, err := s.Suggest(jane, v, "owner", "jan")
	require.NoError(t, err)
	require.Len(t, got.Options, 3)
	assert.Equal(t, []string{"option", "1"}, []string{got.Options[1].Text, got.Options[1].Value})

	_, err = s.Submit(jane, v, slacktest.Values{"owner": {"0", "1", "2"}})
	require.ErrorContains(t, err, "at most 2")
	*with = nil
	_, err = s.Submit(jane, v, slacktest.Values{"owner": {"1", "2"}})
	require.NoError(t, err)
}

func TestTypeAheadThatOffersNothing(t *testing.T) {
	s := start(t, slacktest.Options{})
	with := answering(t, s)
	v := open(t, s, modal("F", fields{"blocks": []any{input(fields{"type": "external_select", "action_id": "owner"})}}))
	for name, answer := range map[string]any{
		"nothing":          nil,
		"too many":         fields{"options": choices(101)},
		"no value":         fields{"options": []any{fields{"text": text("x")}}},
		"an unknown field": fields{"options": choices(1), "more": true},
	} {
		*with = answer
		got, err := s.Suggest(jane, v, "owner", "jane")
		require.NoError(t, err, name)
		assert.Equal(t, "dispatch_unknown_error", got.Failure, name)
		assert.Empty(t, got.Options, name)
	}
	m := shown(t, s, actions(button("go", nil)))
	_, err := s.Suggest(jane, m, "go", "jane")
	require.ErrorContains(t, err, "asks nobody")
}

func TestCommandsThatCannotBeTyped(t *testing.T) {
	s := start(t, slacktest.Options{})
	gone := s.AddUser(slacktest.User{Deleted: true})
	secretRoom := s.AddChannel(slacktest.Channel{Members: []string{bob}})
	old := s.AddChannel(slacktest.Channel{Archived: true})
	for name, c := range map[string][3]string{
		"no user":      {"U0NONE", room, "/govgroup"},
		"deleted user": {gone.ID, room, "/govgroup"},
		"no channel":   {jane, "C0NONE", "/govgroup"},
		"not a member": {jane, secretRoom.ID, "/govgroup"},
		"archived":     {jane, old.ID, "/govgroup"},
		"no command":   {jane, room, "govgroup"},
	} {
		_, err := s.Command(c[0], c[1], c[2])
		require.Error(t, err, name)
	}
	s = start(t, slacktest.Options{Scopes: []string{"chat:write"}})
	_, err := s.Command(jane, room, "/govgroup")
	require.ErrorContains(t, err, "lacks the scope commands")
}

func TestWhatTheComposerMakesOfText(t *testing.T) {
	for typed, want := range map[string]string{
		`get "DB Access"`:            `get "DB Access"`,
		"@jane and @nobody":          "<@U0JANE|jane> and @nobody",
		"#room #none":                "<#C0ROOM|room> #none",
		"bob@corp.example":           "<mailto:bob@corp.example|bob@corp.example>",
		"https://x.example/?a=1&b=2": "<https://x.example/?a=1&amp;b=2>",
		"<@U0BOB> <@U0BOB|bob>":      "<@U0BOB> <@U0BOB|bob>",
		"<!channel> & <b>":           "&lt;!channel&gt; &amp; &lt;b&gt;",
		"“quoted” — dash":            "“quoted” — dash",
	} {
		s := start(t, slacktest.Options{})
		var got string
		app{command: func(c slack.SlashCommand) any { got = c.Text; return nil }}.overSockets(t, s)
		_, err := s.Command(jane, room, "/govgroup "+typed)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	s := start(t, slacktest.Options{RawCommands: true})
	var got string
	app{command: func(c slack.SlashCommand) any { got = c.Text; return nil }}.overSockets(t, s)
	_, err := s.Command(jane, room, "/govgroup @jane <&")
	require.NoError(t, err)
	assert.Equal(t, "@jane <&", got)
}

func TestPrivatePlacesAreNotNamed(t *testing.T) {
	s := start(t, slacktest.Options{})
	var names []string
	app{command: func(c slack.SlashCommand) any { names = append(names, c.ChannelName); return nil }}.overSockets(t, s)
	for _, c := range []slacktest.Channel{{Name: "open"}, {Name: "closed", Private: true}, {DM: true, Members: []string{jane}}} {
		_, err := s.Command(jane, s.AddChannel(c).ID, "/govgroup")
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"open", "privategroup", "directmessage"}, names)
}

func TestWaitingShowsWhatWasThereInstead(t *testing.T) {
	s := start(t, slacktest.Options{})
	shown(t, s, section("something else"))
	_, err := s.WaitMessage(room, jane, time.Millisecond, func(slacktest.Message) bool { return false })
	require.ErrorContains(t, err, "something else")
	_, err = s.WaitView(jane, time.Millisecond, func(slacktest.View) bool { return true })
	require.ErrorContains(t, err, "did not happen in time")
	require.ErrorContains(t, s.WaitSockets(1, time.Millisecond), "there are 0 sockets")
}
