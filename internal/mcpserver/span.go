// Span: a call as those see it who follow it from program to program, in the words of
// OpenTelemetry's conventions for MCP. Those are not settled yet, so that they stand in
// this file and nowhere else. The session's id is left out: it lets in.

package mcpserver

import (
	"context"
	"log/slog"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"govgroup/internal/observe"
)

// beginSpan starts the span of a call. Its parent is what the client says in the call's
// _meta; the HTTP request around it, which may serve several calls, is only linked.
func (s *Server) beginSpan(ctx context.Context, request mcp.CallToolRequest) (context.Context, observe.Span) {
	c := channelFrom(ctx)
	transport := slog.String("network.transport", "pipe")
	if c.surface != surfaceStdio {
		transport = slog.String("network.transport", "tcp")
	}
	ctx, span := observe.Begin(observe.WithTracer(ctx, s.tracer), observe.Start{
		Name: string(mcp.MethodToolsCall) + " " + request.Params.Name, Kind: observe.Serving,
		Parent: metaText(request, "traceparent"), State: metaText(request, "tracestate"),
		Attributes: []slog.Attr{
			slog.String("mcp.method.name", string(mcp.MethodToolsCall)),
			slog.String("gen_ai.operation.name", "execute_tool"),
			slog.String("gen_ai.tool.name", request.Params.Name),
			slog.String("mcp.protocol.version", server.RequestProtocolVersion(ctx)),
			slog.String("jsonrpc.request.id", c.request), transport,
		},
	})
	span.Link(c.trace)
	return ctx, span
}

// endSpan ends it. That a tool said why not is an error of the call, and none of the
// protocol.
func endSpan(span observe.Span, result *mcp.CallToolResult) {
	if result != nil && result.IsError {
		span.Fail("tool_error")
	}
	span.End()
}

// metaText is what stands under a name in a call's _meta, if it is a text.
func metaText(request mcp.CallToolRequest, name string) string {
	if request.Params.Meta == nil {
		return ""
	}
	text, _ := request.Params.Meta.AdditionalFields[name].(string)
	return text
}
