// Responder: the answer to whoever is owed one, by the best way that Slack still
// allows: the response URL, then a message that only they see, then a direct message.

package slackbot

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
)

// sender knows the ways. It is safe for concurrent use.
type sender struct {
	api      *slack.Client
	client   *http.Client
	testHost string
	log      *slog.Logger
}

// newSender makes a sender. Response URLs must be Slack's; testHost, where not
// empty, is one more host that they may have.
func newSender(api *slack.Client, testHost string, log *slog.Logger) *sender {
	return &sender{api: api, client: newHTTPClient(), testHost: testHost, log: log}
}

// responder is where one person waits for an answer.
type responder struct {
	User    string
	Channel string // empty: not in a channel; then the person is told directly
	Thread  string // empty: not in a thread of it
	Message string // of a click: the timestamp of the message clicked on, if others see it too

	sender *sender
	url    *responseURL
}

// at makes a responder. The response URL may be empty; used tells how often it has
// been used already. A URL that is not Slack's is taken for none.
func (s *sender) at(user, channel, message, address string, used int) *responder {
	if address != "" && checkResponseURL(address, s.testHost) != nil {
		s.log.Warn("a response URL was not used", "reason", errForeignURL)
		address = ""
	}
	return &responder{
		User: user, Channel: channel, Message: message, sender: s,
		url: &responseURL{client: s.client, address: address, used: used, since: time.Now(), now: time.Now},
	}
}

// urlLeft gives the response URL, a secret, and how often it has been used: for a
// modal to carry on with. After that the responder must not be used any more.
func (r *responder) urlLeft() (string, int) {
	if r.url.left() == 0 {
		return "", 0
	}
	return r.url.address, r.url.used
}

// sentMessage is where a message went that the bot can update later; the zero value is
// one that it cannot.
type sentMessage struct{ Channel, Message string }

// ephemeral sends a new message that only the person sees.
func (r *responder) ephemeral(ctx context.Context, m card.Message) (sentMessage, error) {
	return r.withTextFallback(m, func(m card.Message) (sentMessage, error) { return r.tryEphemeral(ctx, m) })
}

// tryEphemeral tries one way after the other. Content that Slack does not accept is not
// tried again on another way: it would not be accepted there either.
func (r *responder) tryEphemeral(ctx context.Context, m card.Message) (sent sentMessage, err error) {
	for _, way := range r.ways() {
		if sent, err = way.try(ctx, m); !r.goesOn(way.name, err) {
			break
		}
	}
	return sent, err
}

// way is one in which a message may reach the one person.
type way struct {
	name string
	try  func(context.Context, card.Message) (sentMessage, error)
}

// ways are those that there are here, the best first. The response URL knows nothing of
// threads.
func (r *responder) ways() (all []way) {
	if r.isDM() {
		all = append(all, way{"the direct message", func(ctx context.Context, m card.Message) (sentMessage, error) {
			return r.post(ctx, cmp.Or(r.Channel, r.User), m)
		}})
	}
	toOne := way{"an ephemeral message", r.toOne}
	if r.Thread != "" {
		all = append(all, toOne)
	}
	all = append(all, way{"the response URL", func(ctx context.Context, m card.Message) (sentMessage, error) {
		return sentMessage{}, r.url.post(ctx, m.Reply(false))
	}})
	if r.Channel != "" {
		all = append(all, toOne)
	}
	return append(all, way{"a direct message", func(ctx context.Context, m card.Message) (sentMessage, error) { return r.post(ctx, r.User, m) }})
}

// toOne posts into the channel, or a thread of it, for the one person.
func (r *responder) toOne(ctx context.Context, m card.Message) (sentMessage, error) {
	options := m.Options()
	if r.Thread != "" {
		options = append(options, slack.MsgOptionTS(r.Thread))
	}
	_, err := r.sender.api.PostEphemeralContext(ctx, r.Channel, r.User, options...)
	return sentMessage{}, contentError(err)
}

// goesOn reports whether the next way has to be tried, and logs why.
func (r *responder) goesOn(way string, err error) bool {
	if err == nil || errors.Is(err, errContent) {
		return false
	}
	if !errors.Is(err, errNoResponseURL) {
		r.sender.log.Info("Slack did not take an answer; another way is tried where there is one", "way", way, "error", err)
	}
	return true
}

// replace puts a message in place of the one that was clicked on. Where that is
// no longer possible it is sent as a new one.
func (r *responder) replace(ctx context.Context, m card.Message) (sentMessage, error) {
	return r.withTextFallback(m, func(m card.Message) (sentMessage, error) { return r.tryReplace(ctx, m) })
}

// tryReplace prefers the bot's own update, which has no limit on uses.
func (r *responder) tryReplace(ctx context.Context, m card.Message) (sentMessage, error) {
	if r.Message != "" {
		_, _, _, err := r.sender.api.UpdateMessageContext(ctx, r.Channel, r.Message, m.Options()...)
		if err := contentError(err); !r.goesOn("an update", err) {
			return sentMessage{r.Channel, r.Message}, err
		}
	}
	if err := r.url.post(ctx, m.Reply(true)); !r.goesOn("the response URL", err) {
		return sentMessage{}, err
	}
	return r.tryEphemeral(ctx, m)
}

// update replaces a message that was sent earlier.
func (s *sender) update(ctx context.Context, sent sentMessage, m card.Message) error {
	_, _, _, err := s.api.UpdateMessageContext(ctx, sent.Channel, sent.Message, m.Options()...)
	return err
}

// post sends a message that everyone in a channel sees, and that the bot can
// update later.
func (s *sender) post(ctx context.Context, channel string, m card.Message) (sentMessage, error) {
	r := s.at("", channel, "", "", 0)
	return r.withTextFallback(m, func(m card.Message) (sentMessage, error) { return r.post(ctx, channel, m) })
}

// inChannel sends a message that everyone in the channel sees.
func (r *responder) inChannel(ctx context.Context, m card.Message) error {
	_, err := r.withTextFallback(m, func(m card.Message) (sentMessage, error) {
		open := m.Reply(false)
		open.ResponseType = slack.ResponseTypeInChannel
		if err := r.url.post(ctx, open); !r.goesOn("the response URL", err) {
			return sentMessage{}, err
		}
		return r.post(ctx, r.Channel, m)
	})
	return err
}

// updatesLeft is how many replacements can be made beside the answers that must still
// be possible; a message of the bot's own can be replaced any number of times.
func (r *responder) updatesLeft() int {
	const kept = 2 // the outcome, and something unforeseen
	if r.Message != "" || r.Channel == "" {
		return int(^uint(0) >> 1)
	}
	return max(0, r.url.left()-kept)
}

// isDM tells a conversation that may be the person's own with the bot. There
// messages are sent in a way that allows for updates. In a direct message
// between two people the bot cannot post like that, and another way is taken.
func (r *responder) isDM() bool { return r.Channel == "" || strings.HasPrefix(r.Channel, "D") }

func (r *responder) post(ctx context.Context, channel string, m card.Message) (sentMessage, error) {
	channel, stamp, err := r.sender.api.PostMessageContext(ctx, channel, m.Options()...)
	if err != nil {
		return sentMessage{}, contentError(err)
	}
	return sentMessage{channel, stamp}, nil
}

// withTextFallback sends the plain text where Slack does not accept the blocks: a workspace
// may not know a newer kind of block yet.
func (r *responder) withTextFallback(m card.Message, send func(card.Message) (sentMessage, error)) (sentMessage, error) {
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
