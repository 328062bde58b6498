// The end: calls in progress are answered, nothing is left behind.

package mcpserver_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
)

func TestStoppingAnswersTheCallsInProgress(t *testing.T) {
	t.Parallel()
	g := newGate()
	url, stop := serveHTTP(t, newServer(t, g.tool()), mcpserver.HTTPOptions{})
	id := openSession(t, url)
	listening := request{http.MethodGet, url + "/mcp", "", inSession(id)}.do(t)
	stream, post, _ := openStream(t, url)
	request{http.MethodPost, post, callLine(8, "wait"), nil}.do(t)
	answered := request{http.MethodPost, url + "/mcp", callLine(7, "wait"), inSession(id)}.start(t)
	<-g.begun
	<-g.begun
	stopped := make(chan struct{})
	go func() {
		stop()
		close(stopped)
	}()
	require.Eventually(t, func() bool { // while it drains, nothing new is taken
		return request{http.MethodPost, url + "/mcp", initialize, nil}.do(t).StatusCode == http.StatusServiceUnavailable
	}, 5*time.Second, time.Millisecond)
	close(g.let)

	raw, err := io.ReadAll((<-answered).Body)
	require.NoError(t, err)
	assert.Contains(t, string(raw), "waited")
	assert.Contains(t, stream.next(), "waited")
	assert.Empty(t, stream.next(), "the stream ends")
	_, _ = io.ReadAll(listening.Body) // ends too
	<-stopped
}

func TestCallsThatDoNotEndAreCancelledAfterTheGrace(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := newImpatientServer(t, g.tool())
	url, stop := serveHTTP(t, s, mcpserver.HTTPOptions{})
	_, post, _ := openStream(t, url)
	request{http.MethodPost, post, callLine(8, "wait"), nil}.do(t)
	<-g.begun
	stop()
	require.ErrorIs(t, <-g.ended, context.Canceled)
}

// Ten clients that do nothing, each with a session, a stream, and a connection that
// it opened ahead of need, hold up the end no longer than one.
func TestIdleClientsDoNotHoldUpTheEnd(t *testing.T) {
	t.Parallel()
	url, stop := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{})
	for range 10 {
		request{http.MethodGet, url + "/mcp", "", inSession(openSession(t, url))}.do(t)
		openStream(t, url)
		connection, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		require.NoError(t, err)
		defer connection.Close()
	}
	stop() // fails after five seconds
}

func TestNothingRunsOnAfterTheEnd(t *testing.T) { // not parallel: it counts
	for range 3 {
		url, stop := serveHTTP(t, newServer(t, echo(), counts()), mcpserver.HTTPOptions{})
		for range 20 {
			id := openSession(t, url)
			_, _ = io.ReadAll(request{http.MethodPost, url + "/mcp", callLine(7, "echo"), inSession(id)}.do(t).Body)
			request{http.MethodGet, url + "/mcp", "", inSession(id)}.do(t)
			stream, post, _ := openStream(t, url)
			request{http.MethodPost, post, callLine(7, "echo"), nil}.do(t)
			require.Contains(t, stream.next(), "said")
		}
		require.NotEmpty(t, serving(), "the count sees what runs")
		stop()
		in, out, ended := serveStdio(t, newServer(t, echo()))
		_, _ = io.WriteString(in, callLine(1, "echo")+"\n")
		_ = in.Close()
		_, _ = io.ReadAll(out)
		require.NoError(t, <-ended)
	}
	assert.Eventually(t, func() bool { return len(serving()) == 0 }, 5*time.Second, time.Millisecond)
	assert.Empty(t, serving())
}

// serving gives the stacks of the goroutines that run the server's code or the
// library's.
func serving() []string {
	buffer := make([]byte, 4<<20)
	var found []string
	for stack := range strings.SplitSeq(string(buffer[:runtime.Stack(buffer, true)]), "\n\n") {
		if strings.Contains(stack, "internal/mcpserver.(") || strings.Contains(stack, "mcp-go/server.(") {
			found = append(found, stack)
		}
	}
	return found
}
