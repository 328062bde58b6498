// Who a caller is in the tenant. A door knows an e-mail that somebody vouches
// for; rules and approvals compare identities.

package tools

import (
	"context"
	"strings"
	"sync"
	"time"

	"govgroup/internal/sailpoint"
)

// identified is how long an identity once found is believed.
const identified = 5 * time.Minute

// identities remembers which identity an e-mail belongs to.
type identities struct {
	mu    sync.Mutex
	known map[string]foundIdentity
}

type foundIdentity struct {
	id    string
	until time.Time
}

// Identify adds the caller's ISC identity, found by the e-mail that the door
// vouches for. Nobody, several people or an inactive one leave it empty: such a
// caller is known to the door and not to the tenant. An error means that the
// tenant could not be asked.
func (c *Catalogue) Identify(ctx context.Context, caller Caller) (Caller, error) {
	if caller.Identity != "" || caller.Email == "" {
		return caller, nil
	}
	key := strings.ToLower(caller.Email)
	if id, ok := c.identities.get(key); ok {
		caller.Identity = id
		return caller, nil
	}
	people, err := c.ByEmail(ctx, caller.Email)
	if err != nil {
		return caller, err
	}
	if len(people) == 1 && (people[0].State == "" || people[0].State == "ACTIVE") {
		caller.Identity = people[0].ID
	}
	c.identities.put(key, caller.Identity)
	return caller, nil
}

// ByEmail finds everyone with exactly this e-mail. Doors ask it to know who
// calls, before any rule can say what that person may do.
func (c *Catalogue) ByEmail(ctx context.Context, email string) ([]Person, error) {
	found, err := c.client.People(ctx, sailpoint.Query{Filter: sailpoint.Eq("email", email)})
	if err != nil {
		return nil, AsError(err)
	}
	var people []Person
	for _, p := range found {
		if strings.EqualFold(p.Email, email) {
			people = append(people, viewPerson(p))
		}
	}
	return people, nil
}

func (i *identities) get(key string) (string, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	found, ok := i.known[key]
	return found.id, ok && time.Now().Before(found.until)
}

func (i *identities) put(key, id string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.known == nil || len(i.known) > 10_000 { // bounded; begin anew
		i.known = map[string]foundIdentity{}
	}
	i.known[key] = foundIdentity{id, time.Now().Add(identified)}
}
