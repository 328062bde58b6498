// The bot: its parts, and which delivery goes where.

package slackbot

import (
	"context"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/slackbot/people"
	"govgroup/internal/slackbot/pool"
	"govgroup/internal/slackbot/reply"
	"govgroup/internal/slackbot/transport"
)

// How much happens at once. The tenant's client asks eight things at a time: with a
// few more workers it always has something to do, and what has begun does not
// wait long for its turn. What opens a modal has lanes of its own, because Slack
// allows it for three seconds only and everything else may take long.
const (
	workers      = 10
	queue        = 1000
	quickWorkers = 16
	quickQueue   = 200
)

// Bot answers what people do in Slack. Make one with [New].
type Bot struct {
	Config
	api         *slack.Client
	grammar     *command.Grammar
	renderer    *card.Renderer
	people      *people.Directory
	forms       card.Forms
	suggestions card.Suggestions
	sender      *reply.Sender
	work        *pool.Pool
	quick       *pool.Pool
	cards       *openCards
}

// Handle takes one delivery; see [transport.Handler].
func (b *Bot) Handle(ctx context.Context, d transport.Delivery) (any, error) {
	if d.Command != nil {
		return b.typed(*d.Command), nil
	}
	switch i := *d.Interaction; i.Type {
	case slack.InteractionTypeBlockActions:
		return nil, b.pressed(i)
	case slack.InteractionTypeViewSubmission:
		return b.submitted(ctx, i)
	case slack.InteractionTypeBlockSuggestion:
		return b.suggested(ctx, i), nil
	}
	return nil, nil // a closed modal, or something newer: nothing to do
}

// Settled returns once nothing is being worked on, or ctx is done. It is for
// terminals and tests, where one thing is done after the other.
func (b *Bot) Settled(ctx context.Context) {
	for _, p := range []*pool.Pool{b.quick, b.work} {
		select {
		case <-p.Idle():
		case <-ctx.Done():
		}
	}
}
