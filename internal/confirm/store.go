// What the gate needs of a store. Small, so that SQLite and PostgreSQL can both
// keep it.

package confirm

import (
	"context"
	"errors"
	"time"

	"govgroup/internal/tools"
)

// Errors of a [Store]. Any other error means that the state could not be read
// or written, and that nothing may be done.
var (
	ErrNotFound  = errors.New("no such request")
	ErrConflict  = errors.New("the request was changed by someone else")
	ErrLeaseLost = errors.New("the lease on the execution is over or someone else's")
)

// Lease is how long whoever executes a request is taken to be at work without
// renewing. Another process takes over what nobody holds.
const Lease = 30 * time.Second

// Store keeps requests. It is shared by several processes: Update and Claim are the
// only ways to change a request, and exactly one of any number of simultaneous
// ones on the same version succeeds. Leases are counted by the store's clock alone,
// so that processes whose clocks differ agree on who holds them.
type Store interface {
	// Create keeps a new request with version 1. One that is executing is created with
	// the lease on it, and fence 1. ErrConflict: the id exists, or another request that
	// undoes the same one is being carried out or was (executing, done, partly_done,
	// unknown).
	Create(ctx context.Context, r Request) error

	// Get reads a request, or gives ErrNotFound.
	Get(ctx context.Context, id tools.RequestID) (Request, error)

	// Update replaces the request if its stored version is still r.Version, and
	// counts the version up. Otherwise ErrConflict (or ErrNotFound); so too where
	// it would be carried out beside another one that undoes the same. A state other
	// than executing ends the lease.
	Update(ctx context.Context, r Request) error

	// Claim is Update, and takes the lease on the request, which has to be free: else
	// ErrConflict too. It counts the fence up, and gives the request as it now stands.
	Claim(ctx context.Context, r Request) (Request, error)

	// Renew lets the lease begin anew for whoever claimed it with this fence, or gives
	// ErrLeaseLost.
	Renew(ctx context.Context, id tools.RequestID, fence int64) error

	// Sending notes, right before it is, that something is sent to the tenant under
	// the lease of this fence, and gives the time. ErrLeaseLost: it must not be sent.
	Sending(ctx context.Context, id tools.RequestID, fence int64) (time.Time, error)

	// List finds requests, newest first.
	List(ctx context.Context, q Query) ([]Request, error)

	// Unattended lists the requests of a tenant that wait for a process to act: pending
	// past their time, executing without a lease, or due to be looked at again.
	Unattended(ctx context.Context, tenant string) ([]Request, error)
}

// Query selects requests of one tenant. Empty fields select everything.
type Query struct {
	Tenant      string
	EveryTenant bool // whatever Tenant says
	States      []State
	Surface     string // the requester's surface, with Subject
	Subject     string // the requester's subject on that surface
	Limit       int    // 0: 100; negative: all
}
