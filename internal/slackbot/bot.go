// Bot: which delivery is handled where.

package slackbot

import (
	"context"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/transport"
)

// Bot answers what people do in Slack. Make one with [New]. It only routes: what
// handlers work with are its services.
type Bot struct {
	Config
	services *services
}

// Handle takes one delivery; see [transport.Handler].
func (b *Bot) Handle(ctx context.Context, d transport.Delivery) (any, error) {
	switch {
	case d.Command != nil:
		return handleCommand(b.services, *d.Command), nil
	case d.Event != nil:
		return nil, handleEvent(b.services, *d.Event)
	}
	switch callback := *d.Interaction; callback.Type {
	case slack.InteractionTypeBlockActions:
		return nil, handleBlockActions(b.services, callback)
	case slack.InteractionTypeViewSubmission:
		return handleViewSubmission(ctx, b.services, callback)
	case slack.InteractionTypeMessageAction, slack.InteractionTypeShortcut:
		return nil, handleShortcut(b.services, callback)
	case slack.InteractionTypeBlockSuggestion:
		return handleBlockSuggestion(ctx, b.services, callback), nil
	}
	return nil, nil // a closed modal, or something newer: nothing to do
}

// Settled returns once nothing is being worked on, or ctx is done. It is for
// terminals and tests, where one thing is done after the other.
func (b *Bot) Settled(ctx context.Context) {
	for _, p := range []*pool{b.services.quick, b.services.work} {
		select {
		case <-p.untilIdle():
		case <-ctx.Done():
		}
	}
}
