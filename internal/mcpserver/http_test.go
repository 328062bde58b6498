// HTTP: sizes, sessions, cancellations and probes of the HTTP transports.

package mcpserver_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
	"govgroup/internal/web"
)

func TestLargeBodiesAreRefused(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{MaxBody: 10_000})
	_, post, _ := openStream(t, url)
	for _, target := range []string{url + "/mcp", post} {
		large := request{http.MethodPost, target, strings.Repeat(" ", 10_001), nil}.do(t)
		assert.Equal(t, http.StatusRequestEntityTooLarge, large.StatusCode)
		assert.Contains(t, sentence(t, large), "Nothing was done.")
	}
	fits := request{http.MethodPost, url + "/mcp", initialize + strings.Repeat(" ", 10_000-len(initialize)), nil}.do(t)
	assert.Equal(t, http.StatusOK, fits.StatusCode)
}

func TestSessionsMustBeOpen(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{})
	open, closed := openSession(t, url), openSession(t, url)
	require.Equal(t, http.StatusOK, request{http.MethodDelete, url + "/mcp", "", inSession(closed)}.do(t).StatusCode)
	for _, c := range []struct {
		name, method string
		header       map[string]string
		status       int
	}{
		{"an open one", http.MethodPost, inSession(open), http.StatusOK},
		{"a closed one", http.MethodPost, inSession(closed), http.StatusNotFound},
		{"a closed one", http.MethodGet, inSession(closed), http.StatusNotFound},
		{"a closed one", http.MethodDelete, inSession(closed), http.StatusNotFound},
		{"an invented one", http.MethodPost, inSession("mcp-session-1"), http.StatusNotFound},
		{"an invented one", http.MethodGet, inSession("mcp-session-1"), http.StatusNotFound},
		{"an invented one", http.MethodDelete, inSession("mcp-session-1"), http.StatusNotFound},
		{"none", http.MethodPost, nil, http.StatusBadRequest},
		{"none", http.MethodGet, nil, http.StatusMethodNotAllowed},
		{"none", http.MethodDelete, nil, http.StatusBadRequest},
		{"none, after sessions were abolished", http.MethodGet, modern("", ""), http.StatusMethodNotAllowed},
		{"an open one, by a wrong method", http.MethodPut, inSession(open), http.StatusMethodNotAllowed},
	} {
		body := ""
		if c.method == http.MethodPost {
			body = callLine(2, "echo")
		}
		answer := request{c.method, url + "/mcp", body, c.header}.do(t)
		assert.Equal(t, c.status, answer.StatusCode, "%s: %s", c.method, c.name)
	}
}

// Whoever has fifty sessions loses the one that was idle for longest, and never one
// that is at work.
func TestACallersSessionsAreBounded(t *testing.T) {
	t.Parallel()
	g := newGate()
	url, _ := serveHTTP(t, newServer(t, echo(), g.tool()), mcpserver.HTTPOptions{})
	atWork := openSession(t, url)
	answered := request{http.MethodPost, url + "/mcp", callLine(5, "wait"), inSession(atWork)}.start(t)
	<-g.begun
	idle, used := openSession(t, url), openSession(t, url)
	request{http.MethodPost, url + "/mcp", callLine(6, "echo"), inSession(used)}.do(t)
	for range 48 {
		openSession(t, url)
	}
	for id, status := range map[string]int{idle: http.StatusNotFound, used: http.StatusOK, atWork: http.StatusOK} {
		assert.Equal(t, status, request{http.MethodPost, url + "/mcp", callLine(7, "echo"), inSession(id)}.do(t).StatusCode)
	}
	for range 200 {
		openSession(t, url)
	}
	close(g.let)
	require.NoError(t, <-g.ended)
	assert.Contains(t, body(t, <-answered), "waited")
	modernCall := request{http.MethodPost, url + "/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{` + modernMeta + `}}}`,
		modern("tools/list", "")}.do(t)
	assert.Equal(t, http.StatusOK, modernCall.StatusCode, "clients without sessions are served")
}

func TestOneCallersSessionsAreNotAnothers(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), guarded())
	hers := request{http.MethodPost, url + "/mcp", initialize, as("ann")}.do(t).Header.Get("Mcp-Session-Id")
	for range 200 {
		body(t, request{http.MethodPost, url + "/mcp", initialize, as("bob")}.do(t))
	}
	answer := request{http.MethodPost, url + "/mcp", callLine(2, "echo"), as("ann", inSession(hers))}.do(t)
	assert.Contains(t, body(t, answer), "said")
}

func TestACallersStreamsAreBounded(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{})
	first, _, _ := openStream(t, url)
	for range 50 {
		openStream(t, url)
	}
	assert.Empty(t, first.next(), "the oldest has ended")
}

// Some clients try for a stream before anything else, and report every other answer
// as a fault.
func TestThereIsNoStreamWithoutASession(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{})
	answer := request{http.MethodGet, url + "/mcp", "", nil}.do(t)
	assert.Equal(t, http.StatusMethodNotAllowed, answer.StatusCode)
	assert.Equal(t, "POST", answer.Header.Get("Allow"))
}

// A connection that breaks ends what only reads and no change: half of it done
// would be worse.
func TestAChangeOutlivesItsConnection(t *testing.T) {
	t.Parallel()
	for tool, ended := range map[string]error{"wait": context.Canceled, "waitchange": nil} {
		for _, over := range []string{"http", "sse"} {
			g := newGate()
			url, _ := serveHTTP(t, newServer(t, g.tool(), g.change()), mcpserver.HTTPOptions{})
			ctx, cut := context.WithCancel(t.Context())
			if over == "http" {
				request{http.MethodPost, url + "/mcp", callLine(5, tool), inSession(openSession(t, url))}.startWithin(ctx, t)
			} else {
				stream := <-request{http.MethodGet, url + "/sse", "", nil}.startWithin(ctx, t)
				request{http.MethodPost, url + eventsOf(stream).next(), callLine(5, tool), nil}.do(t)
			}
			<-g.begun
			cut()
			if ended == nil {
				require.Never(t, func() bool { return len(g.ended) > 0 }, 50*time.Millisecond, time.Millisecond)
				close(g.let)
			}
			require.ErrorIs(t, <-g.ended, ended, tool+" "+over)
		}
	}
}

// Requests without a session share one space of ids, so one client's
// notification would end another's call.
func TestACancellationWithoutASessionEndsNobodysCall(t *testing.T) {
	t.Parallel()
	g := newGate()
	url, _ := serveHTTP(t, newServer(t, g.tool()), mcpserver.HTTPOptions{})
	answered := request{http.MethodPost, url + "/mcp", `{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{` +
		`"name":"govgroup_wait","arguments":{},` + modernMeta + `}}}`, modern("tools/call", "govgroup_wait")}.start(t)
	<-g.begun
	for _, header := range []map[string]string{modern("notifications/cancelled", ""), nil} {
		request{http.MethodPost, url + "/mcp", `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5,` +
			modernMeta + `}}}`, header}.do(t)
		request{http.MethodPost, url + "/mcp", `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}`, header}.do(t)
	}
	close(g.let)
	require.NoError(t, <-g.ended)
	raw, err := io.ReadAll((<-answered).Body)
	require.NoError(t, err)
	assert.Contains(t, string(raw), "waited")
}

func TestACancellationEndsTheCallOfItsOwnSessionOnly(t *testing.T) {
	t.Parallel()
	g := newGate()
	url, _ := serveHTTP(t, newServer(t, g.tool()), mcpserver.HTTPOptions{})
	mine, other := openSession(t, url), openSession(t, url)
	answered := request{http.MethodPost, url + "/mcp", callLine(5, "wait"), inSession(mine)}.start(t)
	<-g.begun
	cancel := `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}`
	request{http.MethodPost, url + "/mcp", cancel, inSession(other)}.do(t)
	require.Empty(t, g.ended, "another session's cancellation ended the call")
	request{http.MethodPost, url + "/mcp", cancel, inSession(mine)}.do(t)
	require.ErrorIs(t, <-g.ended, context.Canceled)
	<-answered
}

func TestProbes(t *testing.T) {
	t.Parallel()
	var checks atomic.Int32
	fault := errors.New("hunter2")
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{Ready: []web.Part{{Name: "tenant", Check: func(context.Context) error {
		if checks.Add(1) == 1 {
			return fault
		}
		return nil
	}}}})
	alive := request{http.MethodGet, url + "/healthz", "", nil}.do(t)
	assert.Equal(t, http.StatusOK, alive.StatusCode)
	for range 10 {
		ready := request{http.MethodGet, url + "/readyz", "", nil}.do(t)
		assert.Equal(t, http.StatusServiceUnavailable, ready.StatusCode)
		raw, err := io.ReadAll(ready.Body)
		require.NoError(t, err)
		assert.NotContains(t, string(raw), "hunter2")
	}
	assert.EqualValues(t, 1, checks.Load(), "the tenant is asked once, not by every probe")
}

func TestABrowserIsToldWhatThisIs(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{})
	answer := request{http.MethodGet, url + "/", "", nil}.do(t)
	assert.Equal(t, http.StatusOK, answer.StatusCode)
	assert.Equal(t, "text/plain; charset=utf-8", answer.Header.Get("Content-Type"))
	raw, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.Contains(t, string(raw), "claude mcp add --transport http govgroup "+url+"/mcp")
	assert.Equal(t, http.StatusNotFound, request{http.MethodGet, url + "/elsewhere", "", nil}.do(t).StatusCode)
}

func TestMalformedBodiesAreRefused(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{})
	_, post, _ := openStream(t, url)
	id := openSession(t, url)
	for i, r := range []request{
		{http.MethodPost, url + "/mcp", "{", inSession(id)},
		{http.MethodPost, post, "{", nil},
		{http.MethodPost, url + "/mcp", "[" + initialize + "]", inSession(id)},
	} {
		assert.Equal(t, http.StatusBadRequest, r.do(t).StatusCode, fmt.Sprint(i))
	}
	assert.Equal(t, http.StatusNotFound, request{http.MethodPost, url + "/message?sessionId=x", initialize, nil}.do(t).StatusCode)
}

// The acknowledgement of a subscription comes first, every time, although there
// is nothing to subscribe to and the result follows at once.
func TestSubscriptionsAreAcknowledged(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{})
	for range 200 {
		answer := request{http.MethodPost, url + "/mcp", `{"jsonrpc":"2.0","id":3,"method":"subscriptions/listen","params":{` +
			`"notifications":{"toolsListChanged":true},` + modernMeta + `}}}`, modern("subscriptions/listen", "")}.do(t)
		stream := eventsOf(answer)
		require.Contains(t, stream.next(), "notifications/subscriptions/acknowledged")
		require.Contains(t, stream.next(), `"id":3`)
	}
}
