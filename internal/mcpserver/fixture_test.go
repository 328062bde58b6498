// What the tests share: small tools with a behaviour to provoke, and the server
// over each transport.

package mcpserver_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
	"govgroup/internal/tools"
)

// said is the output of the tools of the tests.
type said struct {
	Words string `json:"words"`
	Inner struct {
		Deep string `json:"deep"`
	} `json:"inner"`
}

func (s said) Text() string { return "said " + s.Words }

type words struct {
	Words string `json:"words,omitempty" jsonschema:"description=What to say"`
	Steps int    `json:"steps,omitempty"`
}

// reading declares a tool that only reads.
func reading(name string, run func(context.Context, *tools.Invocation, words) (said, error)) tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: "govgroup_" + name, Title: "Test " + name, Description: "For tests.", Effect: tools.Reads,
	}, run)
}

func echo() tools.Tool {
	return reading("echo", func(_ context.Context, inv *tools.Invocation, in words) (said, error) {
		return said{Words: in.Words + " to " + inv.Caller.Surface + ", " + inv.Caller.Subject + ", " + inv.Caller.Client}, nil
	})
}

// panics has a value that must not reach the client.
func panics() tools.Tool {
	return reading("panic", func(context.Context, *tools.Invocation, words) (said, error) {
		panic("hunter2")
	})
}

func faults() tools.Tool {
	return reading("fault", func(_ context.Context, _ *tools.Invocation, in words) (said, error) {
		if in.Words == "" {
			return said{}, errors.New("cause: hunter2")
		}
		return said{}, tools.Errorf(tools.NotFound, "There is no group %q. Nothing was changed.", in.Words)
	})
}

// counts reports its steps and nothing else.
func counts() tools.Tool {
	return reading("count", func(_ context.Context, inv *tools.Invocation, in words) (said, error) {
		for i := range in.Steps {
			inv.Report(i+1, in.Steps, "step")
		}
		return said{Words: "done"}, nil
	})
}

// gate is a tool that says when it has begun and ends when it is let, or when
// its context is done.
type gate struct {
	begun chan struct{}
	let   chan struct{}
	ended chan error
}

func newGate() gate {
	return gate{make(chan struct{}, 200), make(chan struct{}), make(chan error, 200)}
}

func (g gate) tool() tools.Tool {
	return reading("wait", func(ctx context.Context, _ *tools.Invocation, _ words) (said, error) {
		return said{Words: "waited"}, g.wait(ctx)
	})
}

// change is the same as a change.
func (g gate) change() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: "govgroup_waitchange", Title: "Test change", Description: "For tests.", Effect: tools.Changes,
	}, func(ctx context.Context, _ *tools.Invocation, _ words) (tools.Change, error) {
		return nil, errors.Join(g.wait(ctx), tools.Errorf(tools.NotFound, "There is nothing to change."))
	})
}

func (g gate) wait(ctx context.Context) error {
	g.begun <- struct{}{}
	select {
	case <-g.let:
		g.ended <- nil
		return nil
	case <-ctx.Done():
		g.ended <- ctx.Err()
		return ctx.Err()
	}
}

// newServer makes a server of the given tools. What it logs is shown if the
// test fails.
func newServer(t testing.TB, declared ...tools.Tool) *mcpserver.Server {
	return newServerLogging(t, t.Output(), declared...)
}

func newServerLogging(t testing.TB, log io.Writer, declared ...tools.Tool) *mcpserver.Server {
	return build(t, log, 5*time.Second, declared...)
}

// newImpatientServer cancels calls at once when it is told to stop.
func newImpatientServer(t testing.TB, declared ...tools.Tool) *mcpserver.Server {
	return build(t, t.Output(), time.Nanosecond, declared...)
}

func build(t testing.TB, log io.Writer, grace time.Duration, declared ...tools.Tool) *mcpserver.Server {
	t.Helper()
	catalogue, err := tools.NewCatalogue(nil, tools.Settings{}, declared...)
	require.NoError(t, err)
	registry, err := tools.NewRegistry(catalogue, nil, nil)
	require.NoError(t, err)
	s, err := mcpserver.New(mcpserver.Config{
		Registry: registry, Version: "1.2.3", Actor: "jane", Grace: grace,
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	require.NoError(t, err)
	return s
}

// serveHTTP starts the server at a free port and gives its address. The server
// is stopped, and must stop without an error, when the test ends.
func serveHTTP(t testing.TB, s *mcpserver.Server, o mcpserver.HTTPOptions) (url string, stop func()) {
	t.Helper()
	listener, err := mcpserver.Listen("127.0.0.1:0", false)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.HTTP(ctx, listener, o) }()
	stopped := false
	stop = func() {
		cancel()
		if !stopped {
			stopped = true
			require.NoError(t, <-ended)
		}
	}
	t.Cleanup(stop)
	return "http://" + listener.Addr().String(), stop
}

// serveStdio runs the server on pipes; closing in ends it.
func serveStdio(t testing.TB, s *mcpserver.Server) (in io.WriteCloser, out io.Reader, ended <-chan error) {
	t.Helper()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- s.Stdio(context.Background(), inR, outW)
		_ = outW.Close()
	}()
	t.Cleanup(func() { _ = inW.Close() })
	return inW, outR, done
}

// connect gives a client of the library, over the named transport and speaking
// the version.
func connect(t testing.TB, s *mcpserver.Server, over, version string) *client.Client {
	t.Helper()
	var way transport.Interface
	var err error
	switch over {
	case "stdio":
		in, out, _ := serveStdio(t, s)
		way = transport.NewIO(out, in, io.NopCloser(emptyReader{}))
	case "http":
		url, _ := serveHTTP(t, s, mcpserver.HTTPOptions{})
		way, err = transport.NewStreamableHTTP(url + "/mcp")
	case "sse":
		url, _ := serveHTTP(t, s, mcpserver.HTTPOptions{})
		way, err = transport.NewSSE(url + "/sse")
	}
	require.NoError(t, err)
	return handshake(t, way, version)
}

func handshake(t testing.TB, way transport.Interface, version string) *client.Client {
	t.Helper()
	c := client.NewClient(way, client.WithProtocolVersion(version))
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.Start(context.Background()))
	_, err := c.Initialize(t.Context(), mcp.InitializeRequest{Params: mcp.InitializeParams{
		ProtocolVersion: version, ClientInfo: mcp.Implementation{Name: "tester", Version: "9"},
	}})
	require.NoError(t, err)
	require.Equal(t, version, c.ProtocolVersion())
	return c
}

type emptyReader struct{}

func (emptyReader) Read([]byte) (int, error) { return 0, io.EOF }

// callTool calls a tool and gives its result; anything else fails the test.
func callTool(t testing.TB, c *client.Client, name string, arguments any) *mcp.CallToolResult {
	t.Helper()
	request := mcp.CallToolRequest{Params: mcp.CallToolParams{Name: name, Arguments: arguments}}
	result, err := c.CallTool(t.Context(), request)
	require.NoError(t, err)
	return result
}

func textOf(t testing.TB, r *mcp.CallToolResult) string {
	t.Helper()
	require.Len(t, r.Content, 1)
	text, ok := r.Content[0].(mcp.TextContent)
	require.True(t, ok)
	return text.Text
}
