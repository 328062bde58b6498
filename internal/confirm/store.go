// What the gate needs of a store. Small, so that SQLite and PostgreSQL can both
// keep it.

package confirm

import (
	"context"
	"errors"
	"govgroup/internal/tools"
)

// Errors of a [Store]. Any other error means that the state could not be read
// or written, and that nothing may be done.
var (
	ErrNotFound = errors.New("no such request")
	ErrConflict = errors.New("the request was changed by someone else")
)

// Store keeps requests. It is shared by several processes: Update is the only
// way to change a request, and exactly one of any number of simultaneous
// updates of the same version succeeds.
type Store interface {
	// Create keeps a new request with version 1. ErrConflict: the id exists, or
	// another request that undoes the same one is being carried out or was
	// (executing, done, partly_done, unknown).
	Create(ctx context.Context, r Request) error

	// Get reads a request, or gives ErrNotFound.
	Get(ctx context.Context, id tools.RequestID) (Request, error)

	// Update replaces the request if its stored version is still r.Version, and
	// counts the version up. Otherwise ErrConflict (or ErrNotFound); so too where
	// it would be carried out beside another one that undoes the same.
	Update(ctx context.Context, r Request) error

	// List finds requests of one tenant, newest first.
	List(ctx context.Context, q Query) ([]Request, error)
}

// Query selects requests of one tenant. Empty fields select everything.
type Query struct {
	Tenant  string
	States  []State
	Surface string // the requester's surface, with Subject
	Subject string // the requester's subject on that surface
	Limit   int    // 0: 100; negative: all
}
