// Batch: several messages in one list, which protocol 2025-03-26 had, and no
// other.

package mcpserver

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"govgroup/internal/web"
)

// batchVersion is the only version of the protocol with lists of messages.
const batchVersion = "2025-03-26"

// isBatch reports whether a message is a list of messages.
func isBatch(raw []byte) bool {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	return len(raw) > 0 && raw[0] == '['
}

// batchOf reads a list of messages. If it is none that can be handled under the
// version, it gives what the sender is told instead.
func batchOf(version string, raw []byte) ([]json.RawMessage, *mcp.JSONRPCError) {
	refused := func(code int, sentence string) ([]json.RawMessage, *mcp.JSONRPCError) {
		e := protocolError(nil, code, sentence)
		return nil, &e
	}
	if version != batchVersion {
		return refused(mcp.INVALID_REQUEST, "Several messages in one list are taken only where protocol version "+batchVersion+" was agreed on. Send them one by one. Nothing was done.")
	}
	var messages []json.RawMessage
	if json.Unmarshal(raw, &messages) != nil {
		return refused(mcp.PARSE_ERROR, "The list of messages is not valid JSON. Nothing was done.")
	}
	if len(messages) == 0 {
		return refused(mcp.INVALID_REQUEST, "The list of messages is empty.")
	}
	return messages, nil
}

// answerAll answers the messages at the same time and gives the answers in their
// order; nil is none. A session cannot be opened in a list.
func answerAll(messages []json.RawMessage, answer func(json.RawMessage) any) []any {
	answers := make([]any, len(messages))
	var all sync.WaitGroup
	for i, raw := range messages {
		if e := envelopeOf(raw); e.Method == mcp.MethodInitialize {
			answers[i] = protocolError(e.ID, mcp.INVALID_REQUEST, "initialize cannot be one of several messages in a list. Nothing was done.")
			continue
		}
		all.Go(func() { answers[i] = answer(raw) })
	}
	all.Wait()
	return slices.DeleteFunc(answers, func(a any) bool { return a == nil })
}

// batch takes several messages in one list, in a session of the version that had
// those. Nothing is told before the answers, and nobody asked.
func (s streamable) batch(w http.ResponseWriter, r *http.Request, body []byte) {
	session := r.Header.Get(server.HeaderKeySessionID)
	messages, refused := batchOf(s.ids.version(session), body)
	if refused != nil {
		web.WriteJSON(w, http.StatusBadRequest, refused)
		return
	}
	defer s.ids.use(session)()
	answers := answerAll(messages, func(raw json.RawMessage) any {
		one := r.Clone(context.WithoutCancel(r.Context()))
		one.Header.Set("Accept", "application/json")
		var answer recording
		e := envelopeOf(raw)
		ctx, end := s.inflight.begin(one.Context(), session, e.ID)
		defer end()
		s.pass(&answer, one.WithContext(ctx), e, raw, channel{surface: surfaceHTTP, connected: r.Context(), batch: true})
		return answer.message()
	})
	if len(answers) == 0 {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	web.WriteJSON(w, http.StatusOK, answers)
}

// recording keeps an answer instead of sending it.
type recording struct {
	header http.Header
	body   bytes.Buffer
}

func (a *recording) Header() http.Header {
	if a.header == nil {
		a.header = http.Header{}
	}
	return a.header
}

func (a *recording) WriteHeader(int) {}

func (a *recording) Write(raw []byte) (int, error) { return a.body.Write(raw) }

// message is the answer, or nil if there is none.
func (a *recording) message() any {
	if raw := bytes.TrimSpace(a.body.Bytes()); json.Valid(raw) {
		return json.RawMessage(raw)
	}
	return nil
}
