// Package mcpserver is MCP's front end to the operations: tools become MCP tools,
// calls of MCP clients become calls of the registry, and the transports (stdio,
// Streamable HTTP, HTTP+SSE) serve the protocol from 2024-11-05 to 2026-07-28.
// The MCP library appears here and nowhere else.
package mcpserver

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"govgroup/internal/confirm"
	"govgroup/internal/observe"
	"govgroup/internal/tools"
)

// toolsFresh is how long a client may reuse the list of tools. It changes with the
// server's settings and with the policy; calls are checked whatever was listed.
const toolsFresh = 5 * time.Minute

// Config says what a server serves and to whom it writes.
type Config struct {
	Registry     *tools.Registry
	Identify     func(context.Context, tools.Caller) (tools.Caller, error) // who a caller is in the tenant; nil: that stays open
	Gate         *confirm.Gate                                             // where answers of people go; nil: nobody can be asked
	ApprovalPage ApprovalPage                                              // where people decide outside of the client
	Version      string                                                    // of this program, told to clients
	Actor        string                                                    // who calls over stdio: the operating system's user, or a name given
	Log          *slog.Logger                                              // nil: nothing is logged
	Tracer       observe.Tracer                                            // nil: no spans are kept
	Grace        time.Duration
}

// Server answers MCP clients. Make one with [New] and run it with
// [Server.Stdio] or [Server.HTTP]; its methods are safe for concurrent use.
type Server struct {
	mcp          *server.MCPServer
	registry     *tools.Registry
	identify     func(context.Context, tools.Caller) (tools.Caller, error)
	gate         *confirm.Gate
	approvalPage ApprovalPage
	actor        string
	log          *slog.Logger
	tracer       observe.Tracer
	grace        time.Duration

	calls  *calls
	halted context.Context // done when calls in progress must stop
	halt   context.CancelFunc
}

// New makes a server for the registry's tools. A schema that cannot be listed
// is an error. Config.Grace is how long calls in progress may go on once the
// server has been told to stop; 0 means 10 seconds.
func New(c Config) (*Server, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Grace == 0 {
		c.Grace = 10 * time.Second
	}
	s := &Server{
		registry: c.Registry, identify: c.Identify, gate: c.Gate, approvalPage: c.ApprovalPage, actor: c.Actor, log: c.Log, tracer: c.Tracer, grace: c.Grace,
		calls: newCalls(),
	}
	s.halted, s.halt = context.WithCancel(context.Background())
	s.mcp = server.NewMCPServer("govgroup", c.Version,
		server.WithTitle("Governance groups"),
		server.WithInstructions(instructions),
		server.WithToolCapabilities(false),
		server.WithCacheHints(toolsFresh.Milliseconds(), mcp.CacheScopePrivate),
		server.WithHooks(s.hooks()),
	)
	for _, t := range c.Registry.Tools() {
		listed, err := toolFor(t)
		if err != nil {
			return nil, fmt.Errorf("tool %s: %w", t.Name, err)
		}
		s.mcp.AddTool(listed, s.call)
	}
	return s, nil
}

// handle answers one message. The library recovers no panic of its own code;
// one message must not end the process, nor the panic's value reach the client.
func (s *Server) handle(ctx context.Context, e envelope, raw json.RawMessage) (answer mcp.JSONRPCMessage) {
	defer func() {
		if p := recover(); p != nil {
			s.logPanic(ctx, p)
			answer = protocolError(e.ID, mcp.INTERNAL_ERROR, "Something went wrong inside govgroup; the log has the cause.")
		}
	}()
	if unknown := s.unknownTool(ctx, e); unknown != nil {
		return *unknown
	}
	return withID(s.mcp.HandleMessage(ctx, raw), e.ID)
}

// unknownTool is the answer to a call of a tool that there is none of: the library
// would not name the nearest.
func (s *Server) unknownTool(ctx context.Context, e envelope) *mcp.JSONRPCError {
	if e.Method != mcp.MethodToolsCall || !e.isRequest() || s.mcp.GetTool(e.Params.Name) != nil {
		return nil
	}
	_, err := s.registry.Call(ctx, tools.Call{Tool: e.Params.Name})
	if err == nil {
		return nil
	}
	answer := protocolError(e.ID, mcp.INVALID_PARAMS, tools.AsError(err).Message)
	return &answer
}

func (s *Server) logPanic(ctx context.Context, p any) {
	s.log.ErrorContext(ctx, "panic", "value", fmt.Sprint(p), "stack", string(debug.Stack()))
}

// drain waits until no call is in progress and lets none begin any more. When
// the grace is over, the calls still in progress are cancelled.
func (s *Server) drain() {
	late := time.AfterFunc(s.grace, s.halt)
	defer late.Stop()
	<-s.calls.stop() // cancelled calls end soon: everything below watches its context
	s.halt()         // whoever still waits for a person gives up
}
