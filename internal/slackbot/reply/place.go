// Package reply gets answers to the person who is owed one, by the best way that
// Slack still allows: the response URL, then a message that only they see, then
// a direct message.
package reply

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
)

// API is what is used of Slack's Web API.
type API interface {
	PostMessageContext(ctx context.Context, channel string, options ...slack.MsgOption) (string, string, error)
	PostEphemeralContext(ctx context.Context, channel, user string, options ...slack.MsgOption) (string, error)
	UpdateMessageContext(ctx context.Context, channel, timestamp string, options ...slack.MsgOption) (string, string, string, error)
}

// Sender knows the ways. It is safe for concurrent use.
type Sender struct {
	api      API
	client   *http.Client
	testHost string
	log      *slog.Logger
}

// NewSender makes a sender. Response URLs must be Slack's; testHost, where not
// empty, is one more host that they may have.
func NewSender(api API, testHost string, log *slog.Logger) *Sender {
	return &Sender{api: api, client: newHTTPClient(), testHost: testHost, log: log}
}

// Place is where one person waits for an answer.
type Place struct {
	User    string
	Channel string // empty: not in a channel
	Message string // of a click: the timestamp of the message clicked on, if others see it too

	sender *Sender
	hook   *hook
}

// At makes a place. The response URL may be empty; used tells how often it has
// been used already. A URL that is not Slack's is taken for none.
func (s *Sender) At(user, channel, message, responseURL string, used int) *Place {
	if responseURL != "" && checkHook(responseURL, s.testHost) != nil {
		s.log.Warn("a response URL was not used", "reason", errBadHook)
		responseURL = ""
	}
	return &Place{
		User: user, Channel: channel, Message: message, sender: s,
		hook: &hook{client: s.client, url: responseURL, used: used, since: time.Now(), now: time.Now},
	}
}

// URL gives the response URL, a secret, and how often it has been used: for a
// modal to carry on with. After that the place must not be used any more.
func (p *Place) URL() (string, int) {
	if p.hook.left() == 0 {
		return "", 0
	}
	return p.hook.url, p.hook.used
}

// Sent is where a message went that the bot can update later; the zero value is
// one that it cannot.
type Sent struct{ Channel, Message string }

// Say sends a new message that only the person sees.
func (p *Place) Say(ctx context.Context, m card.Message) (Sent, error) {
	return p.degrade(m, func(m card.Message) (Sent, error) { return p.say(ctx, m) })
}

// say tries one way after the other. Content that Slack does not accept is not
// tried again on another way: it would not be accepted there either.
func (p *Place) say(ctx context.Context, m card.Message) (Sent, error) {
	if p.Direct() {
		if sent, err := p.post(ctx, p.Channel, m); err == nil || errors.Is(err, errContent) {
			return sent, err
		}
	}
	err := p.hook.post(ctx, m.Reply(false))
	if err == nil || errors.Is(err, errContent) {
		return Sent{}, err
	}
	if p.Channel != "" {
		_, err := p.sender.api.PostEphemeralContext(ctx, p.Channel, p.User, m.Options()...)
		if err := known(err); err == nil || errors.Is(err, errContent) {
			return Sent{}, err
		}
	}
	return p.post(ctx, p.User, m)
}

// Replace puts a message in place of the one that was clicked on. Where that is
// no longer possible it is sent as a new one.
func (p *Place) Replace(ctx context.Context, m card.Message) (Sent, error) {
	return p.degrade(m, func(m card.Message) (Sent, error) { return p.replace(ctx, m) })
}

// replace prefers the bot's own update, which has no limit on uses.
func (p *Place) replace(ctx context.Context, m card.Message) (Sent, error) {
	if p.Message != "" {
		_, _, _, err := p.sender.api.UpdateMessageContext(ctx, p.Channel, p.Message, m.Options()...)
		if err := known(err); err == nil || errors.Is(err, errContent) {
			return Sent{p.Channel, p.Message}, err
		}
	}
	err := p.hook.post(ctx, m.Reply(true))
	if err == nil || errors.Is(err, errContent) {
		return Sent{}, err
	}
	return p.say(ctx, m)
}

// Update replaces a message that was sent earlier.
func (s *Sender) Update(ctx context.Context, sent Sent, m card.Message) error {
	_, _, _, err := s.api.UpdateMessageContext(ctx, sent.Channel, sent.Message, m.Options()...)
	return err
}

// Post sends a message that everyone in a channel sees, and that the bot can
// update later.
func (s *Sender) Post(ctx context.Context, channel string, m card.Message) (Sent, error) {
	place := s.At("", channel, "", "", 0)
	return place.degrade(m, func(m card.Message) (Sent, error) { return place.post(ctx, channel, m) })
}

// Publish sends a message that everyone in the channel sees.
func (p *Place) Publish(ctx context.Context, m card.Message) error {
	_, err := p.degrade(m, func(m card.Message) (Sent, error) {
		open := m.Reply(false)
		open.ResponseType = slack.ResponseTypeInChannel
		err := p.hook.post(ctx, open)
		if err == nil || errors.Is(err, errContent) {
			return Sent{}, err
		}
		return p.post(ctx, p.Channel, m)
	})
	return err
}

// Spare is how many replacements can be made beside the answers that must still
// be possible; a message of the bot's own can be replaced any number of times.
func (p *Place) Spare() int {
	const kept = 2 // the outcome, and something unforeseen
	if p.Message != "" {
		return int(^uint(0) >> 1)
	}
	return max(0, p.hook.left()-kept)
}

// Direct tells a conversation that may be the person's own with the bot. There
// messages are sent in a way that allows for updates. In a direct message
// between two people the bot cannot post like that, and another way is taken.
func (p *Place) Direct() bool { return strings.HasPrefix(p.Channel, "D") }

func (p *Place) post(ctx context.Context, channel string, m card.Message) (Sent, error) {
	channel, stamp, err := p.sender.api.PostMessageContext(ctx, channel, m.Options()...)
	if err != nil {
		return Sent{}, known(err)
	}
	return Sent{channel, stamp}, nil
}

// degrade sends the plain text where Slack does not accept the blocks: a workspace
// may not know a newer kind of block yet.
func (p *Place) degrade(m card.Message, send func(card.Message) (Sent, error)) (Sent, error) {
	sent, err := send(m)
	if errors.Is(err, errContent) && len(m.Blocks) > 0 {
		p.sender.log.Error("Slack did not accept a message's blocks; its text was sent instead", "error", err)
		return send(card.Message{Text: m.Text})
	}
	return sent, err
}

// known turns Slack's words for content that it does not accept into one error.
func known(err error) error {
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) && (strings.HasPrefix(refused.Err, "invalid_blocks") || refused.Err == "msg_blocks_too_long") {
		return errContent
	}
	return err
}
