// Package testenv is what tests above the gate stand on, made once for all of
// them: an embedded tenant, a client of it, the tools, the gate and a state file.
package testenv

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// Env is one tenant with one program in front of it. Everything ends with the
// test.
type Env struct {
	*sandbox.Server
	sandbox.Scenario
	*Program
	With Options

	ahead atomic.Int64 // of the programs' clock, in nanoseconds
}

// New starts a tenant, which limits nobody's rate unless the options say so,
// and a program.
func New(t testing.TB, o Options) *Env {
	t.Helper()
	if o.Tenant.RateLimit == 0 {
		o.Tenant.RateLimit = -1
	}
	server, err := sandbox.Start("", o.Tenant)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	switch {
	case o.StateFile != "":
	case os.Getenv("GOVGROUP_TEST_STATE") == "postgres":
		o.StateFile = Postgres(t)
	default:
		o.StateFile = filepath.Join(t.TempDir(), "state.db")
	}
	e := &Env{Server: server, Scenario: server.Tenant.Scenario(), With: o}
	e.Program = e.Another(t)
	return e
}

// Another starts a further program on the same tenant and the same state.
func (e *Env) Another(t testing.TB) *Program {
	t.Helper()
	return e.program(t, e.Server)
}

// At starts a program on another tenant and the same state.
func (e *Env) At(t testing.TB, tenant *sandbox.Server) *Program {
	t.Helper()
	return e.program(t, tenant)
}

func (e *Env) program(t testing.TB, tenant *sandbox.Server) *Program {
	t.Helper()
	access := AccessTo(tenant)
	if e.With.Client.ID != "" {
		tenant.AddClient(e.With.Client)
		access.ClientID, access.ClientSecret = e.With.Client.ID, e.With.Client.Secret
	}
	o := e.With
	if o.Now == nil {
		o.Now = e.Now
	}
	p, err := Open(t.Context(), access, o)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, p.Close()) })
	return p
}

// AccessTo is what a program needs to reach the tenant as its administrator.
func AccessTo(tenant *sandbox.Server) Access {
	return Access{URL: tenant.URL, ClientID: tenant.ClientID, ClientSecret: tenant.ClientSecret}
}

// Now is the clock of the programs, unless the options have another.
func (e *Env) Now() time.Time { return time.Now().Add(time.Duration(e.ahead.Load())) }

// Pass lets time go by.
func (e *Env) Pass(d time.Duration) { e.ahead.Add(int64(d)) }

// EffectsOf are the writes on one group that really happened.
func (e *Env) EffectsOf(group string) []sandbox.Effect {
	var found []sandbox.Effect
	for _, effect := range e.Effects() {
		if effect.GroupID == group {
			found = append(found, effect)
		}
	}
	return found
}

// Untouched checks that a piece of work changes nothing in the tenant.
func (e *Env) Untouched(t testing.TB, work func()) {
	t.Helper()
	before := len(e.Effects())
	work()
	assert.Len(t, e.Effects(), before, "the tenant was changed")
}
