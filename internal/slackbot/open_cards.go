// Cards that are open: those that the bot can update when their request is
// decided elsewhere.

package slackbot

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// maxOpen bounds the cards that are kept in mind; further ones say the truth only
// when somebody clicks.
const maxOpen = 1000

// openCards remembers where the cards of pending requests are. It forgets them
// when the program ends: buttons carry the request's id, so that a forgotten
// card still works and tells the truth when it is clicked.
type openCards struct {
	requests requests
	renderer *card.Renderer
	sender   *sender
	log      *slog.Logger

	mu    sync.Mutex
	cards []openCard
}

type openCard struct {
	request tools.RequestID
	caller  tools.Caller
	sent    sentMessage
}

// opened notes a card, if it is one that can be updated.
func (c *openCards) opened(request tools.RequestID, caller tools.Caller, sent sentMessage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if sent.Message != "" && len(c.cards) < maxOpen {
		c.cards = append(c.cards, openCard{request, caller, sent})
	}
}

// closed forgets a card that shows the end of its request.
func (c *openCards) closed(sent sentMessage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cards = slices.DeleteFunc(c.cards, func(o openCard) bool { return o.sent == sent })
}

// changed looks at the cards of one request now.
func (c *openCards) changed(ctx context.Context, request tools.RequestID) {
	for _, o := range c.list() {
		if o.request == request {
			c.look(ctx, o)
		}
	}
}

// watch compares the cards with their requests now and then, until ctx is done.
func (c *openCards) watch(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			for _, o := range c.list() {
				c.look(ctx, o)
			}
		}
	}
}

// list is a copy, so that Slack is not waited for under the lock.
func (c *openCards) list() []openCard {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.cards)
}

// look updates a card whose request has found its end.
func (c *openCards) look(ctx context.Context, o openCard) {
	q, err := c.requests.read(ctx, o.request, o.caller)
	if err != nil || q.Outcome.Status == tools.StatusAsk || q.Outcome.Status == tools.StatusWorking {
		return // there will be another look
	}
	c.closed(o.sent)
	if err := c.sender.update(lasting(ctx), o.sent, c.renderer.Ended(q, false)); err != nil {
		c.log.Warn("a card could not be brought up to date", "request", o.request, "error", err)
	}
}
