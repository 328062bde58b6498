// Observer: who counts decisions and changes, for those who watch over the program.

package confirm

import (
	"context"
	"log/slog"
	"time"

	"govgroup/internal/observe"
)

// Observer is told how requests go. Its methods are called from several goroutines.
type Observer interface {
	// Decided is told that a request was approved, declined or expired, the level of
	// approval that it needed, and how long it had waited.
	Decided(level Level, decision string, waited time.Duration)

	// Ended is told that a request which was approved, or needed no approval, has
	// reached a state; one whose outcome was unknown may reach another one later.
	Ended(tool string, state State)

	// CarriedOut is told how long it took to carry out a change.
	CarriedOut(tool string, took time.Duration)
}

// The decisions that an [Observer] is told of.
const (
	approved = "approved"
	declined = "declined"
	expired  = "expired"
)

// nobody is the observer of a gate that has none.
type nobody struct{}

func (nobody) Decided(Level, string, time.Duration) {}
func (nobody) Ended(string, State)                  {}
func (nobody) CarriedOut(string, time.Duration)     {}

// decided tells the observer of a decision just made.
func (g *Gate) decided(r Request, decision string, at time.Time) {
	g.Observer.Decided(r.Level, decision, at.Sub(r.Created))
}

// follow ties the context's span to the one in which the request was made.
func (r Request) follow(ctx context.Context) {
	span := observe.Current(ctx)
	span.Set(slog.String("govgroup.request", string(r.ID)))
	span.Link(r.Trace)
}
