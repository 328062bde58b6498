// Sweep: sessions that nobody uses any more.

package mcpserver

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

func post(w http.Handler, session, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://localhost/mcp", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if session != "" {
		r.Header.Set("Mcp-Session-Id", session)
	}
	answer := httptest.NewRecorder()
	answer.Body = &bytes.Buffer{}
	w.ServeHTTP(answer, r)
	return answer
}

func TestIdleSessionsAreSweptAndUsedOnesStay(t *testing.T) {
	t.Parallel()
	catalogue, err := tools.NewCatalogue(nil, tools.Settings{})
	require.NoError(t, err)
	registry, err := tools.NewRegistry(catalogue, nil, nil)
	require.NoError(t, err)
	s, err := New(Config{Registry: registry})
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		w := s.newHTTPServer(HTTPOptions{Idle: time.Hour})
		defer w.drain()
		const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","clientInfo":{"name":"x","version":"1"},"capabilities":{}}}`
		const ping = `{"jsonrpc":"2.0","id":2,"method":"ping"}`
		idle := post(w.handler, "", initialize).Header().Get("Mcp-Session-Id")
		used := post(w.handler, "", initialize).Header().Get("Mcp-Session-Id")
		for range 8 {
			time.Sleep(20 * time.Minute)
			require.Equal(t, http.StatusOK, post(w.handler, used, ping).Code)
		}
		assert.Equal(t, http.StatusNotFound, post(w.handler, idle, ping).Code)
	})
}
