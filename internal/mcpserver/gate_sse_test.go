// HTTP+SSE: the library's client of HTTP+SSE cannot be asked: it takes a question for
// the answer to its own request of the same number. Here it learns to answer.

package mcpserver_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// askedStream is a transport of HTTP+SSE that hands questions to its client and
// everything else to the library.
type askedStream struct {
	*transport.SSE
	t         *testing.T
	heard     io.Writer
	answering sync.WaitGroup

	mu     sync.Mutex
	handle transport.RequestHandler
}

func newAskedStream(t *testing.T, url string, heard io.Writer) *askedStream {
	t.Helper()
	a := &askedStream{t: t, heard: heard}
	t.Cleanup(a.answering.Wait)
	var err error
	a.SSE, err = transport.NewSSE(url+"/sse", transport.WithHTTPClient(&http.Client{Transport: a}))
	require.NoError(t, err)
	return a
}

// SetRequestHandler implements [transport.BidirectionalInterface].
func (a *askedStream) SetRequestHandler(handle transport.RequestHandler) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.handle = handle
}

// RoundTrip stands between the library and the server.
func (a *askedStream) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && r.Method == http.MethodGet {
		left, right := io.Pipe()
		go func(body io.ReadCloser) {
			defer body.Close()
			right.CloseWithError(a.sift(io.TeeReader(body, a.heard), right))
		}(answer.Body)
		answer.Body = left
	}
	return answer, err
}

// sift passes on whole events but the questions.
func (a *askedStream) sift(from io.Reader, to io.Writer) error {
	var event bytes.Buffer
	lines := bufio.NewReader(from)
	for question := false; ; {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return err
		}
		event.Write(line)
		if data, is := bytes.CutPrefix(line, []byte("data: ")); is && a.isQuestion(data) {
			question = true
		}
		if len(bytes.TrimSpace(line)) > 0 {
			continue
		}
		if !question {
			if _, err := to.Write(event.Bytes()); err != nil {
				return err
			}
		}
		question = false
		event.Reset()
	}
}

// isQuestion reports whether a message is a request of the server, which it then
// lets the client answer.
func (a *askedStream) isQuestion(data []byte) bool {
	var q transport.JSONRPCRequest
	if json.Unmarshal(data, &q) != nil || q.Method == "" || q.ID.IsNil() {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	handle := a.handle
	a.answering.Go(func() {
		response, err := handle(context.Background(), q)
		if err != nil {
			return // a client that cannot answer says nothing
		}
		raw, err := json.Marshal(response)
		assert.NoError(a.t, err)
		a.say(string(raw))
	})
	return true
}

// say sends a message as it is.
func (a *askedStream) say(text string) {
	answer, err := http.Post(a.GetEndpoint().String(), "application/json", strings.NewReader(text))
	if assert.NoError(a.t, err) {
		_ = answer.Body.Close()
	}
}
