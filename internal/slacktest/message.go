// Message: one as a person sees it, and where it is kept.

package slacktest

import (
	"encoding/json"
)

// Message is one message on a person's screen, as it was when it was looked
// at: later edits make another Message of the same TS.
type Message struct {
	TS       string // identifies it in its channel
	Channel  string
	User     string // who posted it
	Text     string // mrkdwn; only a fallback where there are blocks
	Blocks   json.RawMessage
	ThreadTS string
	// EphemeralTo is the one person who sees it, or empty.
	EphemeralTo string
	Edited      bool

	blocks    []object
	state     state
	linkNames bool
	slack     *Slack
}

// Messages gives what a person sees in a channel, oldest first: edits applied,
// deleted ones gone, ephemeral ones of others left out. It is empty for people
// who are not in the channel.
func (s *Slack) Messages(channel, asUser string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.channels[channel]; !ok || !c.has(asUser) {
		return nil
	}
	var seen []Message
	// Copies: what a person saw does not change under them.
	for _, m := range s.messages[channel] {
		if m.EphemeralTo == "" || m.EphemeralTo == asUser {
			seen = append(seen, *m)
		}
	}
	return seen
}

// Direct gives what a person sees in their conversation with the app, which
// is where messages posted to a user ID go.
func (s *Slack) Direct(user string) []Message {
	s.mu.Lock()
	channel := s.direct(user).ID
	s.mu.Unlock()
	return s.Messages(channel, user)
}

// say replaces what a message says.
func (m *Message) say(c content) {
	m.Text, m.blocks, m.linkNames = c.text, c.blocks, c.linkNames
	m.Blocks = nil
	if len(c.blocks) > 0 {
		m.Blocks = raw(c.blocks)
	}
	m.state = initialState(c.blocks, m.state)
}

// json is the message as apps get it.
func (m *Message) json() object {
	o := object{
		"type": "message", "ts": m.TS, "user": m.User, "text": m.Text,
		"bot_id": m.slack.BotID, "app_id": m.slack.AppID, "team": m.slack.TeamID,
	}
	if len(m.blocks) > 0 {
		o["blocks"] = m.blocks
	}
	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
	}
	if m.Edited {
		o["edited"] = object{"user": m.User, "ts": m.TS}
	}
	return o
}

// post adds a message of the bot's.
func (s *Slack) post(channel string, said content, ephemeralTo string) *Message {
	m := &Message{TS: s.stamp(), Channel: channel, User: s.BotUserID, EphemeralTo: ephemeralTo, slack: s}
	m.say(said)
	s.messages[channel] = append(s.messages[channel], m)
	s.changed()
	return m
}

// message finds a message that was not deleted.
func (s *Slack) message(channel, ts string) *Message {
	for _, m := range s.messages[channel] {
		if m.TS == ts {
			return m
		}
	}
	return nil
}
