// What was found on the built program and must not come back: namesakes of ids, limits
// for calls at once, a token server in trouble, a connection that breaks in a change.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/store"
	"govgroup/internal/testenv"
)

func TestFoundOnTheBuiltProgram(t *testing.T) {
	testenv.Long(t, "it builds the program and lets a slow tenant answer")
	t.Parallel()
	path := build(t)
	t.Run("a limit per day for calls at once", func(t *testing.T) { limitsCallsAtOnce(t, path) })
	t.Run("a token server in trouble", func(t *testing.T) { asksForTheTokenAgain(t, path) })
	t.Run("a connection that breaks", func(t *testing.T) { goesOnWithoutItsClient(t, path) })
}

// Two programs on one state are asked for eight groups at once, where five may be made.
func limitsCallsAtOnce(t *testing.T, path string) {
	t.Parallel()
	folder := t.TempDir()
	policy := filepath.Join(folder, "policy.yaml")
	require.NoError(t, os.WriteFile(policy, []byte("roles: {all: {anyone: true}}\nrules: [{name: all, roles: [all], allow: ['govgroup_*']}]\nlimits: [{groups_per_day: 5}]\n"), 0o600))
	tenant, state := startTenant(t), filepath.Join(folder, "state.db")
	programs := []*listening{listens(t, path, tenant, state, "--policy="+policy), listens(t, path, tenant, state, "--policy="+policy)}
	require.NoError(t, tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 300 * time.Millisecond, Times: -1}))
	var done atomic.Int32
	var calls sync.WaitGroup
	for n := range 8 {
		calls.Go(func() {
			text, failed := programs[n%2].creates(fmt.Sprint("Group of ", string(rune('A'+n))))
			if !failed {
				done.Add(1)
			} else {
				assert.Contains(t, text, "5 groups in 24 hours")
			}
		})
	}
	calls.Wait()
	assert.EqualValues(t, 5, done.Load())
	assert.Len(t, tenant.Effects(), 5)
	for _, l := range programs {
		assert.NoError(t, l.stop())
	}
}

func asksForTheTokenAgain(t *testing.T, path string) {
	t.Parallel()
	tenant := startTenant(t)
	require.NoError(t, tenant.Inject(sandbox.Fault{Kind: sandbox.Fault503, Operation: sandbox.OpToken, Times: 2}))
	l := listens(t, path, tenant, filepath.Join(t.TempDir(), "state.db"))
	text, failed := l.creates("After Some Trouble")
	assert.False(t, failed, text)
	assert.NoError(t, l.stop())
}

// A client of an older protocol loses its connection when a part of its members is
// added: the rest follows.
func goesOnWithoutItsClient(t *testing.T, path string) {
	t.Parallel()
	tenant, state := startTenant(t), filepath.Join(t.TempDir(), "state.db")
	l := listens(t, path, tenant, state, "--member-batch=2")
	const version = "2025-06-18"
	session := l.posts(t.Context(), version, "", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"`+version+`","clientInfo":{"name":"t","version":"1"},"capabilities":{}}}`)
	require.NotEmpty(t, session)
	l.posts(t.Context(), version, session, `{"jsonrpc":"2.0","method":"notifications/initialized"}`)

	var members []string
	for _, p := range tenant.People()[:20] {
		members = append(members, p.ID)
	}
	arguments, err := json.Marshal(map[string]any{"group": tenant.Scenario().Unused.ID, "members": members})
	require.NoError(t, err)
	require.NoError(t, tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Operation: sandbox.OpAddMembers, Latency: 200 * time.Millisecond, Times: -1}))
	ctx, hangUp := context.WithCancel(t.Context())
	go func() {
		for len(tenant.Effects()) == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		hangUp()
	}()
	l.posts(ctx, version, session, `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"govgroup_members_add","arguments":`+string(arguments)+`}}`)
	require.Error(t, ctx.Err(), "the connection broke first")
	assert.Less(t, len(tenant.Effects()), 20)

	db, err := store.Open(t.Context(), state)
	require.NoError(t, err)
	defer db.Close()
	r := onlyRequest(t, db, tenant.URL, func(r confirm.Request) bool { return r.State.Final() })
	assert.Equal(t, confirm.Done, r.State)
	assert.Len(t, tenant.Effects(), 20)
	assert.NoError(t, l.stop())
}

// posts sends one message, and gives the session that was opened by it. A connection
// that breaks is no failure here.
func (l *listening) posts(ctx context.Context, version, session, message string) (opened string) {
	l.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url+"/mcp", strings.NewReader(message))
	require.NoError(l, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	r.Header.Set("Mcp-Protocol-Version", version)
	if session != "" {
		r.Header.Set("Mcp-Session-Id", session)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		require.ErrorIs(l, err, context.Canceled)
		return ""
	}
	defer answer.Body.Close()
	_, _ = new(bytes.Buffer).ReadFrom(answer.Body) // it may break off
	return answer.Header.Get("Mcp-Session-Id")
}

// A group has the id of another one for a name: the other one is deleted, and it stays.
func TestAGroupThatIsCalledLikeAnothersID(t *testing.T) {
	t.Parallel()
	testenv.Long(t, "it builds the program")
	p := newProgram(t)
	db, err := store.Open(t.Context(), p.state)
	require.NoError(t, err)
	defer db.Close()
	target := p.tenant.Scenario().Unused
	namesake, err := p.tenant.AddGroup(sandbox.Group{Name: target.ID, OwnerID: p.tenant.Scenario().JaneDoe.ID, Members: []string{p.tenant.Scenario().JaneDoe.ID}})
	require.NoError(t, err)
	p.start()
	<-p.call("govgroup_delete", map[string]any{"group": target.ID})
	r := onlyRequest(t, db, p.tenant.URL, func(r confirm.Request) bool { return r.State.Final() })
	assert.Equal(t, confirm.Done, r.State, r.Reason)
	assert.Equal(t, target.Name, r.Plan.Items[0].Name)
	_, gone := p.tenant.Group(target.ID)
	assert.False(t, gone)
	_, stays := p.tenant.Group(namesake.ID)
	assert.True(t, stays)
	assert.NotContains(t, string(r.Snapshot), namesake.ID, "what is kept for an undo is the deleted group's")
	p.kill()
}
