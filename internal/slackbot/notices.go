// Notices: telling people what concerns them and what they have not asked for just
// now. Approvers are told what needs them, where they are; whoever asked is told how
// it ended, where somebody else decided or nobody did.

package slackbot

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
)

// notices tells. Who of the approvers may press the buttons is the gate's business.
type notices struct {
	surface   string // whose requesters are told
	approvers string // the channel; empty: none, and the approval page lists the same requests
	gate      *confirm.Gate
	requests  requests
	renderer  *card.Renderer
	sender    *sender
	cards     *openCards
	once      once
	log       *slog.Logger

	failing map[string]string // why something could not be told, so that the log has it once; only run uses it
}

// run tells until ctx is done. It looks every now and then: requests may be made and
// decided in other programs.
func (n *notices) run(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	n.failing = map[string]string{}
	for {
		if n.approvers != "" {
			err := n.gate.Announce(ctx, func(a confirm.Announcement) error { return n.announce(ctx, a) })
			n.failed(ctx, "approvers could not be told of what waits for them; it is tried again, and until then they find it with the command pending", err)
			err = n.gate.Remind(ctx, func(a confirm.Announcement) error { return n.remind(ctx, a) })
			n.failed(ctx, "approvers could not be reminded of a request", err)
		}
		err := n.gate.TellEnds(ctx, n.surface, func(v confirm.RequestView) error { return n.tellEnd(ctx, v) })
		n.failed(ctx, "whoever asked could not be told how it ended", err)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// failed has the log tell what could not be told, and when it can be again: once, however
// often it is tried.
func (n *notices) failed(ctx context.Context, what string, err error) {
	why := ""
	if err != nil {
		why = cmp.Or(slackCode(err), err.Error())
	}
	if ctx.Err() != nil || n.failing[what] == why {
		return
	}
	n.failing[what] = why
	if err == nil {
		n.log.Info("that is over", "what", what)
		return
	}
	n.log.Error(what, "error", err)
}

// announce posts a question where those are who may decide. They are many, so that
// the card says who of them may.
func (n *notices) announce(ctx context.Context, a confirm.Announcement) error {
	return n.ask(ctx, a, "")
}

// remind posts it once more when its time is nearly over. Where that fails nobody is
// reminded again: the first card is still there.
func (n *notices) remind(ctx context.Context, a confirm.Announcement) error {
	if first, err := n.once.first(ctx, "reminded "+string(a.ID), a.Expires); err != nil || !first {
		return err
	}
	return n.ask(ctx, a, "Nobody has decided this yet, and its time is nearly over.")
}

func (n *notices) ask(ctx context.Context, a confirm.Announcement, lead string) error {
	q, err := n.requests.read(ctx, a.ID, a.Requester)
	if err != nil {
		return err
	}
	sent, err := n.sender.post(ctx, n.approvers, n.renderer.Ask(forEveryone(q), lead))
	if err != nil {
		return err
	}
	n.cards.opened(a.ID, a.Requester, sent)
	return nil
}

// tellEnd writes to whoever asked, by a direct message: the card that they asked
// from may be one that cannot be changed any more.
func (n *notices) tellEnd(ctx context.Context, v confirm.RequestView) error {
	_, user, known := strings.Cut(v.Requester.Subject, "/")
	if !known {
		return nil
	}
	_, err := n.sender.post(ctx, user, n.renderer.Ended(n.requests.shown(v), false))
	return err
}
