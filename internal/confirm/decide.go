// Deciding: from an answer to an execution, or to none.

package confirm

import (
	"cmp"
	"context"
	"errors"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// Answer is what came back from whoever was asked.
type Answer struct {
	Verdict       Verdict
	Typed         string       // what was typed, where typing was asked for
	Reason        string       // why, in their own words; for a no, the requester reads it
	By            tools.Caller // who answered
	Authenticated bool         // the front end itself made sure who that is: a Slack user, a signed-in browser
	Progress      func(tools.Progress)
}

// Verdict is the kind of an answer. The zero value is no answer.
type Verdict int

// The verdicts.
const (
	NoAnswer Verdict = iota // dismissed, or nobody answered in time
	Unclear                 // an answer without the content that was asked for
	Yes
	No
)

// Decide takes an answer given to a request by its id, where the front end itself
// knows who answers. Someone else's answer, and one that comes late, change
// nothing and leave the request as it is.
func (g *Gate) Decide(ctx context.Context, id tools.RequestID, a Answer) (tools.Outcome, error) {
	o, err := g.decideByID(ctx, id, a)
	return o, unchanged(err)
}

func (g *Gate) decideByID(ctx context.Context, id tools.RequestID, a Answer) (tools.Outcome, error) {
	if g.readOnly() {
		return tools.Outcome{}, decidesNothing
	}
	a.Authenticated = a.Authenticated && g.vouches(a.By)
	r, err := g.pending(ctx, id)
	if err == nil {
		err = g.mayDecide(ctx, r, a)
	}
	if err != nil {
		g.auditRefusal(ctx, r, a.By, r.Plan.Tool, err)
		return tools.Outcome{}, err
	}
	return g.decide(ctx, r, a)
}

// readOnly reports whether this program only reads: then it decides nothing and
// leaves the requests of others as they are.
func (g *Gate) readOnly() bool { return g.Catalogue.Settings().ReadOnly }

var decidesNothing = tools.Errorf(tools.NotAllowed, "This program only reads (--read-only), so nothing can be decided here. The request stays as it is.")

// unchanged ends an error of deciding with the assurance that nothing was changed.
func unchanged(err error) error {
	if err == nil {
		return nil
	}
	return tools.Unchanged(err)
}

// Question gives what a front end has to show for a request that waits.
func (g *Gate) Question(ctx context.Context, id tools.RequestID) (Question, error) {
	r, err := g.pending(ctx, id)
	if err != nil {
		return Question{}, err
	}
	return g.question(r), nil
}

// decide acts on an answer to a pending request. r is as it was read from the
// store; only the first of several decisions on that version counts.
func (g *Gate) decide(ctx context.Context, r Request, a Answer) (tools.Outcome, error) {
	r.follow(ctx)
	switch a.Verdict {
	case Yes:
		return g.accept(ctx, r, a)
	case No:
		return g.decline(ctx, r, a)
	case Unclear:
		return g.keepOpen(ctx, r, a, unclear)
	}
	return g.keepOpen(ctx, r, a, tools.Errorf(tools.Declined,
		"Nobody answered the question. Do not ask again unless the person wants it; request %s stays open until %s.",
		r.ID, r.Expires.UTC().Format(time.RFC3339)))
}

var unclear = tools.Errorf(tools.InvalidInput, "The answer lacks what was asked for, so it approves nothing.")

// keepOpen keeps the request as it was; the attempt is on record.
func (g *Gate) keepOpen(ctx context.Context, r Request, a Answer, why *tools.Error) (tools.Outcome, error) {
	g.auditRefusal(ctx, r, a.By, r.Plan.Tool, why)
	return tools.Outcome{}, why
}

func (g *Gate) decline(ctx context.Context, r Request, a Answer) (tools.Outcome, error) {
	if err := r.become(Declined); err != nil {
		return tools.Outcome{}, err
	}
	r.Finished, r.Reason = g.Now().UTC(), "declined by "+a.By.Who()
	r.DeclinedBy = &a.By
	if tools.CleanText(a.Reason) != "" {
		r.Reason += ", who says: " + tools.QuotedText(a.Reason)
	}
	if err := g.update(ctx, &r); err != nil {
		return tools.Outcome{}, err
	}
	g.decided(r, declined, r.Finished)
	if err := g.record(ctx, audit.Decided, r, &a.By); err != nil {
		return tools.Outcome{}, err
	}
	return tools.Outcome{}, tools.Errorf(tools.Declined, "The person said no%s. Do not ask again unless they want it.", because(a.Reason))
}

// because gives the reason of a no as part of a sentence.
func because(reason string) string {
	if tools.CleanText(reason) != "" {
		return ", and says: " + tools.QuotedText(reason)
	}
	return ""
}

// accept counts an approval: the name must be right where it had to be typed, the
// request still pending, and the tenant as it was shown.
func (g *Gate) accept(ctx context.Context, r Request, a Answer) (tools.Outcome, error) {
	if phrase := r.phrase(); phrase != "" {
		if !typed(a.Typed, phrase) {
			return g.keepOpen(ctx, r, a, tools.Errorf(tools.InvalidInput,
				"That does not match%s: %s has to be typed. The request stays open.", r.whatIsTyped(), tools.Quoted(phrase)))
		}
	} else if a.Typed != "" {
		return g.keepOpen(ctx, r, a, unclear) // the content of another question
	}
	reached := r.reached(a)
	if !reached.Meets(r.Level) {
		return g.keepOpen(ctx, r, a, tools.Errorf(tools.NotAllowed,
			"This request needs the level %q, which cannot be reached here. %s", r.Level, g.howToDecide(r)))
	}
	if err := r.become(Executing); err != nil {
		return tools.Outcome{}, err
	}
	r.Approvals = append(r.Approvals, Approval{By: a.By, Level: reached, At: g.Now().UTC()})
	claimed := time.Now()
	if err := g.claim(ctx, &r); err != nil {
		return tools.Outcome{}, err
	}
	g.decided(r, approved, g.Now())
	if err := g.record(ctx, audit.Decided, r, &a.By); err != nil {
		return tools.Outcome{}, err
	}
	if a.Progress != nil {
		a.Progress(tools.Progress{Text: "Approved; the tenant is read once more."})
	}
	ctx, e := g.begin(ctx, r, claimed)
	defer e.end()
	return e.recheck(ctx, a)
}

// fail ends a request that was approved and could not be planned again;
// nothing was written.
func (g *Gate) fail(ctx context.Context, r Request, why error) (tools.Outcome, error) {
	failure := tools.AsError(why)
	r.Reason = failure.Message
	state := Failed
	if failure.Code == tools.NotAllowed || failure.Code == tools.NotFound || failure.Code == tools.InUse || failure.Code == tools.Stale {
		state = Stale // the tenant answered; it is just no longer as it was shown
	}
	if err := g.finish(ctx, &r, state, failure); err != nil {
		return tools.Outcome{}, err
	}
	return tools.Outcome{}, failure
}

// get reads a request of this tenant; a pending one past its time is expired on
// the way.
func (g *Gate) get(ctx context.Context, id tools.RequestID) (Request, error) {
	r, err := g.Store.Get(ctx, id)
	if err == nil && r.Tenant != g.Tenant {
		err = ErrNotFound
	}
	if errors.Is(err, ErrNotFound) {
		return r, err
	}
	if err != nil {
		return r, g.unrecorded(ctx, err)
	}
	if r.State == Pending && !g.Now().Before(r.Expires) {
		return g.expire(ctx, r)
	}
	return r, nil
}

// expire ends a request whose time is over. A program that only reads says so and
// leaves the record to others.
func (g *Gate) expire(ctx context.Context, r Request) (Request, error) {
	if err := r.become(Expired); err != nil {
		return r, err
	}
	r.Finished, r.Reason = r.Expires, cmp.Or(r.Reason, "nobody decided in time")
	if g.readOnly() {
		return r, nil
	}
	err := g.Store.Update(ctx, r)
	if errors.Is(err, ErrConflict) {
		return g.Store.Get(ctx, r.ID) // someone was quicker; theirs is the truth
	}
	if err != nil {
		return r, g.unrecorded(ctx, err)
	}
	g.decided(r, expired, r.Finished)
	return r, g.record(ctx, audit.Decided, r, nil)
}

func (g *Gate) pending(ctx context.Context, id tools.RequestID) (Request, error) {
	r, err := g.get(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return r, tools.Errorf(tools.NotFound, "There is no request %s here.", tools.Clean(string(id)))
	}
	if err != nil {
		return r, err
	}
	return r, r.notPending()
}
