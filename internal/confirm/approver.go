// Who may decide, and how strong their approval is.

package confirm

import (
	"context"

	"govgroup/internal/tools"
)

// consoleSurface is that of a terminal at which anybody may claim to be anybody.
const consoleSurface = "console"

// vouches reports whether a front end's word for who somebody is counts. A
// console's does not, but for the embedded tenant, where it is practice.
func (g *Gate) vouches(by tools.Caller) bool {
	return by.Surface != consoleSurface || g.Catalogue.Settings().Sandbox
}

// mayDecide says whether whoever answers may decide the request at all. The
// requester may, but for a request that needs a second person; anyone else must
// be known to the front end and allowed by the policy as it is now.
func (g *Gate) mayDecide(ctx context.Context, r Request, a Answer) error {
	if r.By(a.By) || (a.Authenticated && r.SamePerson(a.By)) {
		if r.Level == Second && a.Verdict == Yes {
			return ownRequest
		}
		return nil
	}
	if !a.Authenticated {
		return notYours
	}
	return g.Policy.MayDecide(ctx, g.Catalogue.NewInvocation(a.By, nil), r.Plan, r.Level)
}

var ownRequest = tools.Errorf(tools.NotAllowed, "You made this request yourself; it needs the approval of someone else.")

// reached is the level of an approval. It is the second person's only if both people
// are known to the tenant and are not the same.
func (r Request) reached(a Answer) Level {
	known := a.By.Identity != "" && r.Requester.Identity != ""
	switch {
	case a.Authenticated && known && !r.SamePerson(a.By):
		return Second
	case a.Authenticated:
		return Person
	case r.Typed:
		return Typed
	}
	return Client
}
