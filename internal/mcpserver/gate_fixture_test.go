// Fixture: the gate behind MCP's front end as the program has it, on an embedded
// tenant, a state file, and a clock that can be put forward.

package mcpserver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/mcpserver"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/store"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// env is one program: the tools behind the gate behind the front end.
type env struct {
	*testenv.Env
	registry   *tools.Registry
	gate       *confirm.Gate
	db         *store.DB
	server     *mcpserver.Server // over stdio ann calls
	url        string            // of the same server over HTTP
	logged     *testenv.Buffer
	operations atomic.Int64 // how many groups were made for operations
}

func newEnv(t *testing.T) *env {
	t.Helper()
	return newEnvUnder(t, "")
}

// newEnvUnder has a policy file; empty: none.
func newEnvUnder(t *testing.T, policyFile string) *env {
	t.Helper()
	e := testenv.New(t, testenv.Options{
		Tenant: sandbox.Options{Groups: 60, People: 700}, Settings: tools.Settings{MemberBatch: 2}, PolicyFile: policyFile,
	})
	w := &env{Env: e, registry: e.Registry, gate: e.Gate, db: e.DB, logged: &testenv.Buffer{}}
	w.server = w.serverFor(t, "ann")
	w.url, _ = serveHTTP(t, w.server, mcpserver.HTTPOptions{})
	return w
}

// serverFor is a server at whose stdio the person sits.
func (w *env) serverFor(t *testing.T, person string) *mcpserver.Server {
	t.Helper()
	s, err := mcpserver.New(mcpserver.Config{
		Registry: w.registry, Identify: w.Directory.Identify, Gate: w.gate, Version: "1.2.3", Actor: person, Grace: 5 * time.Second,
		Log: slog.New(slog.NewTextHandler(io.MultiWriter(w.logged, t.Output()), &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	require.NoError(t, err)
	return s
}

// operation is a call that destroys, on a group of its own.
type operation struct {
	tool      string
	arguments map[string]any
	group     sandbox.Group
	yes       map[string]any // what a person fills in who means it
	wrong     map[string]any // what does not answer the question
	level     confirm.Level
	effect    sandbox.EffectKind
}

// newGroup adds a group of three members whose name nothing else has.
func (w *env) newGroup(t *testing.T) sandbox.Group {
	t.Helper()
	people := w.People()
	g, err := w.AddGroup(sandbox.Group{
		Name: fmt.Sprintf("Operation %d", w.operations.Add(1)), OwnerID: people[0].ID,
		Members: []string{people[100].ID, people[101].ID, people[102].ID},
	})
	require.NoError(t, err)
	return g
}

// deletion wants the group's name typed.
func (w *env) deletion(t *testing.T) operation {
	g := w.newGroup(t)
	return operation{
		"govgroup_delete", map[string]any{"group": g.ID}, g,
		map[string]any{"name": g.Name}, map[string]any{"name": g.Name + "s"}, confirm.Typed, sandbox.GroupDeleted,
	}
}

// removal wants a plain yes; a name is the answer to another question.
func (w *env) removal(t *testing.T) operation {
	g := w.newGroup(t)
	return operation{
		"govgroup_members_remove", map[string]any{"group": g.ID, "members": g.Members[:1]}, g,
		map[string]any{"confirm": true}, map[string]any{"name": g.Name}, confirm.Client, sandbox.MemberRemoved,
	}
}

// effects are the writes on a group that really happened.
func (w *env) effects(group string) []sandbox.Effect { return w.EffectsOf(group) }

// requests are the requests about a group, oldest first.
func (w *env) requests(t *testing.T, group string) []confirm.Request {
	t.Helper()
	all, err := w.db.Requests().List(context.WithoutCancel(t.Context()), confirm.Query{Tenant: w.URL, Limit: 1000})
	require.NoError(t, err)
	all = slices.DeleteFunc(all, func(r confirm.Request) bool { return r.Plan.Groups[0].ID != group })
	slices.Reverse(all)
	return all
}

// entries are the audit's entries that are wanted, oldest first.
func (w *env) entries(t *testing.T, wanted func(audit.Entry) bool) []audit.Entry {
	t.Helper()
	return testenv.Entries(t, w.db, wanted)
}

// about selects the entries of one request.
func about(id tools.RequestID) func(audit.Entry) bool { return testenv.About(id) }

func kindsOf(entries []audit.Entry) []audit.Kind { return testenv.Kinds(entries) }

// sound checks that the audit's chain is whole.
func (w *env) sound(t *testing.T) {
	t.Helper()
	testenv.Sound(t, w.Audit)
}

func rawText(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}
