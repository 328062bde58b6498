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
func (r *Registry) Identify(ctx context.Context, c Caller) (Caller, error) {
	if c.Identity != "" || c.Email == "" {
		return c, nil
	}
	key := strings.ToLower(c.Email)
	if id, ok := r.identities.get(key); ok {
		c.Identity = id
		return c, nil
	}
	people, err := r.ByEmail(ctx, c.Email)
	if err != nil {
		return c, err
	}
	if len(people) == 1 && (people[0].State == "" || people[0].State == "ACTIVE") {
		c.Identity = people[0].ID
	}
	r.identities.put(key, c.Identity)
	return c, nil
}

// ByEmail finds everyone with exactly this e-mail. Doors ask it to know who
// calls, before any rule can say what that person may do.
func (r *Registry) ByEmail(ctx context.Context, email string) ([]Person, error) {
	found, err := r.client.People(ctx, sailpoint.Query{Filter: sailpoint.Eq("email", email)})
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
