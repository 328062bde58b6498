// Call: one call of a tool, from MCP's request to the registry and back.

package mcpserver

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"govgroup/internal/observe"
	"govgroup/internal/tools"
)

// call runs a tool for an MCP client. Whatever goes wrong is a tool result with
// isError, so that the model reads it; it never is a protocol error.
func (s *Server) call(ctx context.Context, request mcp.CallToolRequest) (result *mcp.CallToolResult, err error) {
	ctx, cancel := s.untilEnded(observe.WithCall(ctx, observe.NewCall()), request.Params.Name)
	defer cancel()
	ctx, span := s.beginSpan(ctx, request)
	defer func() { endSpan(span, result) }()
	progress := newProgress(ctx, request)
	call := tools.Call{Tool: request.Params.Name, Arguments: arguments(request), Caller: s.callerOf(ctx), Progress: progress.report()}
	by := callerKey(call.Caller)
	if err := s.calls.acquire(ctx, by); err != nil {
		return refuseCall(ctx, tools.AsError(err)), nil
	}
	defer s.calls.release(by)

	started := time.Now()
	defer func() {
		if p := recover(); p != nil {
			s.logPanic(ctx, p)
			result = failure(tools.AsError(errors.New("panic")))
		}
		s.logCall(ctx, call, result, time.Since(started))
	}()
	return s.answerCall(tools.OnBehalf(ctx, call.Caller, call.Progress), request, &call), nil
}

// answerCall takes what came with the call for what it is: an answer to a question
// of ours, or a wish.
func (s *Server) answerCall(ctx context.Context, request mcp.CallToolRequest, call *tools.Call) *mcp.CallToolResult {
	var err error
	if call.Caller, err = s.withIdentity(ctx, call.Caller); err != nil {
		return s.fail(ctx, *call, tools.AsError(err))
	}
	if id, sent := requestOfPage(request); sent && s.gate != nil && s.changes(call.Tool) {
		return s.awaitDecision(ctx, *call, tools.RequestID(id), time.Now().Add(pageWait))
	}
	if answer, given := inputResponse(request); given {
		return s.submitAnswer(ctx, *call, request.Params.RequestState, answer)
	}
	done, err := s.registry.Call(ctx, *call)
	if err != nil {
		return s.fail(ctx, *call, tools.AsError(err))
	}
	return s.respond(ctx, *call, done)
}

// untilEnded gives the context of a call: until its sender gives it up or the
// server stops. A connection that breaks ends what only reads. A change goes on:
// half of it done would be worse than nobody there to read how it ended, which is
// on record.
func (s *Server) untilEnded(ctx context.Context, tool string) (context.Context, func()) {
	connected := channelFrom(ctx).connected
	ctx, cancel := context.WithCancel(ctx)
	halted := context.AfterFunc(s.halted, cancel)
	gone := func() bool { return true }
	if connected != nil && !s.changes(tool) {
		gone = context.AfterFunc(connected, cancel)
	}
	return ctx, func() { cancel(); halted(); gone() }
}

// callerKey tells callers apart where they share what the server has.
func callerKey(c tools.Caller) string { return c.Surface + "\x00" + c.Subject }

// refuseCall is the answer to a call that was not begun.
func refuseCall(ctx context.Context, why *tools.Error) *mcp.CallToolResult {
	if header := channelFrom(ctx).header; header != nil && why.Code == tools.RateLimited {
		header("Retry-After", retryAfter)
	}
	return failure(why)
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
func (s *Server) fail(ctx context.Context, call tools.Call, fault *tools.Error) *mcp.CallToolResult {
	if fault.Code == tools.Internal {
		s.log.ErrorContext(ctx, "internal fault", "tool", call.Tool, "cause", fault.Cause)
	} else if fault.Cause != nil {
		s.log.DebugContext(ctx, "fault", "tool", call.Tool, "code", string(fault.Code), "cause", fault.Cause)
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
