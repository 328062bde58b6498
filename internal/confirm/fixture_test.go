// What the tests share: an embedded tenant, a real state file, and the gate
// between the tools and the tenant.

package confirm_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/store"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// ann is who asks in most tests.
var ann = tools.Caller{Surface: "stdio", Subject: "ann", Client: "test 1"}

// world is one tenant with everything in front of it.
type world struct {
	*testenv.Env
	*replica
	path string // the state file
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
	return newWorldAt(t, "")
}

// newWorldAt keeps the state in a place; an empty one is a file of the test's own.
func newWorldAt(t testing.TB, state string) *world {
	t.Helper()
	e := testenv.New(t, testenv.Options{StateFile: state})
	return &world{Env: e, replica: newReplica(e.Program), path: e.With.StateFile}
}

// another is a second copy of the program on the same state.
func (w *world) another(t testing.TB) *replica { return newReplica(w.Another(t)) }

func newReplica(p *testenv.Program) *replica {
	return &replica{registry: p.Registry, gate: p.Gate, log: p.Audit, db: p.DB}
}

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
func (r *replica) stored(t testing.TB, id tools.RequestID) confirm.Request {
	t.Helper()
	request, err := r.db.Requests().Get(t.Context(), id)
	require.NoError(t, err)
	return request
}

// refused checks an error and that it says nothing was changed.
func refused(t testing.TB, code tools.Code, err error) string {
	t.Helper()
	return testenv.Failed(t, code, err)
}

// entries are the audit's entries about a request, oldest first.
func (r *replica) entries(t testing.TB, id tools.RequestID) []audit.Entry {
	t.Helper()
	return testenv.Entries(t, r.db, testenv.About(id))
}

// sound checks that the audit's chain is whole.
func (r *replica) sound(t testing.TB) { testenv.Sound(t, r.log) }
