// Session client: what the library asks a session for, its id, what the client
// said of itself, and a way to ask the client's user.

package mcpserver

import (
	"context"
	"sync/atomic"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// The interfaces through which the library knows a session.
var (
	_ server.SessionWithClientInfo      = (*session)(nil)
	_ server.SessionWithElicitation     = (*session)(nil)
	_ server.SessionWithProtocolVersion = (*session)(nil)
)

// SessionID tells the sessions of a server apart.
func (c *session) SessionID() string { return c.id }

// NotificationChannel takes what the library wants to tell the client.
func (c *session) NotificationChannel() chan<- mcp.JSONRPCNotification { return c.notices }

// Initialize marks the session as open.
func (c *session) Initialize() { c.ready.Store(true) }

// Initialized reports whether the session is open. Since 2026-07-28 the library
// opens it with the first request, whatever that is.
func (c *session) Initialized() bool { return c.ready.Load() }

// SetClientInfo keeps what the client says it is.
func (c *session) SetClientInfo(i mcp.Implementation) { c.client.Store(&i) }

// GetClientInfo gives what the client said it is, or nothing.
func (c *session) GetClientInfo() mcp.Implementation { return valueOf(&c.client) }

// SetClientCapabilities keeps what the client says it can do.
func (c *session) SetClientCapabilities(a mcp.ClientCapabilities) { c.capabilities.Store(&a) }

// GetClientCapabilities gives what the client said it can do, or nothing.
func (c *session) GetClientCapabilities() mcp.ClientCapabilities { return valueOf(&c.capabilities) }

// SetProtocolVersion keeps the version agreed at the start of the session.
func (c *session) SetProtocolVersion(v string) { c.version.Store(&v) }

// ProtocolVersion gives that version, or "" before the start.
func (c *session) ProtocolVersion() string { return valueOf(&c.version) }

// RequestElicitation asks the client's user and waits for the answer. Whoever calls
// sets the time limit, by the context.
func (c *session) RequestElicitation(ctx context.Context, r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	return c.elicitations.ask(ctx, c.send, r.Params)
}

// valueOf reads an atomic pointer; nil is the zero value.
func valueOf[T any](p *atomic.Pointer[T]) T {
	if v := p.Load(); v != nil {
		return *v
	}
	var zero T
	return zero
}
