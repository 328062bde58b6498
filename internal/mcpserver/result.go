// Result: what a client gets back for a call.

package mcpserver

import (
	"encoding/json"

	"github.com/mark3labs/mcp-go/mcp"

	"govgroup/internal/tools"
)

// result turns what the registry answered into a result of MCP.
func (s *Server) result(call tools.Call, done tools.Result) *mcp.CallToolResult {
	raw, err := json.Marshal(done.Data)
	if err != nil {
		return s.fail(call, tools.AsError(err))
	}
	result := mcp.NewToolResultText(done.Text)
	result.StructuredContent = json.RawMessage(raw)
	return result
}

// failure is a tool result that tells a fault: its code, a colon, its sentence.
func failure(fault *tools.Error) *mcp.CallToolResult {
	return mcp.NewToolResultError(fault.Error())
}
