// Decisions: what becomes of a card when somebody confirms or declines. Whether an
// answer counts is the gate's business.

package slackbot

import (
	"context"
	"slices"
	"strings"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// buttonsStay is how long the buttons of a card stay that was confirmed: the gate says
// as soon as the answer counts that there is nothing to press any more.
const buttonsStay = 300 * time.Millisecond

// decide takes an answer to the gate and shows what came of it. The card changes
// only once the gate has said that the answer counts.
func (i *interaction) decide(ctx context.Context, id tools.RequestID, a confirm.Answer) error {
	steps := i.progress(ctx, i.replace, buttonsStay, "")
	a.By, a.Authenticated, a.Progress = i.caller, true, func(p tools.Progress) {
		if i.accepted != nil {
			i.accepted()
		}
		steps.report(p)
	}
	o, err := i.gate.Decide(ctx, id, a)
	show := steps.stop()
	if err != nil {
		return i.undecided(ctx, id, tools.AsError(err), &a.Verdict, show)
	}
	ctx = lasting(ctx)
	if o.Confirmation != nil { // a fresh request, because the tenant had changed
		i.cards.changed(ctx, id)
		return i.ask(ctx, o, show)
	}
	q, err := i.requests.read(ctx, id, i.caller)
	if err != nil {
		show(ctx, i.renderer.Outcome(o, false)) // done all the same
		return err
	}
	i.cards.closed(show(ctx, i.renderer.Ended(q, false)))
	i.cards.changed(ctx, id)
	return nil
}

// ask shows a question to whoever has to answer it.
func (i *interaction) ask(ctx context.Context, o tools.Outcome, show deliver) error {
	q, err := i.requests.read(ctx, o.Confirmation.ID, i.caller)
	if err != nil {
		return err
	}
	var leads []string // what this answer says beyond the question, which may be an earlier one
	if o.Status == tools.StatusStale {
		leads = append(leads, o.Summary)
	}
	for _, w := range o.Warnings {
		if !slices.Contains(q.Lines, tools.Line{Label: "Warning", Value: w}) {
			leads = append(leads, w)
		}
	}
	lead := strings.Join(leads, " ")
	i.cards.opened(q.ID, i.caller, show(ctx, i.renderer.Ask(q, lead)))
	return nil
}

// undecided tells about an answer that led to nothing. A card whose request has
// found its end shows that end; any other stays as it is, for those who may
// decide. Their own answer given twice is nothing to tell them; the verdict is nil where
// none was given.
func (i *interaction) undecided(ctx context.Context, id tools.RequestID, failure *tools.Error, verdict *confirm.Verdict, show deliver) error {
	if failure.Code == tools.NotAllowed || failure.Code == tools.NotFound {
		return failure
	}
	ctx = lasting(ctx)
	q, err := i.requests.read(ctx, id, i.caller)
	again := err == nil && q.DecidedBy == i.caller.Who() && verdict != nil &&
		(*verdict == confirm.No) == (q.Outcome.Status == tools.StatusDeclined)
	if err != nil || q.Outcome.Status == tools.StatusAsk || q.Outcome.Status == tools.StatusWorking {
		return unless(again, failure)
	}
	i.cards.closed(show(ctx, i.renderer.Ended(q, false)))
	i.cards.changed(ctx, id)
	// The card says so, and this person knows.
	return unless(failure.Code == tools.Declined || again, failure)
}

// unless is the failure, where the person does not know it anyway.
func unless(known bool, failure *tools.Error) error {
	if known {
		return nil
	}
	return failure
}
