// Program: the tools behind their gate, wired as the programs wire them.

package testenv

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/jobs"
	"govgroup/internal/policy"
	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/store"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// Options are what a test may choose. The zero value is the ordinary tenant
// with all tools, and no policy.
type Options struct {
	Tenant     sandbox.Options
	Client     sandbox.Client    // another client of the tenant than the administrator's
	Transport  http.RoundTripper // between client and tenant; nil: the ordinary one
	Timeout    time.Duration     // of one request to the tenant; 0: the client's own
	Settings   tools.Settings
	Tools      []tools.Tool     // beside those that there are
	StateFile  string           // empty: one of the test's own
	PolicyFile string           // empty: no policy
	Usage      policy.Usage     // what the policy counts; nil: nothing
	Places     confirm.Places   // where people decide
	Ungated    bool             // no gate and no records: tools change at once
	SettleFor  time.Duration    // the quiet time after a lost answer; 0: the gate's own
	Now        func() time.Time // nil: time.Now
	Log        *slog.Logger     // nil: nothing is logged

	// Records and Entries stand between the program and its state; nil: nothing does.
	Records func(confirm.Store) confirm.Store
	Entries func(audit.Store) audit.Store
}

// Access is what a program needs to reach a tenant.
type Access struct{ URL, ClientID, ClientSecret string }

// Program is one copy of the program, without front ends.
type Program struct {
	API       *sailpoint.Client
	Directory *directory.Directory
	DB        *store.DB      // nil when ungated
	Audit     *audit.Log     // nil when ungated
	Policy    *policy.Policy // nil without a policy
	Catalogue *tools.Catalogue
	Registry  *tools.Registry
	Gate      *confirm.Gate // nil when ungated
}

// Open opens a program, for tests and for the processes that tests start.
func Open(ctx context.Context, at Access, o Options) (*Program, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	db, err := store.Open(ctx, o.StateFile, store.WithClock(o.Now))
	if err != nil {
		return nil, err
	}
	entries := db.Audit()
	if o.Entries != nil {
		entries = o.Entries(entries)
	}
	p := &Program{DB: db, Audit: audit.NewLog(entries, o.Now)}
	if err := p.wire(at, o); err != nil {
		_ = db.Close()
		return nil, err
	}
	return p, nil
}

// Close closes the records.
func (p *Program) Close() error { return p.DB.Close() }

func (p *Program) wire(at Access, o Options) error {
	var err error
	p.API, err = sailpoint.New(sailpoint.Config{
		BaseURL: at.URL, ClientID: at.ClientID, ClientSecret: redact.New(at.ClientSecret), RateLimit: -1,
		Transport: o.Transport, Timeout: o.Timeout,
	})
	if err != nil {
		return err
	}
	p.Directory = directory.New(p.API)
	p.Catalogue, err = tools.NewCatalogue(p.API, o.Settings, append(onTenant(), o.Tools...)...)
	if err != nil {
		return err
	}
	if o.Ungated {
		return p.register(nil, nil)
	}
	return p.guard(at, o)
}

// guard puts policy and gate in front of the tools.
func (p *Program) guard(at Access, o Options) error {
	var authorizer tools.Authorizer
	if o.PolicyFile != "" {
		var err error
		p.Policy, err = policy.Load(o.PolicyFile, policy.Options{Tools: Operations(), Usage: o.Usage, Log: o.Log})
		if err != nil {
			return err
		}
		authorizer = p.Policy
	}
	records := p.DB.Requests()
	if o.Records != nil {
		records = o.Records(records)
	}
	p.Gate = confirm.NewGate(confirm.Options{
		Catalogue: p.Catalogue, Store: records, Audit: p.Audit, Policy: p.Policy,
		Tenant: at.URL, Places: o.Places, LookAlikes: directory.LookAlikesInWords, SettleFor: o.SettleFor, Now: o.Now, Logger: o.Log,
	})
	return p.register(p.Gate, authorizer, operations(p.Gate, p.Audit)...)
}

func (p *Program) register(gate tools.Gate, authorizer tools.Authorizer, besides ...tools.Tool) (err error) {
	p.Registry, err = tools.NewRegistry(p.Catalogue, gate, authorizer, besides...)
	return err
}

// Operations are all the tools there are, for policies and schemas.
func Operations() []tools.Tool { return append(onTenant(), operations(nil, nil)...) }

func onTenant() []tools.Tool { return append(groups.Tools(), jobs.Tools()...) }

func operations(gate *confirm.Gate, log *audit.Log) []tools.Tool {
	return append(gate.Operations(), audit.Operation(log, directory.IdentityOf))
}
