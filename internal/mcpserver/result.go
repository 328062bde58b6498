// Result: what a client gets back for a call.

package mcpserver

import (
	"context"
	"encoding/json"

	"github.com/mark3labs/mcp-go/mcp"

	"govgroup/internal/tools"
)

// result turns what the registry answered into a result of MCP. A change that
// failed as a whole is an error, with every item beside it.
func (s *Server) result(ctx context.Context, call tools.Call, done tools.Result) *mcp.CallToolResult {
	raw, err := json.Marshal(done.Data)
	if err != nil {
		return s.fail(ctx, call, tools.AsError(err))
	}
	result := mcp.NewToolResultText(done.Text)
	if outcome, changes := done.Data.(tools.Outcome); changes && outcome.Status == tools.StatusFailed {
		result = mcp.NewToolResultError(string(codeOf(outcome)) + ": " + done.Text)
	}
	result.StructuredContent = json.RawMessage(raw)
	return result
}

// codeOf is the code of a change of which nothing was done.
func codeOf(failed tools.Outcome) tools.Code {
	codes := map[string]tools.Code{tools.ItemNotFound: tools.NotFound, tools.ItemInUse: tools.InUse}
	for i, item := range failed.Items {
		if i > 0 && item.Outcome != failed.Items[0].Outcome {
			return tools.Unavailable
		}
	}
	if len(failed.Items) > 0 && codes[failed.Items[0].Outcome] != "" {
		return codes[failed.Items[0].Outcome]
	}
	return tools.Unavailable
}

// failure is a tool result that tells a fault: its code, a colon, its sentence.
func failure(fault *tools.Error) *mcp.CallToolResult {
	return mcp.NewToolResultError(fault.Error())
}
