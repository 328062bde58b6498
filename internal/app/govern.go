// The tools behind their gate, with the records that it keeps.

package app

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/policy"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

// whoDecides tells someone whose client cannot ask how to go on.
const whoDecides = "This client cannot ask its user, so nobody could be asked here. A person decides by making the same request from an MCP client that can ask (one that supports elicitation)."

// Operations declares every tool there is, for documentation and schemas.
func Operations() []tools.Tool { return operations(nil, nil) }

func operations(gate *confirm.Gate, log *audit.Log) []tools.Tool {
	all := tools.Catalogue()
	all = append(all, gate.Operations()...)
	return append(all, audit.Operation(log))
}

// governed are the tools and the gate that every change goes through.
type governed struct {
	registry *tools.Registry
	gate     *confirm.Gate
	judge    *policy.Policy
	db       *store.DB
	close    func()
}

// govern opens the records and puts the policy and the gate between the tools and
// the tenant. Until it is closed, executions that died elsewhere are settled, and
// a changed policy is taken over.
func govern(ctx context.Context, s Settings, h Host, t tenant) (governed, error) {
	g, err := assemble(ctx, s, h, t)
	if err != nil {
		return governed{}, err
	}
	ctx, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() { g.gate.Watch(ctx) })
	watching.Go(func() { g.judge.Watch(ctx) })
	closeRecords := g.close
	g.close = func() {
		stop()
		watching.Wait()
		closeRecords()
	}
	return g, nil
}

// assemble is govern without the watching: nothing happens until it is asked.
func assemble(ctx context.Context, s Settings, h Host, t tenant) (governed, error) {
	db, err := openState(ctx, s)
	if err != nil {
		return governed{}, err
	}
	g, err := connect(s, h, t, db)
	if err != nil {
		_ = db.Close()
		return governed{}, err
	}
	g.close = func() { _ = db.Close() }
	return g, nil
}

// connect puts the parts together on open records.
func connect(s Settings, h Host, t tenant, db *store.DB) (governed, error) {
	judge, err := openPolicy(s, h, db.Requests(), t.BaseURL())
	if err != nil {
		return governed{}, err
	}
	registry, err := tools.NewRegistry(t.Client, tools.Settings{ReadOnly: s.ReadOnly, Sandbox: s.Sandbox, MemberBatch: s.MemberBatch})
	if err != nil {
		return governed{}, err
	}
	log := audit.NewLog(db.Audit(), time.Now)
	gate := confirm.NewGate(confirm.Options{
		Registry: registry, Store: db.Requests(), Audit: log, Policy: judge,
		Tenant: t.BaseURL(), Where: whoDecides, Logger: h.Log,
	})
	registry.Guard(gate)
	registry.Admit(judge)
	return governed{registry: registry, gate: gate, judge: judge, db: db}, registry.Add(operations(gate, log)...)
}

// stateFile is where the records live; empty is the default. The embedded
// tenant's requests do not mix with a real one's: they have a file of their own.
func (s Settings) stateFile() (string, error) {
	if s.State != "" || !s.Sandbox {
		return s.State, nil
	}
	path, err := store.DefaultPath()
	return filepath.Join(filepath.Dir(path), "sandbox.db"), err
}

// openState opens the records.
func openState(ctx context.Context, s Settings) (*store.DB, error) {
	path, err := s.stateFile()
	if err == nil {
		var db *store.DB
		if db, err = store.Open(ctx, path); err == nil {
			return db, nil
		}
	}
	return nil, fmt.Errorf("state: %w", err)
}
