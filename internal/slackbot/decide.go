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
	steps := v.progress(ctx, v.replace, updateEvery)
	a.By, a.Authenticated, a.Progress = v.caller, true, steps.report
	o, err := v.bot.Gate.Decide(ctx, id, a)
	show := steps.stop()
	if err != nil {
		return v.undecided(ctx, id, tools.AsError(err), show)
	}
	sent := show(ctx, v.bot.renderer.Outcome(o, v.decision()))
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
func (v *visit) undecided(ctx context.Context, id string, f *tools.Error, show deliver) error {
	if f.Code == tools.NotAllowed || f.Code == tools.NotFound {
		return f
	}
	ctx = lasting(ctx)
	view, done, err := v.bot.request(ctx, v.caller, id)
	if err != nil || !confirm.State(view.State).Final() {
		return f
	}
	m := v.bot.renderer.Request(done)
	if f.Code == tools.Declined {
		o := tools.Outcome{Status: view.State, Summary: view.Summary, Change: view.ID}
		m = v.bot.renderer.Outcome(o, v.decision())
	}
	v.bot.cards.closed(show(ctx, m))
	v.bot.cards.changed(ctx, id)
	if f.Code == tools.Declined {
		return nil // the card says so, and this person knows
	}
	return f
}
