// Message: JSON-RPC, as far as the transports have to look into it.

package mcpserver

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

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
		Name      string          `json:"name"`            // of a tool
		RequestID json.RawMessage `json:"requestId"`       // that is cancelled
		Version   string          `json:"protocolVersion"` // wanted by initialize
		Meta      struct {
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

// idText is the id as a text: a text's own characters, or a number's digits.
func (e envelope) idText() string { return strings.Trim(string(e.ID), `"`) }

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

// withID gives an answer the id that its request had, digit by digit: the library
// takes every number for a float.
func withID(answer mcp.JSONRPCMessage, id json.RawMessage) mcp.JSONRPCMessage {
	if !isNumber(id) {
		return answer
	}
	switch a := answer.(type) {
	case mcp.JSONRPCResponse:
		a.ID = mcp.NewRequestId(id)
		return a
	case mcp.JSONRPCError:
		a.ID = mcp.NewRequestId(id)
		return a
	}
	return answer
}

// isNumber reports whether an id is a number; the others the library leaves as
// they are.
func isNumber(id json.RawMessage) bool {
	return len(id) > 0 && (id[0] == '-' || id[0] >= '0' && id[0] <= '9')
}

// restoreID is [withID] for an answer that is written already, alone or as an
// event.
func restoreID(written []byte, id json.RawMessage) []byte {
	if !isNumber(id) || !isRounded(id) {
		return written
	}
	start, end := bytes.IndexByte(written, '{'), bytes.LastIndexByte(written, '}')
	if start < 0 || end < start {
		return written
	}
	var answer struct {
		JSONRPC string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Method  string          `json:"method,omitempty"`
		Result  json.RawMessage `json:"result,omitempty"`
		Error   json.RawMessage `json:"error,omitempty"`
	}
	if json.Unmarshal(written[start:end+1], &answer) != nil || answer.Method != "" {
		return written
	}
	answer.ID = id
	raw, err := json.Marshal(answer)
	if err != nil {
		return written
	}
	return slices.Concat(written[:start], raw, written[end+1:])
}

// isRounded reports whether a number is written otherwise once a float has held it.
func isRounded(number json.RawMessage) bool {
	var f float64
	if json.Unmarshal(number, &f) != nil {
		return false
	}
	again, err := json.Marshal(f)
	return err == nil && !bytes.Equal(again, number)
}
