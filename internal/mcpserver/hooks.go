// Hooks: where the library lets us look at what it is about to do.

package mcpserver

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

func (s *Server) hooks() *server.Hooks {
	h := &server.Hooks{}
	h.AddAfterListTools(s.keepToolsOfCaller)
	h.AddOnRequestInitialization(refuseWithoutID)
	h.AddAfterSubscriptionsListen(awaitAcknowledgement)
	return h
}

// keepToolsOfCaller leaves out of a list what the caller may never use. The
// library's own filters would also turn a call of such a tool into an error that
// says nothing; the registry says why.
func (s *Server) keepToolsOfCaller(ctx context.Context, _ any, _ *mcp.ListToolsRequest, list *mcp.ListToolsResult) {
	caller, err := s.caller(ctx)
	if err != nil {
		s.log.Debug("the caller's identity is not known", "error", err)
	}
	own := map[string]bool{}
	for _, t := range s.registry.ToolsFor(ctx, caller) {
		own[t.Name] = true
	}
	list.Tools = slices.DeleteFunc(list.Tools, func(t mcp.Tool) bool { return !own[t.Name] })
}

// refuseWithoutID refuses to open a session that got no id, since there are
// too many.
func refuseWithoutID(ctx context.Context, _ any, message any) error {
	raw, _ := message.(json.RawMessage)
	e, session := envelopeOf(raw), server.ClientSessionFromContext(ctx)
	if e.Method != mcp.MethodInitialize || e.isModern() || session == nil || session.SessionID() != "" {
		return nil
	}
	return errTooManySessions
}

// awaitAcknowledgement holds back the result of a subscription, of which this
// server has none to offer, until the acknowledgement that precedes it is on its
// way: the library passes it to another goroutine, which loses it if the result
// is faster.
func awaitAcknowledgement(ctx context.Context, _ any, _ *mcp.SubscriptionsListenRequest, _ *mcp.SubscriptionsListenResult) {
	if c := channelFrom(ctx); c.begun != nil {
		select {
		case <-c.begun:
		case <-ctx.Done():
		}
	}
}
