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

// Responder is where one person waits for an answer.
type Responder struct {
	User    string
	Channel string // empty: not in a channel
	Message string // of a click: the timestamp of the message clicked on, if others see it too

	sender *Sender
	url    *responseURL
}

// At makes a responder. The response URL may be empty; used tells how often it has
// been used already. A URL that is not Slack's is taken for none.
func (s *Sender) At(user, channel, message, address string, used int) *Responder {
	if address != "" && checkResponseURL(address, s.testHost) != nil {
		s.log.Warn("a response URL was not used", "reason", errForeignURL)
		address = ""
	}
	return &Responder{
		User: user, Channel: channel, Message: message, sender: s,
		url: &responseURL{client: s.client, address: address, used: used, since: time.Now(), now: time.Now},
	}
}

// URL gives the response URL, a secret, and how often it has been used: for a
// modal to carry on with. After that the responder must not be used any more.
func (r *Responder) URL() (string, int) {
	if r.url.left() == 0 {
		return "", 0
	}
	return r.url.address, r.url.used
}

// Sent is where a message went that the bot can update later; the zero value is
// one that it cannot.
type Sent struct{ Channel, Message string }

// Ephemeral sends a new message that only the person sees.
func (r *Responder) Ephemeral(ctx context.Context, m card.Message) (Sent, error) {
	return r.withTextFallback(m, func(m card.Message) (Sent, error) { return r.ephemeral(ctx, m) })
}

// ephemeral tries one way after the other. Content that Slack does not accept is not
// tried again on another way: it would not be accepted there either.
func (r *Responder) ephemeral(ctx context.Context, m card.Message) (Sent, error) {
	if r.IsDM() {
		if sent, err := r.post(ctx, r.Channel, m); err == nil || errors.Is(err, errContent) {
			return sent, err
		}
	}
	err := r.url.post(ctx, m.Reply(false))
	if err == nil || errors.Is(err, errContent) {
		return Sent{}, err
	}
	if r.Channel != "" {
		_, err := r.sender.api.PostEphemeralContext(ctx, r.Channel, r.User, m.Options()...)
		if err := contentError(err); err == nil || errors.Is(err, errContent) {
			return Sent{}, err
		}
	}
	return r.post(ctx, r.User, m)
}

// Replace puts a message in place of the one that was clicked on. Where that is
// no longer possible it is sent as a new one.
func (r *Responder) Replace(ctx context.Context, m card.Message) (Sent, error) {
	return r.withTextFallback(m, func(m card.Message) (Sent, error) { return r.replace(ctx, m) })
}

// replace prefers the bot's own update, which has no limit on uses.
func (r *Responder) replace(ctx context.Context, m card.Message) (Sent, error) {
	if r.Message != "" {
		_, _, _, err := r.sender.api.UpdateMessageContext(ctx, r.Channel, r.Message, m.Options()...)
		if err := contentError(err); err == nil || errors.Is(err, errContent) {
			return Sent{r.Channel, r.Message}, err
		}
	}
	err := r.url.post(ctx, m.Reply(true))
	if err == nil || errors.Is(err, errContent) {
		return Sent{}, err
	}
	return r.ephemeral(ctx, m)
}

// Update replaces a message that was sent earlier.
func (s *Sender) Update(ctx context.Context, sent Sent, m card.Message) error {
	_, _, _, err := s.api.UpdateMessageContext(ctx, sent.Channel, sent.Message, m.Options()...)
	return err
}

// Post sends a message that everyone in a channel sees, and that the bot can
// update later.
func (s *Sender) Post(ctx context.Context, channel string, m card.Message) (Sent, error) {
	r := s.At("", channel, "", "", 0)
	return r.withTextFallback(m, func(m card.Message) (Sent, error) { return r.post(ctx, channel, m) })
}

// InChannel sends a message that everyone in the channel sees.
func (r *Responder) InChannel(ctx context.Context, m card.Message) error {
	_, err := r.withTextFallback(m, func(m card.Message) (Sent, error) {
		open := m.Reply(false)
		open.ResponseType = slack.ResponseTypeInChannel
		err := r.url.post(ctx, open)
		if err == nil || errors.Is(err, errContent) {
			return Sent{}, err
		}
		return r.post(ctx, r.Channel, m)
	})
	return err
}

// UpdatesLeft is how many replacements can be made beside the answers that must still
// be possible; a message of the bot's own can be replaced any number of times.
func (r *Responder) UpdatesLeft() int {
	const kept = 2 // the outcome, and something unforeseen
	if r.Message != "" {
		return int(^uint(0) >> 1)
	}
	return max(0, r.url.left()-kept)
}

// IsDM tells a conversation that may be the person's own with the bot. There
// messages are sent in a way that allows for updates. In a direct message
// between two people the bot cannot post like that, and another way is taken.
func (r *Responder) IsDM() bool { return strings.HasPrefix(r.Channel, "D") }

func (r *Responder) post(ctx context.Context, channel string, m card.Message) (Sent, error) {
	channel, stamp, err := r.sender.api.PostMessageContext(ctx, channel, m.Options()...)
	if err != nil {
		return Sent{}, contentError(err)
	}
	return Sent{channel, stamp}, nil
}

// withTextFallback sends the plain text where Slack does not accept the blocks: a workspace
// may not know a newer kind of block yet.
func (r *Responder) withTextFallback(m card.Message, send func(card.Message) (Sent, error)) (Sent, error) {
	sent, err := send(m)
	if errors.Is(err, errContent) && len(m.Blocks) > 0 {
		r.sender.log.Error("Slack did not accept a message's blocks; its text was sent instead", "error", err)
		return send(card.Message{Text: m.Text})
	}
	return sent, err
}

// contentError turns Slack's words for content that it does not accept into one error.
func contentError(err error) error {
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) && (strings.HasPrefix(refused.Err, "invalid_blocks") || refused.Err == "msg_blocks_too_long") {
		return errContent
	}
	return err
}
