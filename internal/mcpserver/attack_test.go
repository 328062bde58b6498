// Attacks: what is sent to the front end over HTTP, as no well-behaved client would
// write them. SECURITY.md lists them with what answers each.

package mcpserver_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// counted is a tool that counts how often it was reached.
func counted(reached *atomic.Int32) tools.Tool {
	return reading("who", func(_ context.Context, inv *tools.Invocation, _ words) (said, error) {
		reached.Add(1)
		return said{Words: inv.Caller.Subject}, nil
	})
}

// endpoints are the routes that lead to tools.
func endpoints(url string) []request {
	return []request{
		{http.MethodPost, url + "/mcp", initialize, nil},
		{http.MethodPost, url + "/mcp", callLine(1, "who"), nil},
		{http.MethodPost, url + "/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_who","arguments":{},` + modernMeta + `}}}`,
			modern("tools/call", "govgroup_who")},
		{http.MethodGet, url + "/mcp", "", nil},
		{http.MethodDelete, url + "/mcp", "", nil},
		{http.MethodPut, url + "/mcp", "", nil},
		{http.MethodOptions, url + "/mcp", "", nil},
		{http.MethodGet, url + "/sse", "", nil},
		{http.MethodHead, url + "/sse", "", nil},
		{http.MethodPost, url + "/message?sessionId=x", callLine(1, "who"), nil},
	}
}

func TestAttackNoAuthentication(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	o := guarded()
	o.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("counted")) })
	url, _ := serveHTTP(t, newServer(t, counted(&reached)), o)
	for _, r := range endpoints(url) {
		answer := r.do(t)
		assert.Equal(t, http.StatusUnauthorized, answer.StatusCode, r)
		assert.Contains(t, answer.Header.Get("WWW-Authenticate"), `resource_metadata="`+url+"/.well-known/oauth-protected-resource")
	}
	assert.Zero(t, reached.Load())
	for path, want := range map[string]string{
		"/healthz": "alive", "/readyz": "ready", "/metrics": "counted", "/.well-known/oauth-protected-resource/mcp": `"resource":"` + url + `/mcp"`,
	} {
		open := request{http.MethodGet, url + path, "", nil}.do(t)
		assert.Equal(t, http.StatusOK, open.StatusCode, "these tell nothing that is worth a token")
		assert.Contains(t, body(t, open), want)
	}
}

// What is before the server's own handler and what is in it must not read a path
// in two ways.
func TestAttackPathTricks(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	url, _ := serveHTTP(t, newServer(t, counted(&reached)), guarded())
	for _, path := range []string{
		"/mcp/", "//mcp", "/./mcp", "/healthz/../mcp", "/mcp/../healthz/../mcp", "/%6dcp", "/%2e%2e/mcp", "/mcp%2f", "/mcp;x=1", "/mcp%00",
		"/MCP", "/.well-known/oauth-protected-resource/../../mcp", "/.well-known/oauth-protected-resource/mcp/../../../mcp", "/healthz/mcp",
		"/mcp?/healthz", "/mcp#/healthz", "http://localhost/mcp", "http://evil.example/mcp", "/message/../mcp", `/\mcp`,
	} {
		answer := raw(t, url, "POST "+path+" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"+
			fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(callLine(1, "who")), callLine(1, "who")))
		status := strings.SplitN(answer, " ", 3)[1]
		assert.Contains(t, []string{"400", "401", "403", "404", "405", "301", "307"}, status, path)
		assert.NotContains(t, answer, "said")
	}
	assert.Zero(t, reached.Load())
}

// raw writes bytes and reads all that comes back until the connection ends.
func raw(t *testing.T, url, text string) string {
	t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	defer connection.Close()
	_, err = io.WriteString(connection, text)
	require.NoError(t, err)
	answer, err := io.ReadAll(connection)
	require.NoError(t, err)
	return string(answer)
}

// Headers that some proxies set, and that some servers believe.
func TestAttackProxyHeaders(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	url, _ := serveHTTP(t, newServer(t, counted(&reached)), guarded())
	for name, value := range map[string]string{
		"X-Forwarded-For": "127.0.0.1", "X-Real-Ip": "127.0.0.1", "Forwarded": "for=127.0.0.1;host=localhost;proto=https",
		"X-Forwarded-User": "ann@corp.example", "X-Forwarded-Email": "ann@corp.example", "Remote-User": "ann@corp.example",
		"X-Auth-Request-Access-Token": "ann", "Proxy-Authorization": "Bearer ann", "X-Authorization": "Bearer ann",
		"X-Original-Url": "/healthz", "X-Rewrite-Url": "/healthz", "X-Http-Method-Override": "OPTIONS", "X-Forwarded-Prefix": "/healthz",
	} {
		for _, r := range endpoints(url) {
			r.header = map[string]string{name: value}
			assert.Equal(t, http.StatusUnauthorized, r.do(t).StatusCode, name)
		}
	}
	for _, name := range []string{"X-Forwarded-Host", "X-Host", "X-Forwarded-Server"} {
		rebound := request{http.MethodPost, url + "/mcp", initialize, as("ann", map[string]string{"Host": "evil.example", name: "localhost"})}.do(t)
		assert.Equal(t, http.StatusForbidden, rebound.StatusCode)
		told := request{http.MethodPost, url + "/mcp", initialize, map[string]string{name: "evil.example"}}.do(t)
		assert.NotContains(t, told.Header.Get("WWW-Authenticate"), "evil")
	}
	assert.Zero(t, reached.Load())
}

// Two readings of where one request ends and the next begins: whatever is taken
// for a request has to show a token of its own.
func TestAttackRequestSmuggling(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	url, _ := serveHTTP(t, newServer(t, counted(&reached)), guarded())
	modernCall := `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_who","arguments":{},` + modernMeta + `}}}`
	hidden := fmt.Sprintf("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nMcp-Protocol-Version: 2026-07-28\r\n"+
		"Mcp-Method: tools/call\r\nMcp-Name: govgroup_who\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", len(modernCall), modernCall)
	for name, framing := range map[string]string{
		"length and chunks":    fmt.Sprintf("Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 5+len(hidden)),
		"chunks in disguise":   "Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
		"chunks written oddly": "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
		"two lengths":          fmt.Sprintf("Content-Length: 0\r\nContent-Length: %d\r\n\r\n", len(hidden)),
		"a negative length":    "Content-Length: -1\r\n\r\n",
		"a length that is not": "Content-Length: +0\r\n\r\n",
		"a folded header":      "X: y\r\n Content-Length: 0\r\n\r\n",
		"a token in the body":  "Content-Length: 0\r\n\r\nAuthorization: Bearer ann\r\n\r\n",
	} {
		answer := raw(t, url, "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ann\r\nContent-Type: application/json\r\n"+framing+hidden)
		assert.NotContains(t, answer, "said", name)
	}
	assert.Zero(t, reached.Load())
	good := strings.Replace(hidden, "Host: localhost", "Host: localhost\r\nAccept: application/json, text/event-stream\r\nAuthorization: Bearer ann", 1)
	assert.Contains(t, raw(t, url, good), "said ann@corp.example", "with a token it would have been a call")
}

func TestAttackOversizedHeaders(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, plainEcho()), guarded())
	answer := request{http.MethodPost, url + "/mcp", initialize, as("ann", map[string]string{"X-Large": strings.Repeat("x", 80<<10)})}.do(t)
	assert.Equal(t, http.StatusRequestHeaderFieldsTooLarge, answer.StatusCode)
}

func TestAttackLogInjection(t *testing.T) {
	t.Parallel()
	var log testenv.Buffer
	url, _ := serveHTTP(t, newServerLogging(t, &log, plainEcho()), guarded())
	const evil = `x\n2026-01-01 level=ERROR msg=\"forged\"\u2028\u001b[31m`
	hello := strings.Replace(initialize, `"name":"raw"`, `"name":"`+evil+`"`, 1)
	answer := request{http.MethodPost, url + "/mcp", hello, as("ann")}.do(t)
	id := answer.Header.Get("Mcp-Session-Id")
	for _, line := range []string{callLine(2, "who"), callLine(2, evil), strings.Replace(callLine(2, "who"), `{}`, `{"`+evil+`":1}`, 1)} {
		body(t, request{http.MethodPost, url + "/mcp", line, as("ann", inSession(id))}.do(t))
	}
	raw(t, url, "GET /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\x1b[31m\r\nConnection: close\r\n\r\n")
	require.Contains(t, log.String(), "forged", "what is searched holds the attempt")
	for line := range strings.Lines(log.String()) {
		assert.True(t, strings.HasPrefix(line, "time="), line)
		assert.NotContains(t, line, "\x1b")
		assert.NotContains(t, line, "\u2028")
	}
}

// A question's state is for whom it was asked, whoever shows it.
func TestAttackAnotherCallersQuestion(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	url, _ := serveHTTP(t, w.server, guarded())
	d := w.deletion(t)
	ann, bob := personAt(t, w, url, "ann"), personAt(t, w, url, "bob")
	state := ann.question(d)
	for range 2 {
		stolen := bob.byHand(d, turn{State: state, Responses: accepts(d.yes)})
		assert.True(t, stolen.IsError)
		assert.Contains(t, textOf(t, stolen), string(tools.NotAllowed))
	}
	assert.Empty(t, w.effects(d.group.ID))
	assert.Equal(t, confirm.Pending, w.requests(t, d.group.ID)[0].State)
	assert.False(t, ann.byHand(d, turn{State: state, Responses: accepts(d.yes)}).IsError, "it is still hers to answer")
}

// personAt is a caller of the newest protocol who signed in.
func personAt(t *testing.T, w *env, url, token string) *caller {
	t.Helper()
	const version = "2026-07-28"
	c := &caller{t: t, version: version, heard: &testenv.Buffer{}}
	c.able.Elicitation = &mcp.ElicitationCapability{}
	way, err := transport.NewStreamableHTTP(url+"/mcp", transport.WithHTTPHeaders(map[string]string{"Authorization": "Bearer " + token}))
	require.NoError(t, err)
	c.Client = handshake(t, way, version)
	return c
}

// The model writes the arguments: none of them may be a yes.
func TestAttackApprovalByATool(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	url, _ := serveHTTP(t, w.server, guarded())
	ann := personAt(t, w, url, "ann")
	d := w.deletion(t)
	for _, name := range []string{"confirm", "confirmed", "yes", "approve", "force", "name"} {
		with := d
		with.arguments = map[string]any{"group": d.group.ID, name: d.group.Name}
		result := ann.byHand(with, turn{})
		assert.Contains(t, textOf(t, result), "invalid_input: ", name)
	}
	ann.question(d)
	id := w.requests(t, d.group.ID)[0].ID
	for _, tool := range w.registry.Tools() {
		if strings.Contains(tool.Name, "confirmation") {
			assert.True(t, tool.ReadOnly(), "what tells of requests decides none")
			callTool(t, ann.Client, tool.Name, map[string]any{"id": id})
		}
	}
	assert.Empty(t, w.effects(d.group.ID))
	assert.Equal(t, confirm.Pending, w.requests(t, d.group.ID)[0].State)
}

func TestAttackAnAnswerNobodyAskedFor(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	url, _ := serveHTTP(t, w.server, guarded())
	d := w.deletion(t)
	result := personAt(t, w, url, "ann").byHand(d, turn{Responses: accepts(d.yes)})
	assert.True(t, result.IsError)
	assert.Empty(t, w.effects(d.group.ID))
}
