// Who calls, as far as MCP tells.

package mcpserver

import (
	"context"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"govgroup/internal/tools"
)

// The surfaces of this door, as they appear in logs and the audit.
const (
	surfaceStdio = "stdio"
	surfaceHTTP  = "http"
	surfaceSSE   = "sse"
)

// anonymous is the subject of callers that nobody signed in.
const anonymous = "anonymous"

// channel is how a message reached us, and the way back to its sender while it
// is being handled. The transports put it into the context.
type channel struct {
	surface string
	notify  func(message any) // nil: the sender cannot be told anything meanwhile
	begun   <-chan struct{}   // closed when something was written; nil if nobody keeps count
}

type channelKey struct{}

func withChannel(ctx context.Context, c channel) context.Context {
	return context.WithValue(ctx, channelKey{}, c)
}

func channelFrom(ctx context.Context) channel {
	c, _ := ctx.Value(channelKey{}).(channel)
	return c
}

// caller says who calls. Over stdio it is whoever started the program; over HTTP
// nobody was asked.
func (s *Server) caller(ctx context.Context) tools.Caller {
	c := tools.Caller{Surface: channelFrom(ctx).surface, Subject: anonymous}
	if c.Surface == surfaceStdio {
		c.Subject = s.actor
	}
	client := clientInfo(ctx)
	c.Client = tools.Clean(strings.TrimSpace(client.Name + " " + client.Version))
	return c
}

// clientInfo is what the client says it is: with each request since 2026-07-28,
// at the start of the session before that.
func clientInfo(ctx context.Context) mcp.Implementation {
	if info := server.RequestProtocolInfoFromContext(ctx); info != nil && info.ClientInfo != nil {
		return *info.ClientInfo
	}
	if session, ok := server.ClientSessionFromContext(ctx).(server.SessionWithClientInfo); ok {
		return session.GetClientInfo()
	}
	return mcp.Implementation{}
}
