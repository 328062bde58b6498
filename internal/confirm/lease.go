// Leases: who works on a request, for how long that is believed, and that nothing is
// sent by one who is not believed any more.

package confirm

import (
	"context"
	"errors"
	"sync"
	"time"

	"govgroup/internal/tools"
)

// spare is how long before the lease ends its holder stops: for what is on its way
// to the tenant to arrive while nobody else may act.
const spare = 5 * time.Second

// execution is the work of this process on one request while it holds the lease.
// Outcomes are saved from different goroutines; mu keeps them in turn.
type execution struct {
	gate *Gate
	end  func() // ends the work; the lease is left to end by itself, if the state did not

	mu      sync.Mutex
	request Request
}

// begin starts the work on a request that this process claimed, not before the
// given time. The context that it gives ends before the lease does. The caller ends
// the execution.
func (g *Gate) begin(ctx context.Context, r Request, claimed time.Time) (context.Context, *execution) {
	e := &execution{gate: g, request: r}
	ctx, lose := context.WithCancelCause(ctx)
	over := time.AfterFunc(Lease-spare-time.Since(claimed), func() { lose(ErrLeaseLost) })
	g.running.Store(r.ID, e)
	var renewing sync.WaitGroup
	renewing.Go(func() { e.renew(ctx, r.ID, r.Fence, over, lose) })
	e.end = func() {
		over.Stop()
		lose(nil)
		renewing.Wait()
		g.running.Delete(r.ID)
	}
	return ctx, e
}

// renew prolongs the lease until the context ends.
func (e *execution) renew(ctx context.Context, id tools.RequestID, fence int64, over *time.Timer, lose context.CancelCauseFunc) {
	ticker := time.NewTicker(Lease / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		asked := time.Now() // the new lease began no earlier
		switch err := e.gate.Store.Renew(ctx, id, fence); {
		case err == nil:
			over.Reset(Lease - spare - time.Since(asked))
		case errors.Is(err, ErrLeaseLost):
			lose(ErrLeaseLost)
		case ctx.Err() == nil:
			e.gate.Logger.WarnContext(ctx, "a lease could not be renewed", "request", id, "error", err)
		}
	}
}

// sending is asked right before each write: it is on record before it can be on its
// way, and only who holds the lease sends it.
func (e *execution) sending(ctx context.Context) error {
	at, err := e.gate.Store.Sending(ctx, e.request.ID, e.request.Fence)
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.request.LastSent = at
	return nil
}

// save writes the record.
func (e *execution) save(ctx context.Context) error {
	if err := e.gate.Store.Update(context.WithoutCancel(ctx), e.request); err != nil {
		return e.gate.unrecorded(ctx, err)
	}
	e.request.Version++
	return nil
}

// keep is the journal: each outcome is in the store before the next write.
func (e *execution) keep(ctx context.Context) tools.Journal {
	return func(outcomes map[int]tools.Item) error {
		e.mu.Lock()
		defer e.mu.Unlock()
		items := append([]tools.Item(nil), e.request.Plan.Items...)
		for i, item := range outcomes {
			items[i] = item
		}
		e.request.Plan.Items = items
		return e.save(ctx)
	}
}
