// Looking: others see in the approvers' channel that somebody reads a request already.

package slackbot

import (
	"context"
	"time"

	"govgroup/internal/slackbot/card"
)

// forEveryone is a request as it is shown where many read it.
func forEveryone(q card.Request) card.Request {
	q.Own, q.Everyone, q.Refusal = false, true, ""
	return q
}

// looks says on the card that was clicked on that somebody reads it, once for each
// person. It holds nobody off: whoever may decide still can.
func (i *interaction) looks(ctx context.Context, q card.Request) {
	if q.Own || i.approvers == "" || i.responder.Channel != i.approvers || i.responder.Message == "" {
		return
	}
	first, err := i.once.first(ctx, "looking "+string(q.ID)+" "+i.origin.Team+"/"+i.origin.User, q.Expires)
	if err != nil || !first {
		return // the card is right without it
	}
	seen := forEveryone(q)
	seen.LookedAtBy, seen.LookedAt = i.caller.Who(), time.Now()
	place := sentMessage{i.responder.Channel, i.responder.Message}
	if err := i.sender.update(lasting(ctx), place, i.renderer.Ask(seen, "")); err != nil {
		i.log.Info("a card does not say who is looking at it", "call", i.id, "error", err)
	}
}
