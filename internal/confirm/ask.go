// Asking through a client that carries the answer back itself. What it carries
// is only a token: everything that an answer is bound to stays here.

package confirm

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"strings"

	"govgroup/internal/tools"
)

// Ask opens the question of a pending request for one answer by its requester,
// who must repeat the same call. The token is opaque, works once, and makes any
// earlier one worthless.
func (g *Gate) Ask(ctx context.Context, id tools.RequestID, caller tools.Caller, tool string, arguments json.RawMessage) (Question, string, error) {
	if g.readOnly() {
		return Question{}, "", decidesNothing
	}
	r, err := g.pending(ctx, id)
	if err != nil {
		return Question{}, "", err
	}
	if !r.By(caller) {
		return Question{}, "", notYours
	}
	secret := newID()
	r.Ask, r.Call = hash(secret), callDigest(tool, arguments)
	if err := g.update(ctx, &r); err != nil {
		return Question{}, "", err // somebody decided meanwhile, or the records are out of reach
	}
	return g.question(r), string(r.ID) + "." + secret, nil
}

// The ways in which an answer can be wrong, each with its own sentence.
var (
	notYours   = tools.Errorf(tools.NotAllowed, "This request was made by someone else, and only they can answer it here.")
	notAsked   = tools.Errorf(tools.NotAllowed, "An answer came to a question that was never asked.")
	altered    = tools.Errorf(tools.NotAllowed, "The answer does not belong to any open question: its state was altered or is unknown.")
	otherCall  = tools.Errorf(tools.NotAllowed, "The answer came with another tool or other arguments than were asked about.")
	usedBefore = tools.Errorf(tools.AlreadyDecided, "This question has been answered already; an answer counts once.")
)

// Answer takes the answer that came back with a token. The token is used up by
// it, whatever the answer. Exactly one of several simultaneous answers counts.
// That a caller has left meanwhile does not keep the answer off the record.
func (g *Gate) Answer(ctx context.Context, token string, tool string, arguments json.RawMessage, a Answer) (tools.Outcome, error) {
	o, err := g.answer(ctx, token, tool, arguments, a)
	return o, unchanged(err)
}

func (g *Gate) answer(ctx context.Context, token string, tool string, arguments json.RawMessage, a Answer) (tools.Outcome, error) {
	if g.readOnly() {
		return tools.Outcome{}, decidesNothing
	}
	r, err := g.redeem(context.WithoutCancel(ctx), token, callDigest(tool, arguments), a.By)
	if err != nil {
		g.countRefusal(ctx, r, a.By, tool, err)
		return tools.Outcome{}, err
	}
	return g.decide(ctx, r, a)
}

// redeem finds the request that a token was given out for, and uses the token
// up. The request it returns with an error is the one that was meant, for the
// audit.
func (g *Gate) redeem(ctx context.Context, token, call string, by tools.Caller) (Request, error) {
	if token == "" {
		return Request{}, notAsked
	}
	id, secret, whole := strings.Cut(token, ".")
	if !whole {
		return Request{}, altered
	}
	r, err := g.get(ctx, tools.RequestID(id))
	if errors.Is(err, ErrNotFound) {
		return Request{}, altered
	}
	if err != nil {
		return Request{}, err
	}
	if err := r.accepts(secret, call, by); err != nil {
		return r, err
	}
	r.Ask = ""
	return r, g.update(ctx, &r)
}

// accepts checks an answer against everything that its question was bound to.
func (r Request) accepts(secret, call string, by tools.Caller) error {
	switch {
	case !r.By(by):
		return notYours
	case r.Call == "":
		return notAsked
	case r.Call != call:
		return otherCall
	case r.State == Expired:
		return r.notPending()
	case r.Ask == "":
		return usedBefore
	case subtle.ConstantTimeCompare([]byte(r.Ask), []byte(hash(secret))) != 1:
		return altered
	}
	return r.notPending()
}
