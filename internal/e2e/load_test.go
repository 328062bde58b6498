// One caller's flood: what it costs another caller, counted in turns and in the
// time of a bubble, so that the machine's speed does not matter.

package e2e_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/signin"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// slowness is how long the tenant takes for an answer.
const slowness = 100 * time.Millisecond

// slowTenant is the way to a tenant without a network.
type slowTenant struct{ *sandbox.Tenant }

func (s slowTenant) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(slowness)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, r)
	return answer.Result(), nil
}

// names lets in by the name that a token is.
type names struct{}

func (names) Authenticate(_ context.Context, name string) (tools.Caller, error) {
	return tools.Caller{Subject: name, Email: name + "@corp.example"}, nil
}

// wire is a listener whose connections are in memory.
type wire struct {
	conns  chan net.Conn
	closed context.Context
	close  context.CancelFunc
}

func newWire() *wire {
	w := &wire{conns: make(chan net.Conn)}
	w.closed, w.close = context.WithCancel(context.Background())
	return w
}

func (w *wire) Accept() (net.Conn, error) {
	select {
	case c := <-w.conns:
		return c, nil
	case <-w.closed.Done():
		return nil, net.ErrClosed
	}
}

func (w *wire) Close() error { w.close(); return nil }

func (w *wire) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (w *wire) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case w.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// served is a server on a wire with a slow tenant.
type served struct {
	t      *testing.T
	client *http.Client
	group  string // one to read
}

func serve(t *testing.T) *served {
	t.Helper()
	tenant := sandbox.New(sandbox.Options{Groups: 30, People: 700, RateLimit: -1})
	id, secret := tenant.Credentials()
	program, err := testenv.Open(t.Context(), testenv.Access{URL: "https://tenant.example", ClientID: id, ClientSecret: secret},
		testenv.Options{StateFile: filepath.Join(t.TempDir(), "state.db"), Transport: slowTenant{tenant}})
	require.NoError(t, err)
	server, err := mcpserver.New(mcpserver.Config{Registry: program.Registry, Identify: program.Directory.Identify, Gate: program.Gate})
	require.NoError(t, err)
	w := newWire()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- server.HTTP(ctx, w, mcpserver.HTTPOptions{
			SignIn: signin.NewGuard(signin.Options{Authenticator: names{}, Issuer: "https://login.example"}),
		})
	}()
	s := &served{t: t, client: &http.Client{Transport: &http.Transport{DialContext: w.dial, MaxIdleConnsPerHost: 300}}, group: tenant.Scenario().DBAccess.ID}
	t.Cleanup(func() {
		s.client.CloseIdleConnections()
		stop()
		assert.NoError(t, <-ended)
		assert.NoError(t, program.Close())
	})
	return s
}

// post sends a message and gives the status and the answer.
func (s *served) post(who, text string, headers ...string) (int, string) {
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, "http://127.0.0.1/mcp", strings.NewReader(text))
	if !assert.NoError(s.t, err) {
		return 0, ""
	}
	r.Header.Set("Authorization", "Bearer "+who)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := s.client.Do(r)
	if !assert.NoError(s.t, err) {
		return 0, ""
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	assert.NoError(s.t, err)
	return answer.StatusCode, string(raw)
}

// call makes a call of the newest protocol, which needs no session.
func (s *served) call(who, tool, arguments, more string) (int, string) {
	return s.post(who, fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":%q,"arguments":%s%s,"_meta":{`+
		`"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"x","version":"1"},`+
		`"io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}}}`, tool, arguments, more),
		"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", tool)
}

// many does something many times, so many at once.
func many(n, atOnce int, do func(i int)) {
	var all sync.WaitGroup
	turns := make(chan int)
	for range atOnce {
		all.Go(func() {
			for i := range turns {
				do(i)
			}
		})
	}
	for i := range n {
		turns <- i
	}
	close(turns)
	all.Wait()
}

func TestOneCallersFloodLeavesOthersTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := serve(t)
		const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","clientInfo":{"name":"x","version":"1"},"capabilities":{}}}`
		status, _ := s.post("bob", initialize)
		require.Equal(t, http.StatusOK, status)
		many(1000, 20, func(int) { s.post("ann", initialize) })
		many(1500, 20, func(int) {
			s.call("ann", tools.NameDelete, `{"group":"`+s.group+`"}`,
				`,"requestState":"00000000000000000000000000000000","inputResponses":{"confirm":{"action":"accept","content":{"name":"DB Access"}}}`)
		})

		var done atomic.Int64
		var flood sync.WaitGroup
		flood.Go(func() {
			many(200, 200, func(int) {
				s.call("ann", tools.NameGet, `{"group":"`+s.group+`"}`, "")
				done.Add(1)
			})
		})
		time.Sleep(slowness / 2) // the flood has begun, and nothing of it is answered
		asked := time.Now()
		status, text := s.call("bob", tools.NameGet, `{"group":"`+s.group+`"}`, "")
		took, before := time.Since(asked), done.Load()
		require.Equal(t, http.StatusOK, status, text)
		assert.Contains(t, text, "DB Access")
		assert.Less(t, before, int64(100), "another caller's read waited for half of the flood")
		assert.Less(t, took, 3*time.Second)
		flood.Wait()

		_, text = s.call("bob", tools.NameCreate, `{"name":"Bob's own","owner":"`+asker+`"}`, "")
		require.Contains(t, text, "Bob's own")
		_, text = s.call("bob", tools.NameHistory, `{}`, "")
		assert.Contains(t, text, "Bob's own", "the first page of history")
	})
}
