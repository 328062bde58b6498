// Clients: the library's clients with a person at the keyboard, and what such a
// client would never send, sent over its own connection.

package mcpserver_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"govgroup/internal/testenv"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/require"
)

// respond is what a person does with a question.
type answer func(q mcp.ElicitationParams) mcp.ElicitationResponse

// person answers a client's questions, each with the next answer.
type person struct {
	mu      sync.Mutex
	answers []answer
	asked   []mcp.ElicitationParams
}

func whoSays(answers ...answer) *person { return &person{answers: answers} }

// Elicit makes a person the handler of a client.
func (p *person) Elicit(_ context.Context, r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	p.mu.Lock()
	p.asked = append(p.asked, r.Params)
	if len(p.answers) == 0 {
		p.mu.Unlock()
		return nil, errors.New("asked once too often")
	}
	next := p.answers[0]
	p.answers = p.answers[1:]
	p.mu.Unlock()
	return &mcp.ElicitationResult{ElicitationResponse: next(r.Params)}, nil
}

// elicitations are those asked so far.
func (p *person) questions() []mcp.ElicitationParams {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// fillIn accepts with the content.
func fillIn(content any) answer {
	return func(mcp.ElicitationParams) mcp.ElicitationResponse {
		return mcp.ElicitationResponse{Action: mcp.ElicitationResponseActionAccept, Content: content}
	}
}

// phraseOf is what a question wants typed.
func phraseOf(t *testing.T, q mcp.ElicitationParams) string {
	t.Helper()
	_, rest, _ := strings.Cut(rawText(t, q.RequestedSchema), "“")
	phrase, _, found := strings.Cut(rest, "”")
	require.True(t, found, "nothing is to be typed")
	return phrase
}

func press(action mcp.ElicitationResponseAction) answer {
	return func(mcp.ElicitationParams) mcp.ElicitationResponse { return mcp.ElicitationResponse{Action: action} }
}

// after lets something happen while the person thinks.
func after(happens func(), then answer) answer {
	return func(q mcp.ElicitationParams) mcp.ElicitationResponse {
		happens()
		return then(q)
	}
}

// caller is a client that is connected, and its connection.
type caller struct {
	*client.Client
	t       *testing.T
	version string
	able    mcp.ClientCapabilities
	heard   *testenv.Buffer   // everything the server said
	say     func(text string) // sends a message as it is
	turns   atomic.Int64
}

// meet connects a client over the transport at the version. Without a person it
// cannot ask anyone, unless able says that it could.
func (w *env) meet(t *testing.T, over, version string, p *person, able ...mcp.ClientCapabilities) *caller {
	t.Helper()
	c := &caller{t: t, version: version, heard: &testenv.Buffer{}}
	way := c.connect(w, over)
	options := []client.ClientOption{client.WithProtocolVersion(version)}
	if p != nil {
		c.able.Elicitation = &mcp.ElicitationCapability{}
		options = append(options, client.WithElicitationHandler(p))
	}
	for _, a := range able {
		c.able = a
		options = append(options, client.WithClientCapabilities(a))
	}
	c.Client = client.NewClient(way, options...)
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.Start(context.WithoutCancel(t.Context())))
	hello := mcp.InitializeRequest{}
	hello.Params.ProtocolVersion, hello.Params.ClientInfo = version, mcp.Implementation{Name: "tester", Version: "9"}
	_, err := c.Initialize(t.Context(), hello)
	require.NoError(t, err)
	require.Equal(t, version, c.ProtocolVersion())
	return c
}

// connect opens the connection and keeps a way to write to it.
func (c *caller) connect(w *env, over string) transport.Interface {
	c.t.Helper()
	tapped := &http.Client{Transport: listening{c.heard}}
	switch over {
	case "http":
		way, err := transport.NewStreamableHTTP(w.url+"/mcp", transport.WithHTTPBasicClient(tapped))
		require.NoError(c.t, err)
		c.say = func(text string) {
			header := inSession(way.GetSessionId())
			request{http.MethodPost, w.url + "/mcp", text, header}.do(c.t)
		}
		return way
	case "sse":
		way := newAskedStream(c.t, w.url, c.heard)
		c.say = way.say
		return way
	}
	return c.atStdio(w, "ann")
}

// atStdio runs the server on pipes for the person who sits there.
func (c *caller) atStdio(w *env, who string) transport.Interface {
	s := w.server
	if who != "ann" {
		s = w.serverFor(c.t, who)
	}
	in, out, _ := serveStdio(c.t, s)
	c.say = func(text string) {
		_, err := io.WriteString(in, text+"\n")
		require.NoError(c.t, err)
	}
	return transport.NewIO(io.TeeReader(out, c.heard), in, io.NopCloser(emptyReader{}))
}

// do makes the call as the library does, questions and all.
func (c *caller) do(d operation) *mcp.CallToolResult {
	c.t.Helper()
	return callTool(c.t, c.Client, d.tool, d.arguments)
}

// turn is one round of a call by hand: what goes with the tool's name and
// arguments.
type turn struct {
	State     any
	Responses any
	Able      *mcp.ClientCapabilities // other than those declared at first
	Progress  *any                    // the progress token
}

// once sends one round of a call by hand and gives whatever comes back.
func (c *caller) once(ctx context.Context, d operation, with turn) (*mcp.CallToolResult, error) {
	params := c.params(d, with)
	header := http.Header{}
	for name, value := range mcp.StandardHeaders(c.version, mcp.MethodToolsCall, json.RawMessage(rawText(c.t, params))) {
		header.Set(name, value)
	}
	response, err := c.GetTransport().SendRequest(ctx, transport.JSONRPCRequest{
		JSONRPC: mcp.JSONRPC_VERSION, ID: mcp.NewRequestId(1<<20 + c.turns.Add(1)), Method: "tools/call", Params: params, Header: header,
	})
	if err != nil {
		return nil, err
	}
	if response.Error != nil {
		return nil, response.Error.AsError()
	}
	return mcp.ParseCallToolResult(&response.Result)
}

// params are what one round carries.
func (c *caller) params(d operation, with turn) map[string]any {
	params, meta := map[string]any{"name": d.tool, "arguments": d.arguments}, map[string]any{}
	if with.State != nil {
		params["requestState"] = with.State
	}
	if with.Responses != nil {
		params["inputResponses"] = with.Responses
	}
	if with.Progress != nil {
		meta["progressToken"] = *with.Progress
	}
	if mcp.IsModernProtocol(c.version) {
		meta[mcp.MetaKeyProtocolVersion] = c.version
		meta[mcp.MetaKeyClientInfo] = mcp.Implementation{Name: "tester", Version: "9"}
		meta[mcp.MetaKeyClientCapabilities] = c.able
		if with.Able != nil {
			meta[mcp.MetaKeyClientCapabilities] = *with.Able
		}
	}
	params["_meta"] = meta
	return params
}

// byHand sends one round that must be answered with a result of the tool.
func (c *caller) byHand(d operation, with turn) *mcp.CallToolResult {
	c.t.Helper()
	result, err := c.once(c.t.Context(), d, with)
	require.NoError(c.t, err)
	return result
}

// question makes the first round of a call in the era without sessions and gives
// the state that came with the question.
func (c *caller) question(d operation) (state string) {
	c.t.Helper()
	result := c.byHand(d, turn{})
	require.True(c.t, result.NeedsInput(), rawText(c.t, result))
	require.Contains(c.t, result.InputRequests, "confirm")
	return result.RequestState
}

// accepts is the answer to the question of a round by hand.
func accepts(content any) map[string]any {
	return map[string]any{"confirm": map[string]any{"action": "accept", "content": content}}
}

// listening is an HTTP transport that passes on what the server says.
type listening struct{ heard io.Writer }

func (l listening) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(answer.Body, l.heard), answer.Body}
	}
	return answer, err
}
