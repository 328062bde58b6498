// Caller: who calls, as far as MCP tells.

package mcpserver

import (
	"context"
	"net/mail"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"govgroup/internal/signin"
	"govgroup/internal/tools"
)

// The surfaces of this front end, as they appear in logs and the audit.
const (
	surfaceStdio = "stdio"
	surfaceHTTP  = "http"
	surfaceSSE   = "sse"
)

// Anonymous is the subject of callers over HTTP that nobody signed in.
const Anonymous = "anonymous"

// channel is how a message reached us, and the way back to its sender while it
// is being handled. The transports put it into the context.
type channel struct {
	surface string
	notify  func(message any) // nil: the sender cannot be told anything meanwhile
	begun   <-chan struct{}   // closed when something was written; nil if nobody keeps count

	// connected is done when nobody reads the answer any more, where that is not the
	// sender's wish to end the call; nil: it is, or cannot happen.
	connected context.Context

	request string // the message's id, as text
	trace   string // traceparent of the HTTP request; empty: none

	batch  bool                     // one of several messages in a list: nobody can be asked meanwhile
	header func(name, value string) // sets a header of the answer; nil: there are none
}

type channelKey struct{}

func withChannel(ctx context.Context, c channel) context.Context {
	return context.WithValue(ctx, channelKey{}, c)
}

func channelFrom(ctx context.Context) channel {
	c, _ := ctx.Value(channelKey{}).(channel)
	return c
}

// caller says who calls, and finds their identity. An error means that the tenant
// could not be asked who that is, and rules may turn on it.
func (s *Server) caller(ctx context.Context) (tools.Caller, error) {
	return s.withIdentity(ctx, s.callerOf(ctx))
}

// callerOf says who calls: over stdio whoever started the program, over HTTP
// whoever was let in.
func (s *Server) callerOf(ctx context.Context) tools.Caller {
	c, _ := signin.CallerFrom(ctx)
	c.Subject = subjectOf(ctx)
	c.Surface = channelFrom(ctx).surface
	if c.Surface == surfaceStdio {
		c.Subject, c.Email = s.actor, emailIn(s.actor)
	}
	client := clientInfo(ctx)
	c.Client = tools.Clean(strings.TrimSpace(client.Name + " " + client.Version))
	return c
}

// subjectOf is who was let in, or anonymous where nobody is asked.
func subjectOf(ctx context.Context) string {
	if c, signedIn := signin.CallerFrom(ctx); signedIn {
		return c.Subject
	}
	return Anonymous
}

// emailIn is the e-mail that an operator gave as the actor, whose own machine it
// is; empty if it is another name.
func emailIn(actor string) string {
	if address, err := mail.ParseAddress(actor); err == nil && address.Address == actor {
		return actor
	}
	return ""
}

// withIdentity finds the caller's identity. Where the tenant lets govgroup look up
// nobody, that stays open, and rules about identities fit nobody.
func (s *Server) withIdentity(ctx context.Context, c tools.Caller) (tools.Caller, error) {
	if s.identify == nil {
		return c, nil
	}
	known, err := s.identify(ctx, c)
	if err == nil {
		return known, nil
	}
	if tools.AsError(err).Code == tools.NotAllowed {
		s.log.DebugContext(ctx, "the caller's identity cannot be looked up", "error", err)
		return c, nil
	}
	return c, err
}

// severalClients stands in records where one client's name would be a guess.
var severalClients = mcp.Implementation{Name: "several clients"}

// clientInfo is what the client says it is: with each request since 2026-07-28,
// at the start of the session before that.
func clientInfo(ctx context.Context) mcp.Implementation {
	if info := server.RequestProtocolInfoFromContext(ctx); info != nil && info.ClientInfo != nil {
		return *info.ClientInfo
	}
	if isShared(ctx) {
		return severalClients
	}
	if session, ok := server.ClientSessionFromContext(ctx).(server.SessionWithClientInfo); ok {
		return session.GetClientInfo()
	}
	return mcp.Implementation{}
}

// isShared reports whether several clients speak on the connection.
func isShared(ctx context.Context) bool {
	c, ours := server.ClientSessionFromContext(ctx).(*session)
	return ours && c.shared.Load()
}
