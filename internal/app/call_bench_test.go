// What a call costs beyond the tenant: the same read by the client alone, and as
// a tool over each transport, from a tenant that answers at once.

package app_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

func BenchmarkCall(b *testing.B) {
	tenant, err := sandbox.Start("", sandbox.Options{RateLimit: -1, Unchecked: true})
	require.NoError(b, err)
	b.Cleanup(func() { _ = tenant.Close() })
	direct, err := sailpoint.New(sailpoint.Config{
		BaseURL: tenant.URL, ClientID: tenant.ClientID, ClientSecret: redact.New(tenant.ClientSecret), RateLimit: -1,
	})
	require.NoError(b, err)
	catalogue, err := tools.NewCatalogue(direct, tools.Settings{}, groups.Tools()...)
	require.NoError(b, err)
	registry, err := tools.NewRegistry(catalogue, nil, nil)
	require.NoError(b, err)
	server, err := mcpserver.New(mcpserver.Config{Registry: registry})
	require.NoError(b, err)
	id := tenant.Scenario().DBAccess.ID

	b.Run("client alone", func(b *testing.B) {
		for b.Loop() {
			_, err := direct.Group(b.Context(), id)
			require.NoError(b, err)
		}
	})
	b.Run("stdio", func(b *testing.B) { measure(b, overStdio(b, server), id) })
	b.Run("http", func(b *testing.B) { measure(b, overHTTP(b, server), id) })
}

func overStdio(b *testing.B, server *mcpserver.Server) transport.Interface {
	b.Helper()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	go func() { _ = server.Stdio(context.Background(), inR, outW) }()
	return transport.NewIO(outR, inW, io.NopCloser(strings.NewReader("")))
}

func overHTTP(b *testing.B, server *mcpserver.Server) transport.Interface {
	b.Helper()
	listener, err := mcpserver.Listen("127.0.0.1:0", false)
	require.NoError(b, err)
	b.Cleanup(func() { _ = listener.Close() })
	go func() { _ = server.HTTP(context.Background(), listener, mcpserver.HTTPOptions{}) }()
	way, err := transport.NewStreamableHTTP("http://" + listener.Addr().String() + "/mcp")
	require.NoError(b, err)
	return way
}

func measure(b *testing.B, way transport.Interface, id string) {
	b.Helper()
	c := client.NewClient(way)
	b.Cleanup(func() { _ = c.Close() })
	require.NoError(b, c.Start(b.Context()))
	_, err := c.Initialize(b.Context(), mcp.InitializeRequest{Params: mcp.InitializeParams{ProtocolVersion: "2026-07-28"}})
	require.NoError(b, err)
	request := mcp.CallToolRequest{Params: mcp.CallToolParams{Name: "govgroup_get", Arguments: map[string]any{"group": id}}}
	for b.Loop() {
		result, err := c.CallTool(b.Context(), request)
		require.NoError(b, err)
		require.False(b, result.IsError)
	}
}
