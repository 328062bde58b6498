// Machine: a replica of the program that can be frozen and killed.

package simulate_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// errDead is what a program would never see: it ended before.
var errDead = errors.New("the process is dead")

// machine is one process. What it does ends with its context.
type machine struct {
	*testenv.Program
	name string
	ctx  context.Context
	kill context.CancelFunc

	watching sync.WaitGroup
	mu       sync.Mutex
	thaws    time.Time // until when it stands still
	trap     func()    // what happens when it is next about to send; nil: nothing
}

// start starts a process on the state.
func (w *world) start(name string) *machine {
	m := &machine{name: name}
	m.ctx, m.kill = context.WithCancel(context.Background())
	id, secret := w.tenant.Credentials()
	var err error
	m.Program, err = testenv.Open(w.t.Context(), testenv.Access{URL: address, ClientID: id, ClientSecret: secret}, testenv.Options{
		Transport: network{w, m}, StateFile: w.state, SettleFor: settleFor,
		Records: func(s confirm.Store) confirm.Store { return records{s, m} },
		Entries: func(s audit.Store) audit.Store { return entries{s, m} },
	})
	require.NoError(w.t, err)
	m.watching.Go(func() { m.Gate.Watch(m.ctx) })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.started = append(w.started, m)
	return m
}

// freeze lets the process stand still for so long.
func (m *machine) freeze(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.thaws = time.Now().Add(d)
}

// aboutToSend springs the trap.
func (m *machine) aboutToSend() {
	m.mu.Lock()
	trap := m.trap
	m.trap = nil
	m.mu.Unlock()
	if trap != nil {
		trap()
	}
}

// step is passed before anything that others can see: it waits while the process stands
// still, and fails when it is dead.
func (m *machine) step() error {
	m.mu.Lock()
	wait := time.Until(m.thaws)
	m.mu.Unlock()
	if wait > 0 {
		time.Sleep(wait)
	}
	if m.ctx.Err() != nil {
		return errDead
	}
	return nil
}

// network is the machine's way to the tenant.
type network struct {
	w *world
	m *machine
}

// RoundTrip implements [http.RoundTripper]. Writes pass at once, since what is checked
// right before them is one step with their sending; the connection of a dead process is
// cut.
func (n network) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodGet {
		if err := n.m.step(); err != nil {
			return nil, err
		}
	}
	ctx, cut := context.WithCancel(req.Context())
	defer context.AfterFunc(n.m.ctx, cut)()
	resp, err := n.w.wire.RoundTrip(req.WithContext(ctx))
	if late := n.m.step(); late != nil {
		return nil, late
	}
	return resp, err
}

// records are the requests as the machine reaches them.
type records struct {
	confirm.Store
	m *machine
}

func (s records) Create(ctx context.Context, r confirm.Request) error {
	if err := s.m.step(); err != nil {
		return err
	}
	return s.Store.Create(ctx, r)
}

func (s records) Get(ctx context.Context, id tools.RequestID) (confirm.Request, error) {
	if err := s.m.step(); err != nil {
		return confirm.Request{}, err
	}
	return s.Store.Get(ctx, id)
}

func (s records) Update(ctx context.Context, r confirm.Request) error {
	if err := s.m.step(); err != nil {
		return err
	}
	return s.Store.Update(ctx, r)
}

func (s records) Claim(ctx context.Context, r confirm.Request) (confirm.Request, error) {
	if err := s.m.step(); err != nil {
		return r, err
	}
	return s.Store.Claim(ctx, r)
}

func (s records) Renew(ctx context.Context, id tools.RequestID, fence int64) error {
	if err := s.m.step(); err != nil {
		return err
	}
	return s.Store.Renew(ctx, id, fence)
}

func (s records) Sending(ctx context.Context, id tools.RequestID, fence int64) (time.Time, error) {
	s.m.aboutToSend()
	if err := s.m.step(); err != nil {
		return time.Time{}, err
	}
	return s.Store.Sending(ctx, id, fence)
}

func (s records) List(ctx context.Context, q confirm.Query) ([]confirm.Request, error) {
	if err := s.m.step(); err != nil {
		return nil, err
	}
	return s.Store.List(ctx, q)
}

func (s records) Unattended(ctx context.Context, tenant string) ([]confirm.Request, error) {
	if err := s.m.step(); err != nil {
		return nil, err
	}
	return s.Store.Unattended(ctx, tenant)
}

// entries are the audit as the machine reaches it.
type entries struct {
	audit.Store
	m *machine
}

func (s entries) Append(ctx context.Context, next func(audit.Record) (audit.Record, error)) error {
	if err := s.m.step(); err != nil {
		return err
	}
	return s.Store.Append(ctx, next)
}
