// Sizes, sessions, cancellations and probes of the HTTP transports.

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

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
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
		{"none", http.MethodGet, nil, http.StatusBadRequest},
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

func TestOpenSessionsAreBounded(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{})
	for range 1000 {
		openSession(t, url)
	}
	refused := request{http.MethodPost, url + "/mcp", initialize, nil}.do(t)
	assert.Empty(t, refused.Header.Get("Mcp-Session-Id"))
	assert.Contains(t, sentence(t, refused), "as many open sessions as it takes")
	modernCall := request{http.MethodPost, url + "/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{` + modernMeta + `}}}`,
		modern("tools/list", "")}.do(t)
	assert.Equal(t, http.StatusOK, modernCall.StatusCode, "clients without sessions are served")
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
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{Ready: func(context.Context) error {
		if checks.Add(1) == 1 {
			return fault
		}
		return nil
	}})
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
