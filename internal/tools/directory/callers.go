// Callers: who somebody is in the tenant. A front end knows an e-mail that
// somebody vouches for; rules and approvals compare identities.

package directory

import (
	"context"
	"strings"
	"sync"
	"time"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// identified is how long an identity once found is believed.
const identified = 5 * time.Minute

// Directory is the people of one tenant, for front ends that have to know who
// calls before there is a call. It is safe for concurrent use.
type Directory struct {
	client *sailpoint.Client

	mu    sync.Mutex
	known map[string]foundIdentity // by e-mail
}

type foundIdentity struct {
	id    string
	until time.Time
}

// New makes a directory of the tenant that the client speaks to.
func New(client *sailpoint.Client) *Directory {
	return &Directory{client: client, known: map[string]foundIdentity{}}
}

// Identify adds the caller's ISC identity, found by the e-mail that the front end
// vouches for. Nobody, several people or an inactive one leave it empty: such a
// caller is known to the front end and not to the tenant. An error means that the
// tenant could not be asked.
func (d *Directory) Identify(ctx context.Context, caller tools.Caller) (tools.Caller, error) {
	if caller.Identity != "" || caller.Email == "" {
		return caller, nil
	}
	key := strings.ToLower(caller.Email)
	if id, ok := d.get(key); ok {
		caller.Identity = id
		return caller, nil
	}
	people, err := d.ByEmail(ctx, caller.Email)
	if err != nil {
		return caller, err
	}
	if len(people) == 1 && (people[0].State == "" || people[0].State == "ACTIVE") {
		caller.Identity = people[0].ID
	}
	d.put(key, caller.Identity)
	return caller, nil
}

// ByEmail finds everyone with exactly this e-mail.
func (d *Directory) ByEmail(ctx context.Context, email string) ([]Person, error) {
	found, err := d.client.People(ctx, sailpoint.Query{Filter: sailpoint.Eq("email", email)})
	if err != nil {
		return nil, tools.AsError(err)
	}
	var people []Person
	for _, p := range found {
		if strings.EqualFold(p.Email, email) {
			people = append(people, View(p))
		}
	}
	return people, nil
}

// EachPerson visits everyone in the tenant, for an index that is kept beside the
// tools, such as one that completes names while they are typed.
func (d *Directory) EachPerson(ctx context.Context, visit func(Person)) error {
	people, err := d.client.People(ctx, sailpoint.Query{Sorters: "name"})
	if err != nil {
		return tools.AsError(err)
	}
	for _, p := range people {
		visit(View(p))
	}
	return nil
}

func (d *Directory) get(key string) (string, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found, ok := d.known[key]
	return found.id, ok && time.Now().Before(found.until)
}

func (d *Directory) put(key, id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.known) > 10_000 { // bounded; begin anew
		clear(d.known)
	}
	d.known[key] = foundIdentity{id, time.Now().Add(identified)}
}
