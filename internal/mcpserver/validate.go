// Validation: what happens to a request to an MCP endpoint before the library sees
// it.

package mcpserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// bodyTime is how long a client may take to send a body.
const bodyTime = 30 * time.Second

// setReadDeadline starts the time for a request's body, whoever reads it: what a handler
// leaves unread, the library reads before it answers, and would wait for without
// end. Requests without a body may be streams, which last.
func setReadDeadline(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength != 0 {
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime))
	}
}

// readBody reads a body of at most most bytes. If it cannot, it has answered
// the client and gives false.
func readBody(w http.ResponseWriter, r *http.Request, most int64) ([]byte, bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err == nil {
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // the call may take longer
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		writeError(w, http.StatusRequestEntityTooLarge, "The request is larger than the server takes. Send less at once. Nothing was done.")
	case err != nil:
		writeError(w, http.StatusBadRequest, "The request could not be read to its end. Nothing was done.")
	}
	return body, err == nil
}

// streamable stands before the library's handler of Streamable HTTP and makes
// up for what that leaves open: sizes, sessions of GET and DELETE, and
// cancellations across clients.
type streamable struct {
	ids     *sessionIDs
	maxBody int64
	next    http.Handler
}

func (s streamable) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Whatever the request claims to be, another caller's session is none.
	if open, own := s.ids.belongs(r.Header.Get(server.HeaderKeySessionID), subjectOf(r.Context())); open && !own {
		writeError(w, http.StatusNotFound, noSession)
		return
	}
	switch r.Method {
	case http.MethodPost:
		s.post(w, r)
	case http.MethodGet, http.MethodDelete:
		if mcp.IsModernProtocol(r.Header.Get(mcp.HeaderProtocolVersion)) || s.inSession(w, r) {
			s.next.ServeHTTP(w, r)
		}
	default:
		w.Header().Set("Allow", "GET, POST, DELETE")
		writeError(w, http.StatusMethodNotAllowed, "The endpoint takes POST, GET and DELETE.")
	}
}

// post takes a message of either era; which one, the message or its headers say.
func (s streamable) post(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r, s.maxBody)
	if !ok {
		return
	}
	e := envelopeOf(body)
	modern := e.isModern() || mcp.IsModernProtocol(r.Header.Get(mcp.HeaderProtocolVersion))
	switch {
	case modern && e.Method == mcp.MethodNotificationCancelled:
		// Without sessions, an id means nothing: it would end the call of any
		// client that uses the same. These clients cancel by hanging up.
		w.WriteHeader(http.StatusAccepted)
		return
	case !modern && e.Method != mcp.MethodInitialize && !s.inSession(w, r):
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	out := newResponseWriter(w)
	r = r.WithContext(withChannel(r.Context(), channel{surfaceHTTP, out.notifier(r), out.begun}))
	s.next.ServeHTTP(out, r)
}

// inSession reports whether the request belongs to an open session, and tells
// the client if not: 404 is what makes a client open a new one.
func (s streamable) inSession(w http.ResponseWriter, r *http.Request) bool {
	id := r.Header.Get(server.HeaderKeySessionID)
	if id == "" {
		writeError(w, http.StatusBadRequest, "The Mcp-Session-Id header is missing. Send initialize first, and its session id with every later request.")
		return false
	}
	if _, own := s.ids.belongs(id, subjectOf(r.Context())); !own {
		writeError(w, http.StatusNotFound, noSession)
		return false
	}
	return true
}

// noSession is said of sessions that are closed, and of those of others: whether
// an id is anyone's is not told.
const noSession = "The session is not open, or no longer. Send initialize to open a new one."

// writeJSON writes a small JSON answer.
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
