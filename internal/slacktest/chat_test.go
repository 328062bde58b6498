// Chat: posting, editing and deleting messages.

package slacktest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

func TestWhereTheBotMayPost(t *testing.T) {
	for name, c := range map[string]struct {
		channel slacktest.Channel
		scopes  []string
		want    string
	}{
		"invited":               {slacktest.Channel{}, nil, ""},
		"not invited":           {slacktest.Channel{BotAbsent: true}, nil, "not_in_channel"},
		"public with the scope": {slacktest.Channel{BotAbsent: true}, []string{"chat:write", "chat:write.public"}, ""},
		"private, invited":      {slacktest.Channel{Private: true}, nil, ""},
		"private, not invited":  {slacktest.Channel{Private: true, BotAbsent: true}, []string{"chat:write", "chat:write.public"}, "channel_not_found"},
		"archived":              {slacktest.Channel{Archived: true}, nil, "is_archived"},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, slacktest.Options{Scopes: c.scopes})
			id := s.AddChannel(c.channel).ID
			got, _ := call(t, s, "chat.postMessage", fields{"channel": id, "text": "hi"})["error"].(string)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestPostingToAPersonGoesToTheirConversation(t *testing.T) {
	s := start(t, slacktest.Options{})
	got := call(t, s, "chat.postMessage", fields{"channel": jane, "text": "hi"})
	assert.Equal(t, "hi", s.Direct(jane)[0].Text)
	assert.Empty(t, s.Direct(bob))
	assert.Empty(t, s.Messages(got["channel"].(string), bob), "others do not see it")
}

func TestMessagesThatAreRefused(t *testing.T) {
	s := start(t, slacktest.Options{})
	many := make([]any, 5)
	for i := range many {
		many[i] = section(strings.Repeat("x", 2700))
	}
	for name, c := range map[string]struct {
		args fields
		want string
	}{
		"nothing":              {fields{}, "no_text"},
		"an empty list":        {fields{"blocks": []any{}}, "no_text"},
		"no list":              {fields{"blocks": fields{}}, "invalid_blocks_format"},
		"no JSON":              {fields{"blocks": "[{"}, "invalid_blocks_format"},
		"the longest text":     {fields{"text": strings.Repeat("ü", 40_000)}, ""},
		"a longer text":        {fields{"text": strings.Repeat("ü", 40_001)}, "msg_too_long"},
		"much text altogether": {fields{"blocks": many}, "msg_blocks_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			c.args["channel"] = room
			got, _ := call(t, s, "chat.postMessage", c.args)["error"].(string)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestEphemeralMessages(t *testing.T) {
	s := start(t, slacktest.Options{})
	small := s.AddChannel(slacktest.Channel{Members: []string{bob}})
	assert.Equal(t, "user_not_in_channel", call(t, s, "chat.postEphemeral", fields{"channel": small.ID, "user": jane, "text": "x"})["error"])

	got := call(t, s, "chat.postEphemeral", fields{"channel": room, "user": jane, "text": "psst"})
	require.Equal(t, true, got["ok"])
	assert.Equal(t, jane, s.Messages(room, jane)[0].EphemeralTo)
	assert.Empty(t, s.Messages(room, bob))
	ts := got["message_ts"]
	for _, method := range []string{"chat.update", "chat.delete"} {
		assert.Equal(t, "message_not_found", call(t, s, method, fields{"channel": room, "ts": ts, "text": "y"})["error"],
			"ephemeral messages are beyond the chat methods")
	}
}

func TestEditingKeepsOrDropsBlocks(t *testing.T) {
	s := start(t, slacktest.Options{})
	ts := call(t, s, "chat.postMessage", fields{"channel": room, "text": "a", "blocks": []any{section("block")}})["ts"]

	call(t, s, "chat.update", fields{"channel": room, "ts": ts, "text": "b"})
	m := s.Messages(room, jane)[0]
	assert.Equal(t, []any{"b", "block", true}, []any{m.Text, m.Render(nil), m.Edited}, "blocks that are not mentioned stay")

	call(t, s, "chat.update", fields{"channel": room, "ts": ts, "text": "c", "blocks": []any{}})
	m = s.Messages(room, jane)[0]
	assert.Equal(t, "c", m.Render(nil))
	assert.Nil(t, m.Blocks)

	require.Equal(t, true, call(t, s, "chat.delete", fields{"channel": room, "ts": ts})["ok"])
	assert.Empty(t, s.Messages(room, jane))
	assert.Equal(t, "message_not_found", call(t, s, "chat.update", fields{"channel": room, "ts": ts, "text": "d"})["error"])
	assert.Equal(t, "channel_not_found", call(t, s, "chat.delete", fields{"channel": "C0NONE", "ts": ts})["error"])
}

func TestOthersMessagesAreNotTheBots(t *testing.T) {
	s := start(t, slacktest.Options{})
	_, err := s.Command(jane, room, "/govgroup list") // nobody is connected: Slackbot says so
	require.NoError(t, err)
	m := s.Messages(room, jane)[0]
	assert.Equal(t, `/govgroup failed with the error "dispatch_failed"`, m.Text)
	assert.Equal(t, "message_not_found", call(t, s, "chat.delete", fields{"channel": room, "ts": m.TS})["error"])
}
