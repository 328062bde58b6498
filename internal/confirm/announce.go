// Telling those who may decide: a request that needs someone else than whoever
// made it is announced once, by one of any number of programs.

package confirm

import (
	"context"
	"errors"
	"time"

	"govgroup/internal/tools"
)

// Announcement is a request that somebody has to be told about.
type Announcement struct {
	ID        tools.RequestID
	Requester tools.Caller
	Expires   time.Time
	Outcome   tools.Outcome // the question, with its preview
}

// Announce gives tell each pending request that needs a known person's approval and
// that nobody was told about. Several programs may do so at once: each request
// is given to one of them. One that could not be told is given again later; the
// error says why.
func (g *Gate) Announce(ctx context.Context, tell func(Announcement) error) error {
	if g.readOnly() {
		return nil
	}
	open, err := g.Store.List(ctx, Query{Tenant: g.Tenant, States: []State{Pending}, Limit: -1})
	if err != nil {
		return g.unrecorded(ctx, err)
	}
	var failed error
	for _, r := range open {
		if r.Level.Meets(Person) && r.Announced.IsZero() && g.Now().Before(r.Expires) {
			failed = errors.Join(failed, g.announce(ctx, r, tell))
		}
	}
	return failed
}

func (g *Gate) announce(ctx context.Context, r Request, tell func(Announcement) error) error {
	r.Announced = g.Now().UTC()
	err := g.Store.Update(ctx, r)
	if errors.Is(err, ErrConflict) {
		return nil // another program tells, or somebody has decided
	}
	if err != nil {
		return g.unrecorded(ctx, err)
	}
	r.Version++
	if err := tell(Announcement{ID: r.ID, Requester: r.Requester, Expires: r.Expires, Outcome: g.asking(r)}); err != nil {
		r.Announced = time.Time{}
		return errors.Join(err, g.Store.Update(context.WithoutCancel(ctx), r))
	}
	return nil
}

// mostAhead is how long before its end a request is reminded of at most.
const mostAhead = time.Hour

// Remind gives tell each announced request of which little time is left, a quarter of
// it and at most an hour. Which of several programs tells, and that it tells once, is
// for tell to see to.
func (g *Gate) Remind(ctx context.Context, tell func(Announcement) error) error {
	if g.readOnly() {
		return nil
	}
	open, err := g.Store.List(ctx, Query{Tenant: g.Tenant, States: []State{Pending}, Limit: -1})
	if err != nil {
		return g.unrecorded(ctx, err)
	}
	var failed error
	for _, r := range open {
		left, ahead := r.Expires.Sub(g.Now()), min(r.Expires.Sub(r.Created)/4, mostAhead)
		if !r.Announced.IsZero() && left > 0 && left <= ahead {
			failed = errors.Join(failed, tell(Announcement{ID: r.ID, Requester: r.Requester, Expires: r.Expires, Outcome: g.asking(r)}))
		}
	}
	return failed
}
