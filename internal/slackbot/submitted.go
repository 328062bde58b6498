// Modals that are submitted.

package slackbot

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/people"
	"govgroup/internal/tools"
)

// ackTime is how long a submitted form stays open for an error that comes fast
// enough to be shown next to its field. Later ones come as a message.
const ackTime = 700 * time.Millisecond

// submitted has a form worked on, and gives what to acknowledge it with.
func (b *Bot) submitted(ctx context.Context, i slack.InteractionCallback) (any, error) {
	from, err := card.ReadMetadata(i.View.PrivateMetadata)
	if err != nil {
		return nil, err
	}
	v := b.visit("modal "+i.View.CallbackID, people.Origin{Team: i.Team.ID, User: i.User.ID, Channel: from.Channel},
		b.sender.At(i.User.ID, from.Channel, from.Message, from.ResponseURL, from.Used), i.TriggerID)
	window := newWindow()
	work := func(ctx context.Context, v *visit) error { return v.submitForm(ctx, i.View, window) }
	if i.View.CallbackID == card.NameModal {
		work = func(ctx context.Context, v *visit) error { return v.submitName(ctx, i.View, from.Request, window) }
	}
	err = v.begin(b.work, func(ctx context.Context, v *visit) error {
		defer window.shut()
		return work(ctx, v)
	})
	if err != nil {
		return nil, err
	}
	return window.wait(ctx, ackTime), nil
}

// submitName decides with what was typed.
func (v *visit) submitName(ctx context.Context, view slack.View, id string, w *window) error {
	err := v.decide(ctx, id, confirm.Answer{Verdict: confirm.Yes, Typed: card.Typed(view.State)})
	if err == nil {
		return nil
	}
	if f := tools.AsError(err); f.Code == tools.InvalidInput && w.show(card.NameError(f)) {
		return nil
	}
	return err
}

// submitForm makes the call that a form asks for.
func (v *visit) submitForm(ctx context.Context, view slack.View, w *window) error {
	c, wrong, err := v.bot.forms.Read(view)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		w.show(slack.NewErrorsViewSubmissionResponse(wrong))
		return nil
	}
	v.what = c.Tool
	return v.call(ctx, c, v.say)
}
