// Raw HTTP: HTTP as it is written, for what no well-behaved client sends.

package mcpserver_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// request is an HTTP request to be made.
type request struct {
	method, url, body string
	header            map[string]string // "Host" sets the host
}

// do makes the request. The caller reads the answer; it is closed at the end of
// the test.
func (r request) do(t testing.TB) *http.Response {
	t.Helper()
	answer := <-r.start(t)
	require.NotNil(t, answer, "no answer")
	return answer
}

// start makes the request and gives its answer later, nil if there is none.
func (r request) start(t testing.TB) <-chan *http.Response {
	t.Helper()
	return r.startWithin(t.Context(), t)
}

// startWithin is start on a connection that breaks when the context ends.
func (r request) startWithin(ctx context.Context, t testing.TB) <-chan *http.Response {
	t.Helper()
	out := r.build(t).WithContext(ctx)
	answered := make(chan *http.Response, 1)
	go func() {
		answer, err := http.DefaultTransport.RoundTrip(out)
		if err == nil {
			t.Cleanup(func() { _ = answer.Body.Close() })
		}
		answered <- answer
	}()
	return answered
}

func (r request) build(t testing.TB) *http.Request {
	t.Helper()
	out, err := http.NewRequestWithContext(t.Context(), r.method, r.url, strings.NewReader(r.body))
	require.NoError(t, err)
	out.Header.Set("Content-Type", "application/json")
	out.Header.Set("Accept", "application/json, text/event-stream")
	for name, value := range r.header {
		if name == "Host" {
			out.Host = value
		}
		out.Header.Set(name, value)
	}
	return out
}

// sentence is the text of a refusal.
func sentence(t testing.TB, answer *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	var refusal answered
	require.NoError(t, json.Unmarshal(raw, &refusal), string(raw))
	require.NotNil(t, refusal.Error, string(raw))
	return refusal.Error.Message
}

const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",` +
	`"clientInfo":{"name":"raw","version":"1"},"capabilities":{}}}`

// openSession opens a session of Streamable HTTP and gives its id.
func openSession(t testing.TB, url string) string {
	t.Helper()
	answer := request{http.MethodPost, url + "/mcp", initialize, nil}.do(t)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	id := answer.Header.Get("Mcp-Session-Id")
	require.NotEmpty(t, id)
	_, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return id
}

func inSession(id string) map[string]string { return map[string]string{"Mcp-Session-Id": id} }

// modern are the headers and the metadata of a request without a session.
func modern(method, name string) map[string]string {
	h := map[string]string{"Mcp-Protocol-Version": "2026-07-28", "Mcp-Method": method}
	if name != "" {
		h["Mcp-Name"] = name
	}
	return h
}

const modernMeta = `"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}`

// eventStream reads a stream of server-sent events.
type eventStream struct{ *bufio.Scanner }

func eventsOf(answer *http.Response) eventStream { return eventStream{bufio.NewScanner(answer.Body)} }

// next gives the data of the next event, or "" at the end of the stream.
func (e eventStream) next() string {
	for e.Scan() {
		if data, ok := strings.CutPrefix(e.Text(), "data: "); ok {
			return data
		}
	}
	return ""
}

// openStream opens a stream of HTTP+SSE and gives the address to post to.
func openStream(t testing.TB, url string) (stream eventStream, post string, answer *http.Response) {
	t.Helper()
	answer = request{http.MethodGet, url + "/sse", "", nil}.do(t)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	stream = eventsOf(answer)
	return stream, url + stream.next(), answer
}
