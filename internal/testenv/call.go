// Call: one of a tool, decisions about them, and what the records say afterwards.

package testenv

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

// Args are the arguments of a call.
type Args map[string]any

// Raw gives arguments as a client sends them.
func Raw(t testing.TB, arguments any) json.RawMessage {
	t.Helper()
	raw, err := json.Marshal(arguments)
	require.NoError(t, err)
	return raw
}

// Call calls a tool.
func (p *Program) Call(t testing.TB, by tools.Caller, tool string, arguments any) (tools.Result, error) {
	t.Helper()
	return p.Registry.Call(t.Context(), tools.Call{Tool: tool, Arguments: Raw(t, arguments), Caller: by})
}

// Ask calls a changing tool, which must answer with an outcome.
func (p *Program) Ask(t testing.TB, by tools.Caller, tool string, arguments any) tools.Outcome {
	t.Helper()
	result, err := p.Call(t, by, tool, arguments)
	require.NoError(t, err)
	return result.Data.(tools.Outcome)
}

// Waiting calls a changing tool, and a person must be asked.
func (p *Program) Waiting(t testing.TB, by tools.Caller, tool string, arguments any) tools.Outcome {
	t.Helper()
	o := p.Ask(t, by, tool, arguments)
	require.Equal(t, tools.StatusAsk, o.Status, o.Summary)
	return o
}

// Phrase is what a request wants typed, or empty.
func (p *Program) Phrase(t testing.TB, id tools.RequestID) string {
	t.Helper()
	q, err := p.Gate.Question(t.Context(), id)
	if err != nil {
		return ""
	}
	return q.Phrase
}

// Approve says yes, with whatever the question wants typed.
func (p *Program) Approve(t testing.TB, by tools.Caller, id tools.RequestID) (tools.Outcome, error) {
	t.Helper()
	return p.Gate.Decide(t.Context(), id, confirm.Answer{Verdict: confirm.Yes, Typed: p.Phrase(t, id), By: by})
}

// Stored is a request as the state has it.
func (p *Program) Stored(t testing.TB, id tools.RequestID) confirm.Request {
	t.Helper()
	r, err := p.DB.Requests().Get(context.WithoutCancel(t.Context()), id)
	require.NoError(t, err)
	return r
}

// Entries are the audit's entries that are wanted, oldest first.
func Entries(t testing.TB, db *store.DB, wanted func(audit.Entry) bool) []audit.Entry {
	t.Helper()
	var found []audit.Entry
	require.NoError(t, db.Audit().Each(context.WithoutCancel(t.Context()), 1, func(record audit.Record) error {
		var e audit.Entry
		if err := json.Unmarshal(record.Body, &e); err != nil {
			return err
		}
		if wanted(e) {
			found = append(found, e)
		}
		return nil
	}))
	return found
}

// About wants the entries of one request.
func About(id tools.RequestID) func(audit.Entry) bool {
	return func(e audit.Entry) bool { return e.Request == id }
}

// Kinds are the kinds of entries.
func Kinds(entries []audit.Entry) []audit.Kind {
	kinds := []audit.Kind{}
	for _, e := range entries {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// Sound checks that the audit's chain is whole, and that each request in it went only
// ways that there are.
func Sound(t testing.TB, log *audit.Log) {
	t.Helper()
	report, err := log.Verify(context.WithoutCancel(t.Context()))
	require.NoError(t, err)
	assert.True(t, report.Sound(), report.String())
	var exported bytes.Buffer
	require.NoError(t, log.Export(context.WithoutCancel(t.Context()), &exported, 1))
	var story confirm.Story
	for line := range bytes.Lines(exported.Bytes()) {
		var read struct{ Entry audit.Entry }
		require.NoError(t, json.Unmarshal(line, &read))
		assert.NoError(t, story.Follow(read.Entry))
	}
}

// Failed checks an error's code, and gives its sentences.
func Failed(t testing.TB, code tools.Code, err error) string {
	t.Helper()
	require.Error(t, err)
	failure := tools.AsError(err)
	require.Equal(t, code, failure.Code, failure.Message)
	return failure.Message
}
