// Requests: what one person sees of a request to change.

package slackbot

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// requests reads them from the gate. What it gives is made for one reader: with
// what they may do about a request, and why not.
type requests struct {
	registry *tools.Registry
	gate     *confirm.Gate
}

// read gives a request to a person who made it, decided it or may decide it.
func (r requests) read(ctx context.Context, id tools.RequestID, by tools.Caller) (card.Request, error) {
	v, err := r.gate.View(ctx, id, by)
	if err != nil {
		return card.Request{}, err
	}
	return r.shown(v), nil
}

// settled is read after the tool that follows requests has looked at it: that tool
// checks who may follow, and settles what a program that died has left behind.
func (r requests) settled(ctx context.Context, id tools.RequestID, by tools.Caller) (card.Request, error) {
	arguments, err := json.Marshal(map[string]string{"id": string(id)})
	if err != nil {
		return card.Request{}, err
	}
	c := tools.Call{Tool: tools.NameConfirmation, Arguments: arguments, Caller: by}
	if _, err := r.registry.Call(ctx, c); err != nil {
		return card.Request{}, err
	}
	return r.read(ctx, id, by)
}

// waiting are the requests that a person made or may decide.
func (r requests) waiting(ctx context.Context, by tools.Caller) ([]card.Request, error) {
	found, err := r.gate.ListPending(ctx, by)
	all := make([]card.Request, len(found))
	for i, v := range found {
		all[i] = r.shown(v)
	}
	return all, err
}

// shown is a request in the form that cards take.
func (r requests) shown(v confirm.RequestView) card.Request {
	q := card.Request{
		ID: v.ID, Lines: tools.Lines{{Value: v.Plan.Summary}}, Tenant: hostOf(v.Tenant), Sandbox: r.registry.Settings().Sandbox,
		Asker: v.Requester.Who(), Surface: v.Requester.Surface,
		Expires: v.Expires, Phrase: v.Phrase, Own: v.Own, Outcome: v.Outcome,
	}
	if q.Undoing = v.Undoes != ""; !q.Undoing {
		q.Call = tools.Call{Tool: v.Plan.Tool, Arguments: v.Plan.Arguments}
	}
	if c := v.Outcome.Confirmation; c != nil {
		q.Lines, q.Deciders = c.Preview, c.Decide
	} else {
		q.Reason = v.Purpose
	}
	if v.Refusal != nil {
		q.Refusal = v.Refusal.Message
	}
	if r.registry.Settings().ReadOnly {
		q.Refusal = "This bot only reads (--read-only), so nothing can be decided here."
		q.Own = false // nor can it be withdrawn
	}
	q.DecidedBy, q.DecidedAt = decider(v.Request)
	return q
}

// decider is who said yes or no, and when.
func decider(r confirm.Request) (string, time.Time) {
	switch n := len(r.Approvals); {
	case n > 0:
		return r.Approvals[n-1].By.Who(), r.Approvals[n-1].At
	case r.DeclinedBy != nil:
		return r.DeclinedBy.Who(), r.Finished
	}
	return "", time.Time{}
}

// hostOf is the host of an address, or the address where it is none.
func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return address
}
