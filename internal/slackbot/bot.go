// The bot: its parts, its life, and which delivery goes where.

package slackbot

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/slackbot/pool"
	"govgroup/internal/slackbot/reply"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/tools"
)

// How much happens at once. What opens a modal has lanes of its own, because
// Slack allows it for three seconds only and everything else may take long.
const (
	workers      = 32
	queue        = 1000
	quickWorkers = 16
	quickQueue   = 200
)

// Config says what a bot works with. All of it is required unless said otherwise.
type Config struct {
	Registry    *tools.Registry
	Gate        *confirm.Gate
	API         *slack.Client
	People      People
	Renderer    *card.Renderer
	Forms       Forms
	Suggestions Suggestions
	Grammar     *command.Grammar
	TestHost    string        // one more host that response URLs may have; empty: none
	Grace       time.Duration // for work in progress when the bot is closed; 0: 20 seconds
	Log         *slog.Logger
}

// Bot answers what people do in Slack. Make one with [New]; it is a
// [transport.Handler].
type Bot struct {
	Config
	sender *reply.Sender
	work   *pool.Pool
	quick  *pool.Pool
	cards  *openCards
}

// New makes a bot. Close it to let work in progress end.
func New(c Config) (*Bot, error) {
	if c.Registry == nil || c.Gate == nil || c.API == nil || c.People == nil || c.Renderer == nil {
		return nil, errors.New("the bot lacks one of its parts")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Grace == 0 {
		c.Grace = 20 * time.Second
	}
	b := &Bot{
		Config: c, sender: reply.NewSender(c.API, c.TestHost, c.Log),
		work: pool.New(workers, queue, c.Log), quick: pool.New(quickWorkers, quickQueue, c.Log),
	}
	b.cards = newOpenCards(b)
	return b, nil
}

// Run does what is to be done in the background until ctx is done.
func (b *Bot) Run(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.cards.watch(ctx)
	}()
	if b.Suggestions != nil {
		b.Suggestions.Run(ctx)
	}
	<-done
}

// Close takes no more deliveries and returns when all work has ended; what still
// runs after the grace is told to stop.
func (b *Bot) Close() {
	b.quick.Close(b.Grace)
	b.work.Close(b.Grace)
}

// Settled returns once nothing is being worked on, or ctx is done.
func (b *Bot) Settled(ctx context.Context) {
	for _, p := range []*pool.Pool{b.quick, b.work, b.quick} {
		select {
		case <-p.Idle():
		case <-ctx.Done():
		}
	}
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
		return b.suggested(ctx, i)
	}
	return nil, nil // a closed modal, or something newer: nothing to do
}
