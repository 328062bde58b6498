// Message: JSON-RPC, as far as the transports have to look into it.

package mcpserver

import (
	"encoding/json"

	"github.com/mark3labs/mcp-go/mcp"
)

// maxMessage is how many bytes one message of a client may have.
const maxMessage = 1 << 20

// envelope is the outside of a message.
type envelope struct {
	ID     json.RawMessage `json:"id"`
	Method mcp.MCPMethod   `json:"method"`
	Result json.RawMessage `json:"result"`
	Error  json.RawMessage `json:"error"`
	Params struct {
		Meta struct {
			Version string `json:"io.modelcontextprotocol/protocolVersion"`
		} `json:"_meta"`
	} `json:"params"`
}

// envelopeOf reads the outside of a message; what is unreadable stays empty and
// is refused by the library.
func envelopeOf(raw []byte) envelope {
	var e envelope
	_ = json.Unmarshal(raw, &e)
	return e
}

// isRequest reports whether the sender waits for an answer.
func (e envelope) isRequest() bool { return e.Method != "" && len(e.ID) > 0 }

// isAnswer reports whether the message answers a request of ours.
func (e envelope) isAnswer() bool {
	return e.Method == "" && len(e.ID) > 0 && (e.Result != nil || e.Error != nil)
}

// isModern reports whether the message is of the era without sessions, which
// began with 2026-07-28.
func (e envelope) isModern() bool { return mcp.IsModernProtocol(e.Params.Meta.Version) }

// protocolError is the answer to a message that cannot be handled. The id is
// the message's, or nil where it is unknown.
func protocolError(id json.RawMessage, code int, sentence string) mcp.JSONRPCError {
	var known any
	if len(id) > 0 {
		known = id
	}
	return mcp.JSONRPCError{
		JSONRPC: mcp.JSONRPC_VERSION,
		ID:      mcp.NewRequestId(known),
		Error:   mcp.NewJSONRPCErrorDetails(code, sentence, nil),
	}
}
