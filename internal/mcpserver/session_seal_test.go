// Sessions outlive the process that opened them, where the key is kept.

package mcpserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
)

func TestASessionOutlivesARestart(t *testing.T) {
	t.Parallel()
	with := func(key string) mcpserver.HTTPOptions {
		o := guarded()
		o.SessionKey = []byte(key)
		return o
	}
	before, _ := serveHTTP(t, newServer(t, echo()), with("one key"))
	after, _ := serveHTTP(t, newServer(t, echo()), with("one key"))
	other, _ := serveHTTP(t, newServer(t, echo()), with("another key"))
	opened := func() string {
		return request{http.MethodPost, before + "/mcp", initialize, as("ann")}.do(t).Header.Get("Mcp-Session-Id")
	}
	call := func(url, who, id string) (int, string) {
		answer := request{http.MethodPost, url + "/mcp", callLine(2, "echo"), as(who, inSession(id))}.do(t)
		return answer.StatusCode, body(t, answer)
	}
	id := opened()
	require.NotEmpty(t, id)
	status, said := call(after, "ann", id)
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, said, "said")

	forged := id[:3] + "A" + id[4:]
	for what, c := range map[string]struct{ url, who, id string }{
		"somebody else's":      {after, "bob", opened()},
		"a forged one":         {after, "ann", forged},
		"one without its mark": {after, "ann", strings.Split(id, ".")[0]},
		"one of another state": {other, "ann", id},
	} {
		status, _ := call(c.url, c.who, c.id)
		assert.NotEqual(t, http.StatusOK, status, what)
	}

	closed := opened()
	require.Equal(t, http.StatusOK, request{http.MethodDelete, before + "/mcp", "", as("ann", inSession(closed))}.do(t).StatusCode)
	status, _ = call(before, "ann", closed)
	assert.Equal(t, http.StatusNotFound, status, "what this process closed stays closed")
	assert.NotContains(t, id, "ann")
}
