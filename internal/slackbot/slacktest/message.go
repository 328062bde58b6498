// Messages as a person sees them.

package slacktest

import "encoding/json"

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

	blocks []object
	state  state
	slack  *Slack
}

// Messages gives what a person sees in a channel, oldest first: edits applied,
// deleted ones gone, ephemeral ones of others left out. It is empty for people
// who are not in the channel.
func (s *Slack) Messages(channel, asUser string) []Message { return nil }
