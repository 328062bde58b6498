// Govern: the tools behind their gate, with the records that it keeps.

package app

import (
	"context"
	"sync"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/jobs"
	"govgroup/internal/observe"
	"govgroup/internal/policy"
	"govgroup/internal/store"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// Operations declares every tool there is, for documentation and schemas.
func Operations() []tools.Tool { return append(onTenant(), operations(nil, nil)...) }

// onTenant are the tools on the tenant: of one step, and jobs of many.
func onTenant() []tools.Tool { return append(groups.Tools(), jobs.Tools()...) }

// operations are the tools on govgroup's own records.
func operations(gate *confirm.Gate, log *audit.Log) []tools.Tool {
	return append(gate.Operations(), audit.Operation(log, directory.IdentityOf))
}

// runtime is the tools and the gate that every change goes through.
type runtime struct {
	registry *tools.Registry
	people   *directory.Directory
	gate     *confirm.Gate
	policy   *policy.Policy
	db       *store.DB
	close    func()
}

// start opens the records and puts the policy and the gate between the tools and
// the tenant. Until it is closed, executions that died elsewhere are settled, and
// a changed policy is taken over.
func start(ctx context.Context, s Settings, h Host, t tenant, places confirm.Places) (runtime, error) {
	r, err := open(ctx, s, h, t, places)
	if err != nil {
		return runtime{}, err
	}
	ctx, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() { r.gate.Watch(observe.WithTracer(ctx, h.tracer)) })
	watching.Go(func() { r.policy.Watch(ctx) })
	watching.Go(func() { watchState(ctx, r.db, h.Log) })
	closeRecords := r.close
	r.close = func() {
		stop()
		watching.Wait()
		closeRecords()
	}
	return r, nil
}

// open is start without the watching: nothing happens until it is asked.
func open(ctx context.Context, s Settings, h Host, t tenant, places confirm.Places) (runtime, error) {
	db, err := openState(ctx, s, h)
	if err != nil {
		return runtime{}, err
	}
	r, err := wire(s, h, t, db, places)
	if err != nil {
		_ = db.Close()
		return runtime{}, err
	}
	r.close = func() { _ = db.Close() }
	return r, nil
}

// wire puts the parts together on open records, each whole when it is made.
func wire(s Settings, h Host, t tenant, db *store.DB, places confirm.Places) (runtime, error) {
	rules, err := openPolicy(s, h, db.Requests(), t.BaseURL())
	if err != nil {
		return runtime{}, err
	}
	catalogue, err := tools.NewCatalogue(t.Client, tools.Settings{
		ReadOnly: s.ReadOnly, Sandbox: s.Sandbox, MemberBatch: s.MemberBatch, Only: s.Tools,
	}, onTenant()...)
	if err != nil {
		return runtime{}, err
	}
	log := audit.NewLog(db.Audit(), time.Now)
	gate := confirm.NewGate(confirm.Options{
		Catalogue: catalogue, Store: db.Requests(), Audit: log, Policy: rules,
		Tenant: t.BaseURL(), Places: places, LookAlikes: directory.LookAlikesInWords, SettleFor: s.SettleFor, Logger: h.Log, Observer: h.requestCounter(),
	})
	registry, err := tools.NewRegistry(catalogue, gate, rules, operations(gate, log)...)
	if h.metrics != nil && err == nil {
		registry = registry.Observed(h.countCall)
		h.metrics.WatchRequests(standing(db, t.BaseURL()))
	}
	return runtime{registry: registry, people: directory.New(t.Client), gate: gate, policy: rules, db: db}, err
}
