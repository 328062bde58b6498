// Endings: telling whoever asked how it ended, where they do not see it themselves
// because someone else decided or nobody did.

package confirm

import (
	"context"
	"errors"
	"time"
)

// Whoever asked is told of what ended within the last day, of so many requests: a
// program that comes up after longer does not dig up what is long known.
const (
	tellWithin = 24 * time.Hour
	tellMost   = 1000
)

// TellEnds gives tell each request of a surface that someone else than whoever made
// it decided, or that nobody did, and whose maker was not told. Several programs may
// do so at once: each request is given to one of them. One whose maker could not be
// told is given again later; the error says why.
func (g *Gate) TellEnds(ctx context.Context, surface string, tell func(RequestView) error) error {
	ended, err := g.Store.List(ctx, Query{
		Tenant: g.Tenant, States: []State{Done, PartlyDone, Failed, Unknown, Declined, Expired, Stale}, Surface: surface, Limit: tellMost,
	})
	if err != nil {
		return g.unrecorded(ctx, err)
	}
	var failed error
	for _, r := range ended {
		if r.Told.IsZero() && g.Now().Sub(r.Finished) < tellWithin && r.endedWithoutRequester() {
			failed = errors.Join(failed, g.tellEnd(ctx, r, tell))
		}
	}
	return failed
}

// endedWithoutRequester reports whether somebody had to be asked, and whoever made
// the request was not the one who decided.
func (r Request) endedWithoutRequester() bool {
	switch n := len(r.Approvals); {
	case r.State == Expired, r.Late:
		return true
	case n > 0:
		return !r.SamePerson(r.Approvals[n-1].By)
	case r.State == Declined:
		return r.DeclinedBy != nil && !r.SamePerson(*r.DeclinedBy)
	}
	return false // nobody had to be asked
}

func (g *Gate) tellEnd(ctx context.Context, r Request, tell func(RequestView) error) error {
	r.Told = g.Now().UTC()
	err := g.Store.Update(ctx, r)
	if errors.Is(err, ErrConflict) {
		return nil // another program tells
	}
	if err != nil {
		return g.unrecorded(ctx, err)
	}
	r.Version++
	if err := tell(RequestView{Request: r, Outcome: g.outcome(r), Own: true}); err != nil {
		r.Told = time.Time{}
		return errors.Join(err, g.Store.Update(context.WithoutCancel(ctx), r))
	}
	return nil
}
