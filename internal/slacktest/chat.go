// The chat methods: posting, editing and deleting messages.

package slacktest

import (
	"slices"
	"unicode/utf8"
)

// Limits of messages. textLimit is the reference's; blocksLimit is not
// documented: others measured that chat methods refuse somewhat above it,
// counting all texts in all blocks together, while response URLs do not.
const (
	textLimit   = 40_000
	blocksLimit = 13_200
)

// content is what a message says, checked.
type content struct {
	text   string
	blocks []object
	// hasBlocks tells an empty list from an absent one: edits differ.
	hasBlocks bool
	linkNames bool
}

// readContent takes and checks what a chat method is to post.
func readContent(q request) (content, error) {
	c := content{text: q.args.text("text"), linkNames: q.flag("link_names") || q.args.text("parse") == "full"}
	if utf8.RuneCountInString(c.text) > textLimit {
		return c, refuse("msg_too_long")
	}
	v, err := q.structure("blocks")
	if err != nil {
		return c, refuse("invalid_blocks_format")
	}
	if v == nil {
		return c, nil
	}
	c.hasBlocks = true
	if c.blocks, err = acceptBlocks(v); err != nil {
		return c, err
	}
	if textLength(c.blocks) > blocksLimit {
		return c, refuse("msg_blocks_too_long")
	}
	return c, nil
}

// empty tells that there is nothing to post: Slack asks for a text or blocks.
func (c content) empty() bool { return c.text == "" && len(c.blocks) == 0 }

// textLength counts every text in a structure of blocks.
func textLength(v any) int {
	sum := 0
	visit(v, func(o object) { sum += utf8.RuneCountInString(o.text("text")) })
	return sum
}

// place finds where the bot wants to post: a channel, or a person's ID for
// their conversation with the app. Private channels the bot is not in do not
// exist for it.
func (s *Slack) place(id string) (Channel, error) {
	if u, ok := s.users[id]; ok && !u.Bot {
		return s.direct(id), nil
	}
	c, ok := s.channels[id]
	switch {
	case !ok, c.BotAbsent && (c.Private || c.DM):
		return c, refuse("channel_not_found")
	case c.Archived:
		return c, refuse("is_archived")
	case c.BotAbsent && !s.granted("chat:write.public"):
		return c, refuse("not_in_channel")
	}
	return c, nil
}

// chatPost posts for all to see. The place is looked at before the content, so
// that a bot in the wrong channel is told that first.
func (s *Slack) chatPost(q request) (object, error) {
	if err := q.need("channel"); err != nil {
		return nil, err
	}
	c, err := s.place(q.args.text("channel"))
	if err != nil {
		return nil, err
	}
	said, err := readContent(q)
	if err != nil {
		return nil, err
	}
	if said.empty() {
		return nil, refuse("no_text")
	}
	m := s.post(c.ID, said, "")
	m.ThreadTS = q.args.text("thread_ts")
	return object{"channel": c.ID, "ts": m.TS, "message": m.json()}, nil
}

// chatPostEphemeral posts for one person, who must be in the channel: nothing
// would show it to them elsewhere.
func (s *Slack) chatPostEphemeral(q request) (object, error) {
	if err := q.need("channel", "user"); err != nil {
		return nil, err
	}
	c, err := s.place(q.args.text("channel"))
	if err != nil {
		return nil, err
	}
	user := q.args.text("user")
	if _, known := s.users[user]; !known || !c.has(user) {
		return nil, refuse("user_not_in_channel")
	}
	said, err := readContent(q)
	if err != nil {
		return nil, err
	}
	if said.empty() {
		return nil, refuse("no_text")
	}
	m := s.post(c.ID, said, user)
	m.ThreadTS = q.args.text("thread_ts")
	return object{"message_ts": m.TS}, nil
}

// own finds a message that the bot may edit or delete. Ephemeral messages do
// not exist for these methods.
func (s *Slack) own(q request, denied string) (*Message, error) {
	if err := q.need("channel", "ts"); err != nil {
		return nil, err
	}
	channel := q.args.text("channel")
	if _, ok := s.channels[channel]; !ok {
		return nil, refuse("channel_not_found")
	}
	m := s.message(channel, q.args.text("ts"))
	switch {
	case m == nil, m.EphemeralTo != "":
		return nil, refuse("message_not_found")
	case m.User != s.BotUserID:
		return nil, refuse(denied)
	}
	return m, nil
}

// chatUpdate keeps the blocks when the call has none, and drops them for an
// empty list.
func (s *Slack) chatUpdate(q request) (object, error) {
	m, err := s.own(q, "cant_update_message")
	if err != nil {
		return nil, err
	}
	said, err := readContent(q)
	if err != nil {
		return nil, err
	}
	if said.empty() && !said.hasBlocks {
		return nil, refuse("no_text")
	}
	// Blocks that the call does not mention stay; only an empty list drops them.
	if !said.hasBlocks {
		said.blocks = m.blocks
	}
	m.say(said)
	m.Edited = true
	return object{"channel": m.Channel, "ts": m.TS, "text": m.Text, "message": m.json()}, nil
}

// chatDelete takes a message away for everyone.
func (s *Slack) chatDelete(q request) (object, error) {
	m, err := s.own(q, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	s.messages[m.Channel] = slices.DeleteFunc(s.messages[m.Channel], func(other *Message) bool { return other == m })
	return object{"channel": m.Channel, "ts": m.TS}, nil
}
