// HTTP+SSE: what the library's client does not do.

package mcpserver_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
	"govgroup/internal/testenv"
)

func TestACancellationEndsACallOfTheStream(t *testing.T) {
	t.Parallel()
	g := newGate()
	url, _ := serveHTTP(t, newServer(t, g.tool()), mcpserver.HTTPOptions{})
	_, mine, _ := openStream(t, url)
	_, other, _ := openStream(t, url)
	request{http.MethodPost, mine, callLine(5, "wait"), nil}.do(t)
	<-g.begun
	cancel := `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}`
	assert.Equal(t, http.StatusAccepted, request{http.MethodPost, other, cancel, nil}.do(t).StatusCode)
	require.Empty(t, g.ended, "another client's cancellation ended the call")
	request{http.MethodPost, mine, cancel, nil}.do(t)
	require.ErrorIs(t, <-g.ended, context.Canceled)
}

func TestClosingTheStreamEndsItsCalls(t *testing.T) {
	t.Parallel()
	g := newGate()
	url, _ := serveHTTP(t, newServer(t, g.tool()), mcpserver.HTTPOptions{})
	_, post, answer := openStream(t, url)
	request{http.MethodPost, post, callLine(5, "wait"), nil}.do(t)
	<-g.begun
	require.NoError(t, answer.Body.Close())
	require.ErrorIs(t, <-g.ended, context.Canceled)
}

func TestOneLineSaysThatTheTransportIsDeprecated(t *testing.T) {
	t.Parallel()
	var log testenv.Buffer
	url, _ := serveHTTP(t, newServerLogging(t, &log, echo()), mcpserver.HTTPOptions{})
	for range 3 {
		openStream(t, url)
	}
	assert.Equal(t, 1, strings.Count(log.String(), "deprecated"))
}
