// Package card makes what people see in Slack: messages, buttons and modals. It
// is the one place where text of strangers meets Slack's markup: names and
// descriptions go into blocks that interpret none, and everything is held
// against Slack's limits before it leaves.
package card

import "github.com/slack-go/slack"

// Message is a message ready to be sent. Text is what notifications, screen
// readers and old clients show; it says the same as the blocks, escaped.
type Message struct {
	Text   string
	Blocks []slack.Block
}

// Options are for the methods of the Web API that post or update.
func (m Message) Options() []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(), slack.MsgOptionDisableMarkdown(),
	}
}

// Reply is for a response_url: ephemeral, as a new message or in place of the
// one that was interacted with.
func (m Message) Reply(replace bool) *slack.WebhookMessage {
	no := false
	return &slack.WebhookMessage{
		Text: m.Text, Blocks: &slack.Blocks{BlockSet: m.Blocks}, ResponseType: slack.ResponseTypeEphemeral,
		ReplaceOriginal: replace, UnfurlLinks: &no, UnfurlMedia: &no,
	}
}
