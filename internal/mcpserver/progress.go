// Progress: how far a long call has come, told to clients that asked for it.

package mcpserver

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"

	"govgroup/internal/tools"
)

// progressReporter gives the function that tells the client how far its call has come,
// or nil if the client did not ask or cannot be told. A notification is written
// before the function returns, hence before the call's result: the library's own
// way passes notifications to another goroutine and loses the last one.
func progressReporter(ctx context.Context, request mcp.CallToolRequest) func(tools.Progress) {
	meta, notify := request.Params.Meta, channelFrom(ctx).notify
	if meta == nil || notify == nil || !validProgressToken(meta.ProgressToken) {
		return nil
	}
	var mu sync.Mutex
	before, part, last := 0, 0, -1
	return func(p tools.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if p.Done < part {
			before = last + 1 // work in several parts counts each from nothing
		}
		part = p.Done
		p.Done += before
		if p.Total > 0 {
			p.Total += before
		}
		if p.Done <= last {
			return // the protocol wants each number to be greater than the one before
		}
		last = p.Done
		notify(progressNotification(meta.ProgressToken, p))
	}
}

// longestToken is how many bytes a progress token may have: each notification
// repeats it.
const longestToken = 256

// validProgressToken reports whether a client's progress token is one: a number, or a text of
// reasonable length.
func validProgressToken(token mcp.ProgressToken) bool {
	switch t := token.(type) {
	case string:
		return len(t) <= longestToken
	case float64, int, int64, json.Number:
		return true
	}
	return false
}

func progressNotification(token mcp.ProgressToken, p tools.Progress) mcp.JSONRPCNotification {
	fields := map[string]any{"progressToken": token, "progress": p.Done}
	if p.Total > 0 {
		fields["total"] = p.Total
	}
	if p.Text != "" {
		fields["message"] = p.Text
	}
	return mcp.JSONRPCNotification{
		JSONRPC: mcp.JSONRPC_VERSION,
		Notification: mcp.Notification{
			Method: "notifications/progress",
			Params: mcp.NotificationParams{AdditionalFields: fields},
		},
	}
}
