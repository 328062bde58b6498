// Decisions: what becomes of a card when somebody presses Confirm or Cancel, or
// types the name. Whether an answer counts is the gate's business.

package slackbot

import (
	"context"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// decide takes an answer to the gate and shows what came of it. The card changes
// only once the gate has said that the answer counts.
func (i *interaction) decide(ctx context.Context, id string, a confirm.Answer) error {
	steps := i.progress(ctx, i.replace, updateEvery)
	a.By, a.Authenticated, a.Progress = i.caller, true, steps.report
	o, err := i.gate.Decide(ctx, id, a)
	show := steps.stop()
	if err != nil {
		return i.undecided(ctx, id, tools.AsError(err), show)
	}
	sent := show(ctx, i.renderer.Outcome(o, i.decision()))
	i.cards.closed(sent)
	i.keepOpen(o, sent) // a fresh request, where the tenant had changed
	i.cards.changed(lasting(ctx), id)
	return nil
}

// decision is that this person decided now.
func (i *interaction) decision() card.Decision {
	return card.Decision{By: i.caller.Who(), At: time.Now()}
}

// undecided tells about an answer that led to nothing. A card whose request has
// found its end shows that end; any other stays as it is, for those who may
// decide.
func (i *interaction) undecided(ctx context.Context, id string, failure *tools.Error, show deliver) error {
	if failure.Code == tools.NotAllowed || failure.Code == tools.NotFound {
		return failure
	}
	ctx = lasting(ctx)
	view, err := readRequest(ctx, i.registry, i.caller, id)
	if err != nil || !confirm.State(view.State).Final() {
		return failure
	}
	m := i.renderer.Request(view)
	if failure.Code == tools.Declined {
		o := tools.Outcome{Status: view.State, Summary: view.Summary, Change: view.ID}
		m = i.renderer.Outcome(o, i.decision())
	}
	i.cards.closed(show(ctx, m))
	i.cards.changed(ctx, id)
	if failure.Code == tools.Declined {
		return nil // the card says so, and this person knows
	}
	return failure
}
