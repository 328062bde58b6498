// Deciding: what becomes of a card when somebody presses Confirm or Cancel, or
// types the name. Whether an answer counts is the gate's business.

package slackbot

import (
	"cmp"
	"context"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// decide takes an answer to the gate and shows what came of it. The card changes
// only once the gate has said that the answer counts.
func (v *visit) decide(ctx context.Context, id string, a confirm.Answer) error {
	steps := v.progress(ctx, v.replace)
	a.By, a.Progress = v.caller, steps.report
	o, err := v.bot.Gate.Decide(ctx, id, a)
	show := steps.stop()
	if err != nil {
		return v.undecided(ctx, id, tools.AsFault(err), show)
	}
	sent := show(ctx, v.bot.Renderer.Outcome(o, v.decision()))
	v.bot.cards.closed(sent)
	v.waits(tools.Result{Data: o}, sent) // a fresh request, where the tenant had changed
	v.bot.cards.changed(lasting(ctx), id)
	return nil
}

// decision is that this person decided now.
func (v *visit) decision() card.Decision {
	return card.Decision{By: cmp.Or(v.caller.Email, v.caller.Subject), At: time.Now()}
}

// undecided tells about an answer that led to nothing. A card whose request has
// found its end shows that end; any other stays as it is, for those who may
// decide.
func (v *visit) undecided(ctx context.Context, id string, f *tools.Fault, show deliver) error {
	if f.Code == tools.NotAllowed || f.Code == tools.NotFound {
		return f
	}
	ctx = lasting(ctx)
	view, done, err := v.bot.request(ctx, v.caller, id)
	if err != nil || !confirm.State(view.State).Final() {
		return f
	}
	m := v.bot.Renderer.Request(done)
	if f.Code == tools.Declined {
		o := tools.Outcome{Status: view.State, Summary: view.Summary, Change: view.ID}
		m = v.bot.Renderer.Outcome(o, v.decision())
	}
	v.bot.cards.closed(show(ctx, m))
	v.bot.cards.changed(ctx, id)
	if f.Code == tools.Declined {
		return nil // the card says so, and this person knows
	}
	return f
}

// askName opens the modal in which the name is typed.
func (v *visit) askName(ctx context.Context, id string) error {
	q, err := v.bot.Gate.Question(ctx, id)
	if err != nil {
		return v.undecided(ctx, id, tools.AsFault(err), v.replace)
	}
	from := v.origin()
	from.Request = id
	_, err = v.bot.API.OpenViewContext(ctx, v.trigger, v.bot.Renderer.NameModal(q, from))
	return notOpened(err)
}

// origin is what a modal has to remember of this visit.
func (v *visit) origin() card.Origin {
	url, used := v.place.URL()
	return card.Origin{Channel: v.place.Channel, Message: v.place.Message, ResponseURL: url, Used: used}
}

// notOpened says why a modal did not open: mostly because three seconds had
// passed.
func notOpened(err error) error {
	if err == nil {
		return nil
	}
	return &tools.Fault{
		Code:    tools.Unavailable,
		Message: "Slack did not open the form; it allows only three seconds for that. Nothing was changed. Press the button or type the command again.",
		Cause:   err,
	}
}
