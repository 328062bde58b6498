// Call: one call of a tool, from MCP's request to the registry and back.

package mcpserver

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"govgroup/internal/tools"
)

// call runs a tool for an MCP client. Whatever goes wrong is a tool result with
// isError, so that the model reads it; it never is a protocol error.
func (s *Server) call(ctx context.Context, request mcp.CallToolRequest) (result *mcp.CallToolResult, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.halted, cancel)()
	if err := s.calls.Acquire(ctx, 1); err != nil {
		return failure(tools.AsError(err)), nil
	}
	defer s.calls.Release(1)

	started := time.Now()
	call := tools.Call{Tool: request.Params.Name, Arguments: arguments(request), Progress: progressReporter(ctx, request)}
	defer func() {
		if p := recover(); p != nil {
			s.logPanic(p)
			result = failure(tools.AsError(errors.New("panic")))
		}
		s.logCall(ctx, call, result, time.Since(started))
	}()
	if call.Caller, err = s.caller(ctx); err != nil {
		return s.fail(call, tools.AsError(err)), nil
	}
	if id, sent := requestOfPage(request); sent && s.gate != nil && s.changes(call.Tool) {
		return s.awaitDecision(ctx, call, id), nil
	}
	if answer, given := inputResponse(request); given {
		return s.submitAnswer(ctx, call, request.Params.RequestState, answer), nil
	}
	done, err := s.registry.Call(ctx, call)
	if err != nil {
		return s.fail(call, tools.AsError(err)), nil
	}
	return s.respond(ctx, call, done), nil
}

// arguments gives the arguments as the client sent them: decoding and encoding
// again would round large numbers and hide repeated keys.
func arguments(request mcp.CallToolRequest) json.RawMessage {
	if len(request.Params.RawArguments) > 0 {
		return request.Params.RawArguments
	}
	raw, err := json.Marshal(request.Params.Arguments)
	if err != nil || request.Params.Arguments == nil {
		return nil
	}
	return raw
}

// fail logs the cause of a fault, which the client is not told, and gives the
// client the code and the sentence.
func (s *Server) fail(call tools.Call, fault *tools.Error) *mcp.CallToolResult {
	if fault.Code == tools.Internal {
		s.log.Error("internal fault", "tool", call.Tool, "cause", fault.Cause)
	} else if fault.Cause != nil {
		s.log.Debug("fault", "tool", call.Tool, "code", string(fault.Code), "cause", fault.Cause)
	}
	return failure(fault)
}

// logCall writes one line for every call. Arguments stay out of it: they may
// hold what people do not want in a log.
func (s *Server) logCall(ctx context.Context, call tools.Call, result *mcp.CallToolResult, took time.Duration) {
	outcome := "ok"
	if result != nil && result.IsError {
		outcome = "error"
	}
	s.log.LogAttrs(ctx, slog.LevelInfo, "call",
		slog.String("tool", call.Tool), slog.String("outcome", outcome), slog.Duration("took", took),
		slog.String("surface", call.Caller.Surface), slog.String("subject", call.Caller.Subject),
		slog.String("client", call.Caller.Client))
}
