// Open requests: how many one caller may have, and that the same one is not made
// twice.

package confirm

import (
	"context"

	"govgroup/internal/tools"
)

// mostOpen is how many requests of one caller may wait at the same time, so that
// nobody buries those who decide.
const mostOpen = 20

// alreadyOpen finds the caller's open request for the same change, made from the
// same state of the tenant; nil if there is none. An error means that the caller
// has too many open.
func (g *Gate) alreadyOpen(ctx context.Context, r Request) (*Request, error) {
	open, err := g.openOf(ctx, r.Requester)
	if err != nil {
		return nil, err
	}
	for _, earlier := range open {
		if r.same(earlier) {
			return &earlier, nil
		}
	}
	if len(open) >= mostOpen {
		return nil, tools.Errorf(tools.RateLimited,
			"%d requests of yours wait for a decision already, and more are not taken. govgroup_confirmation lists them; decline what is not wanted any more.", len(open))
	}
	return nil, nil
}

// openOf lists the caller's requests that still wait. Callers without a subject
// are one caller.
func (g *Gate) openOf(ctx context.Context, by tools.Caller) ([]Request, error) {
	found, err := g.Store.List(ctx, Query{
		Tenant: g.Tenant, States: []State{Pending}, Surface: by.Surface, Subject: by.Subject, Limit: -1,
	})
	if err != nil {
		return nil, g.unrecorded(ctx, err)
	}
	var open []Request
	for _, r := range found {
		if r.Requester.Subject == by.Subject && g.Now().Before(r.Expires) {
			open = append(open, r)
		}
	}
	return open, nil
}

// same reports whether an open request asks for what this one would: the same
// change by the same caller, with the same question.
func (r Request) same(open Request) bool {
	return open.By(r.Requester) && open.Digest == r.Digest && open.Undoes == r.Undoes &&
		open.Level == r.Level && open.Typed == r.Typed && open.LookAlike == r.LookAlike && open.Policy == r.Policy &&
		len(open.Plan.Diff(r.Plan)) == 0
}
