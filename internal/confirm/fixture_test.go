// What the tests share: an embedded tenant, a real state file, and the gate
// between the tools and the tenant.

package confirm_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/store"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// ann is who asks in most tests.
var ann = tools.Caller{Surface: "stdio", Subject: "ann", Client: "test 1"}

// world is one tenant with everything in front of it.
type world struct {
	*sandbox.Server
	sandbox.Scenario
	*replica
	path string       // the state file
	late atomic.Int64 // how far the clock is ahead, in nanoseconds
}

// replica is one copy of the program.
type replica struct {
	registry *tools.Registry
	gate     *confirm.Gate
	log      *audit.Log
	db       *store.DB
}

func newWorld(t testing.TB) *world {
	t.Helper()
	server, err := sandbox.Start("", sandbox.Options{RateLimit: -1})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	w := &world{Server: server, Scenario: server.Tenant.Scenario(), path: filepath.Join(t.TempDir(), "state.db")}
	w.replica = newReplica(t, w.path, server.URL, server.ClientID, server.ClientSecret, w.now)
	return w
}

// another is a second copy of the program on the same state.
func (w *world) another(t testing.TB) *replica {
	return newReplica(t, w.path, w.URL, w.ClientID, w.ClientSecret, w.now)
}

func newReplica(t testing.TB, path, url, id, secret string, now func() time.Time) *replica {
	t.Helper()
	client, err := sailpoint.New(sailpoint.Config{BaseURL: url, ClientID: id, ClientSecret: sailpoint.Secret(secret), RateLimit: -1})
	require.NoError(t, err)
	db, err := store.Open(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, db.Close()) })
	r := &replica{db: db, log: audit.NewLog(db.Audit(), now)}
	catalogue, err := tools.NewCatalogue(client, tools.Settings{}, groups.Tools()...)
	require.NoError(t, err)
	r.gate = confirm.NewGate(confirm.Options{
		Catalogue: catalogue, Store: db.Requests(), Audit: r.log, Tenant: url,
		Where: "Ask ann.", Now: now, Logger: slog.New(slog.DiscardHandler),
	})
	r.registry, err = tools.NewRegistry(catalogue, r.gate, nil, r.gate.Operations()...)
	require.NoError(t, err)
	return r
}

func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.late.Load())) }

// pass lets time go by.
func (w *world) pass(d time.Duration) { w.late.Add(int64(d)) }

type args map[string]any

func (a args) raw() json.RawMessage {
	raw, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	return raw
}

// try makes a call as ann.
func (r *replica) try(t testing.TB, tool string, a args) (tools.Result, error) {
	t.Helper()
	return r.registry.Call(t.Context(), tools.Call{Tool: tool, Arguments: a.raw(), Caller: ann})
}

// ask makes a call of a changing tool that must be answered with an outcome.
func (r *replica) ask(t testing.TB, tool string, a args) tools.Outcome {
	t.Helper()
	result, err := r.try(t, tool, a)
	require.NoError(t, err)
	return result.Data.(tools.Outcome)
}

// waiting makes a call that must wait for a person.
func (r *replica) waiting(t testing.TB, tool string, a args) tools.Outcome {
	t.Helper()
	o := r.ask(t, tool, a)
	require.Equal(t, tools.StatusAsk, o.Status, o.Summary)
	return o
}

// yes decides a waiting request with whatever its question wants typed.
func (r *replica) yes(t testing.TB, o tools.Outcome) (tools.Outcome, error) {
	t.Helper()
	return r.gate.Decide(t.Context(), o.Change, confirm.Answer{Verdict: confirm.Yes, Typed: r.phrase(t, o), By: ann})
}

// done decides with a yes that must be carried out.
func (r *replica) done(t testing.TB, o tools.Outcome) tools.Outcome {
	t.Helper()
	after, err := r.yes(t, o)
	require.NoError(t, err)
	return after
}

func (r *replica) phrase(t testing.TB, o tools.Outcome) string {
	t.Helper()
	q, err := r.gate.Question(t.Context(), o.Change)
	if err != nil {
		return ""
	}
	return q.Phrase
}

// stored is the request as the state file has it.
func (r *replica) stored(t testing.TB, id string) confirm.Request {
	t.Helper()
	request, err := r.db.Requests().Get(t.Context(), id)
	require.NoError(t, err)
	return request
}

// refused checks an error and that it says nothing was changed.
func refused(t testing.TB, code tools.Code, err error) string {
	t.Helper()
	require.Error(t, err)
	failure := tools.AsError(err)
	require.Equal(t, code, failure.Code, failure.Message)
	return failure.Message
}

// untouched checks that the work changed nothing in the tenant.
func (w *world) untouched(t testing.TB, work func()) {
	t.Helper()
	before := len(w.Effects())
	work()
	assert.Len(t, w.Effects(), before, "the tenant was changed")
}

// entries are the audit's entries about a request, oldest first.
func (r *replica) entries(t testing.TB, id string) []audit.Entry {
	t.Helper()
	var found []audit.Entry
	require.NoError(t, r.db.Audit().Each(t.Context(), 1, func(record audit.Record) error {
		var e audit.Entry
		if err := json.Unmarshal(record.Body, &e); err != nil {
			return err
		}
		if e.Request == id {
			found = append(found, e)
		}
		return nil
	}))
	return found
}

func kinds(entries []audit.Entry) []audit.Kind {
	var all []audit.Kind
	for _, e := range entries {
		all = append(all, e.Kind)
	}
	return all
}

// sound checks that the audit's chain is whole.
func (r *replica) sound(t testing.TB) {
	t.Helper()
	report, err := r.log.Verify(context.WithoutCancel(t.Context()))
	require.NoError(t, err)
	assert.True(t, report.Sound(), report.String())
}
