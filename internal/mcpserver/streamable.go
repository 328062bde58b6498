// Streamable HTTP: what happens to a request before the library sees it, and to the
// answer after.

package mcpserver

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"govgroup/internal/web"
)

// streamable stands before the library's handler of Streamable HTTP and makes
// up for what that leaves open: sizes, sessions of GET and DELETE, cancellations,
// lists of messages, and ids digit by digit.
type streamable struct {
	server   *Server
	ids      *sessionIDs
	inflight *inflight
	opening  *sync.Mutex // held while a session is opened
	maxBody  int64
	next     http.Handler
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
		s.getOrDelete(w, r)
	default:
		w.Header().Set("Allow", "GET, POST, DELETE")
		writeError(w, http.StatusMethodNotAllowed, "The endpoint takes POST, GET and DELETE.")
	}
}

// getOrDelete opens a session's stream or closes the session; the era without
// sessions is refused by the library.
func (s streamable) getOrDelete(w http.ResponseWriter, r *http.Request) {
	modern := mcp.IsModernProtocol(r.Header.Get(mcp.HeaderProtocolVersion))
	if r.Method == http.MethodGet && !modern && r.Header.Get(server.HeaderKeySessionID) == "" {
		// Some clients try for a stream before anything else; this tells them that
		// there is none yet, and 400 would be a fault.
		w.Header().Set("Allow", "POST")
		writeError(w, http.StatusMethodNotAllowed, "There is no stream without a session. Send initialize first, by POST.")
		return
	}
	if modern || s.inSession(w, r) {
		s.next.ServeHTTP(w, r)
	}
}

// post takes a message of either era; which one, the message or its headers say.
func (s streamable) post(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r, s.maxBody)
	if !ok {
		return
	}
	e := envelopeOf(body)
	switch {
	case e.isModern() || mcp.IsModernProtocol(r.Header.Get(mcp.HeaderProtocolVersion)):
		s.modern(w, r, e, body)
	case e.Method == mcp.MethodInitialize:
		s.initialize(w, r, e, body)
	case !s.inSession(w, r):
	case isBatch(body):
		s.batch(w, r, body)
	default:
		s.legacy(w, r, e, body)
	}
}

// modern takes a message of the era without sessions. There an id means nothing: a
// cancellation would end the call of any client that uses the same. These clients
// cancel by hanging up.
func (s streamable) modern(w http.ResponseWriter, r *http.Request, e envelope, body []byte) {
	switch {
	case e.Method == mcp.MethodNotificationCancelled:
		w.WriteHeader(http.StatusAccepted)
	case isBatch(body):
		s.batch(w, r, body)
	default:
		s.pass(w, r, e, body, channel{surface: surfaceHTTP})
	}
}

// initialize opens a session. Whoever has as many as they may loses the one that
// was idle for longest: programs that come and go without a good-bye would lock
// themselves out.
func (s streamable) initialize(w http.ResponseWriter, r *http.Request, e envelope, body []byte) {
	s.opening.Lock()
	defer s.opening.Unlock()
	for {
		oldest := s.ids.surplus(subjectOf(r.Context()))
		if oldest == "" {
			break
		}
		closing := r.Clone(r.Context())
		closing.Method, closing.Body = http.MethodDelete, http.NoBody
		closing.Header = http.Header{server.HeaderKeySessionID: {oldest}}
		s.next.ServeHTTP(&recording{}, closing)
		s.ids.forget(oldest)
	}
	r = r.WithContext(withVersion(r.Context(), e.Params.Version))
	s.pass(w, r, e, body, channel{surface: surfaceHTTP})
}

// legacy takes a message in a session. A connection that breaks is no wish to end
// the call, so that the call has a context of its own.
func (s streamable) legacy(w http.ResponseWriter, r *http.Request, e envelope, body []byte) {
	session := r.Header.Get(server.HeaderKeySessionID)
	defer s.ids.use(session)()
	if e.Method == mcp.MethodNotificationCancelled {
		s.inflight.cancel(session, e)
		w.WriteHeader(http.StatusAccepted)
		return
	}
	c := channel{surface: surfaceHTTP, connected: r.Context()}
	ctx := context.WithoutCancel(r.Context())
	if e.isRequest() {
		var end func()
		ctx, end = s.inflight.begin(ctx, session, e.ID)
		defer end()
	}
	s.pass(w, r.WithContext(ctx), e, body, c)
}

// pass hands a message to the library.
func (s streamable) pass(w http.ResponseWriter, r *http.Request, e envelope, body []byte, c channel) {
	out := newResponseWriter(w, r.Context(), e.ID)
	c.notify, c.begun, c.header = out.notifier(r), out.begun, out.setHeader
	c.request, c.trace = e.idText(), r.Header.Get("Traceparent")
	ctx := withChannel(r.Context(), c)
	if unknown := s.server.unknownTool(ctx, e); unknown != nil {
		web.WriteJSON(w, statusOfUnknownTool(e), unknown)
		return
	}
	r = r.WithContext(ctx)
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.next.ServeHTTP(out, r)
	out.close()
}

// statusOfUnknownTool is 400 since 2026-07-28; before, errors of the protocol went
// with 200.
func statusOfUnknownTool(e envelope) int {
	if e.isModern() {
		return http.StatusBadRequest
	}
	return http.StatusOK
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
