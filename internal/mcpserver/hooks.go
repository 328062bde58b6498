// Where the library lets us look at what it is about to do.

package mcpserver

import (
	"context"
	"encoding/json"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

func hooks() *server.Hooks {
	h := &server.Hooks{}
	h.AddOnRequestInitialization(refuseWithoutID)
	h.AddAfterSubscriptionsListen(awaitAcknowledgement)
	return h
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
