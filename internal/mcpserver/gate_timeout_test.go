// Timeouts: time that passes while nobody answers. Nothing here leaves the process
// but the state file, so that fifteen minutes take none.

package mcpserver_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/mcpserver"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

// demolitionChange is a change that destroys, and counts how often.
type demolitionChange struct{ done *atomic.Int64 }

func (d demolitionChange) Plan(context.Context, *tools.Invocation) (tools.Plan, error) {
	item := tools.Item{ID: "1", Name: "House"}
	return tools.Plan{
		Tool: "govgroup_demolish", Effect: tools.Destroys, Arguments: json.RawMessage(`{}`), Summary: "Demolish “House”.",
		Groups: []tools.Ref{{ID: "1", Name: "House"}}, Items: []tools.Item{item},
	}, nil
}

func (d demolitionChange) Snapshot(context.Context, *tools.Invocation, tools.Plan) (json.RawMessage, error) {
	return nil, nil
}

func (d demolitionChange) Apply(_ context.Context, _ *tools.Invocation, plan tools.Plan, j tools.Journal) error {
	d.done.Add(1)
	item := plan.Items[0]
	item.Outcome = tools.ItemDone
	return j(map[int]tools.Item{0: item})
}

func (demolitionChange) Inverse(tools.Plan, json.RawMessage) (tools.Change, error) {
	return nil, assert.AnError
}

func (d demolitionChange) Reconcile(context.Context, *tools.Invocation, tools.Plan, []tools.Item, tools.Journal) error {
	return nil
}

// silentClient is a program whose only client is asked and says what the test says.
type silentClient struct {
	t    *testing.T
	db   *store.DB
	gate *confirm.Gate
	done atomic.Int64
	in   io.WriteCloser
	raw  io.Reader
	out  *bufio.Scanner
}

// newSilentClient starts the program and opens a session of one that shows forms.
func newSilentClient(t *testing.T) *silentClient {
	t.Helper()
	s := newClientToBe(t, mcpserver.Config{})
	s.say(strings.Replace(initialize, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1))
	s.next()
	return s
}

// newClientToBe starts the program.
func newClientToBe(t *testing.T, config mcpserver.Config) *silentClient {
	t.Helper()
	s := &silentClient{t: t}
	var err error
	s.db, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "state.db"))
	require.NoError(t, err)
	catalogue, err := tools.NewCatalogue(nil, tools.Settings{}, echo(), counts(), newGate().tool(), tools.Changing(tools.Declaration{
		Name: "govgroup_demolish", Title: "Demolish", Description: "For tests.", Effect: tools.Destroys,
	}, func(context.Context, *tools.Invocation, words) (tools.Change, error) {
		return demolitionChange{&s.done}, nil
	}))
	require.NoError(t, err)
	s.gate = confirm.NewGate(confirm.Options{
		Catalogue: catalogue, Store: s.db.Requests(), Audit: audit.NewLog(s.db.Audit(), time.Now), Tenant: "here",
		Logger: slog.New(slog.DiscardHandler),
	})
	config.Gate, config.Actor = s.gate, "ann"
	config.Registry, err = tools.NewRegistry(catalogue, s.gate, nil)
	require.NoError(t, err)
	front, err := mcpserver.New(config)
	require.NoError(t, err)
	s.in, s.raw, _ = serveStdio(t, front)
	s.out = bufio.NewScanner(s.raw)
	s.out.Buffer(nil, 1<<20)
	return s
}

func (s *silentClient) say(line string) {
	_, err := io.WriteString(s.in, line+"\n")
	require.NoError(s.t, err)
}

// next is the next message of the server, however long that takes.
func (s *silentClient) next() string {
	require.True(s.t, s.out.Scan(), "the server has left")
	return s.out.Text()
}

// end closes everything, since nothing may outlive the test's own time.
func (s *silentClient) end() {
	_ = s.in.Close()
	for s.out.Scan() {
		s.t.Log(s.out.Text())
	}
	assert.NoError(s.t, s.db.Close())
}

func demolish(id int) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"govgroup_demolish","arguments":{}}}`, id)
}

// While many people think, calls of others are answered: a question takes up none
// of the places for calls in progress.
func TestPeopleWhoThinkHoldNobodyUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSilentClient(t)
		defer s.end()
		const people = 100
		for id := range people {
			s.say(demolish(1000 + id))
			assert.Contains(t, s.next(), `"method":"elicitation/create"`)
		}
		s.say(`{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"govgroup_echo","arguments":{"words":"hello"}}}`)
		assert.Contains(t, s.next(), "said hello")
		for range people {
			assert.Contains(t, s.next(), "expired: Request ")
		}
		assert.Zero(t, s.done.Load())
	})
}
