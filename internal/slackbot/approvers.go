// Telling approvers: what needs somebody else's approval is posted where they
// are, with the buttons to decide it. Who may press them is the gate's business.

package slackbot

import (
	"context"
	"fmt"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// tellEvery is how often there is a look for requests that nobody was told of;
// they may have been made by another program.
const tellEvery = 3 * time.Second

// tellApprovers posts what needs approval until ctx is done. Without a channel
// it does nothing: the approval page lists the same requests.
func (b *Bot) tellApprovers(ctx context.Context) {
	if b.Approvers == "" {
		return
	}
	ticker := time.NewTicker(tellEvery)
	defer ticker.Stop()
	for {
		err := b.services.gate.Announce(ctx, func(a confirm.Announcement) error { return b.announce(ctx, a) })
		if err != nil && ctx.Err() == nil {
			b.Log.Error("approvers could not be told of a request", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (b *Bot) announce(ctx context.Context, a confirm.Announcement) error {
	lead := fmt.Sprintf("%s asks for this over %s, and it needs somebody else's approval.", a.Requester.Who(), tools.Clean(a.Requester.Surface))
	sent, err := b.services.sender.post(ctx, b.Approvers, b.services.renderer.Ask(*a.Outcome.Confirmation, lead))
	if err != nil {
		return err
	}
	b.services.cards.opened(a.ID, a.Requester, sent)
	return nil
}
