// What the people whom a request concerns see of it: who made it, and those who
// may decide. For front ends that know who is looking.

package confirm

import (
	"context"
	"errors"
	"slices"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// RequestView is a request as it is shown to one person whom it concerns.
type RequestView struct {
	Request
	Outcome tools.Outcome // how it stands; its summary is a sentence
	Phrase  string        // what has to be typed with an approval; empty: nothing
	Own     bool          // the person made it
	Refusal *tools.Error  // why this person's approval would not count; nil if it would
}

// ListPending lists the pending requests that a person made or may decide, the one
// that expires first at the head.
func (g *Gate) ListPending(ctx context.Context, by tools.Caller) ([]RequestView, error) {
	found, err := g.Store.List(ctx, Query{Tenant: g.Tenant, States: []State{Pending}, Limit: -1})
	if err != nil {
		return nil, g.unrecorded(ctx, err)
	}
	var views []RequestView
	for _, r := range found {
		if !g.Now().Before(r.Expires) {
			continue
		}
		c, err := g.viewFor(ctx, r, by)
		if err != nil {
			return nil, err
		}
		if c.Own || c.Refusal == nil {
			views = append(views, c)
		}
	}
	slices.SortStableFunc(views, func(a, b RequestView) int { return a.Expires.Compare(b.Expires) })
	return views, nil
}

// ListDecided lists the requests that a person approved or declined, the latest
// first, and says how many there are in all.
func (g *Gate) ListDecided(ctx context.Context, by tools.Caller, limit int) (views []RequestView, total int, err error) {
	changes, _, err := g.Audit.History(ctx, audit.Query{Tenant: g.Tenant})
	if err != nil {
		return nil, 0, g.unrecorded(ctx, err)
	}
	for _, c := range changes {
		if c.Request == "" || c.State == "" || c.Approver == nil || !same(*c.Approver, by) {
			continue
		}
		if total++; total > limit {
			continue
		}
		r, err := g.get(ctx, c.Request)
		if err != nil {
			return nil, 0, g.unrecorded(ctx, err)
		}
		views = append(views, RequestView{Request: r, Outcome: g.outcome(r), Own: r.SamePerson(by)})
	}
	return views, total, nil
}

// View gives one request to a person who made it, decided it or may decide it.
// Anyone else gets an error NotAllowed that says why not.
func (g *Gate) View(ctx context.Context, id tools.RequestID, by tools.Caller) (RequestView, error) {
	r, err := g.get(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return RequestView{}, tools.Errorf(tools.NotFound, "There is no such request.")
	}
	if err != nil {
		return RequestView{}, err
	}
	c, err := g.viewFor(ctx, r, by)
	if err != nil {
		return RequestView{}, err
	}
	agreed := slices.ContainsFunc(r.Approvals, func(a Approval) bool { return same(a.By, by) })
	if c.Refusal != nil && !c.Own && !agreed {
		return RequestView{}, c.Refusal
	}
	return c, nil
}

// viewFor judges what a request is to a person. An error means that it could
// not be judged.
func (g *Gate) viewFor(ctx context.Context, r Request, by tools.Caller) (RequestView, error) {
	c := RequestView{Request: r, Outcome: g.outcome(r), Phrase: r.phrase(), Own: r.SamePerson(by)}
	a := Answer{Verdict: Yes, By: by, Authenticated: g.vouches(by)}
	err := g.mayDecide(ctx, r, a)
	if err == nil && !r.reached(a).Meets(r.Level) {
		err = a.tooWeak()
	}
	if errors.As(err, &c.Refusal) && c.Refusal.Code == tools.NotAllowed {
		return c, nil
	}
	return c, err
}

// tooWeak says why an approval would not reach the level.
func (a Answer) tooWeak() error {
	if !a.Authenticated {
		return claimedAtConsole
	}
	return unknownToTenant
}

var claimedAtConsole = tools.Errorf(tools.NotAllowed,
	"This request needs the approval of a known person, and at a console anybody could claim to be you.")

var unknownToTenant = tools.Errorf(tools.NotAllowed,
	"This request needs the approval of a second person, and the tenant does not know both of you by your e-mails.")

// same reports whether two callers are one person: the same subject on the same
// surface, or the same identity.
func same(a, b tools.Caller) bool { return Request{Requester: a}.SamePerson(b) }

// Follow tells whoever made a request how it stands.
func (g *Gate) Follow(ctx context.Context, id tools.RequestID, by tools.Caller) (tools.Outcome, error) {
	r, err := g.get(ctx, id)
	if errors.Is(err, ErrNotFound) || (err == nil && !r.SamePerson(by)) {
		return tools.Outcome{}, tools.Errorf(tools.NotFound, "There is no request %s of yours here.", tools.Clean(string(id)))
	}
	if err != nil {
		return tools.Outcome{}, err
	}
	return g.outcome(r), nil
}
