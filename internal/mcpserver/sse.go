// SSE: the transport of protocol 2024-11-05, a stream of events for what the
// server says, and an endpoint for what the client says. Deprecated, and still
// what some clients have.

package mcpserver

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"govgroup/internal/signin"
)

const (
	streamPath  = "/sse"
	messagePath = "/message"

	maxStreams = 1000             // open streams at the same time
	writeTime  = 30 * time.Second // how long a client may take to read one event
)

// streams are the clients of HTTP+SSE.
type streams struct {
	server    *Server
	maxBody   int64
	heartbeat time.Duration

	mu     sync.Mutex
	open   map[string]*stream
	closed chan struct{} // closed when the streams are to end

	deprecated sync.Once // the warning
}

// stream is one client: its session, and the context that ends with it.
type stream struct {
	*session
	ctx     context.Context
	subject string // who opened it
}

func newStreams(s *Server, maxBody int64, heartbeat time.Duration) *streams {
	return &streams{server: s, maxBody: maxBody, heartbeat: heartbeat, open: map[string]*stream{}, closed: make(chan struct{})}
}

// serveStream serves a client's stream until the client leaves or the server stops.
// A client that leaves cancels its calls: their answers have nowhere to go.
func (s *streams) serveStream(w http.ResponseWriter, r *http.Request) {
	ctx, leave := context.WithCancel(r.Context())
	defer leave()
	out := &events{w: w, control: http.NewResponseController(w)}
	client := &stream{s.server.newSession(rand.Text(), surfaceSSE, out.send), ctx, subjectOf(ctx)}
	if !s.add(client) {
		w.Header().Set("Retry-After", "60")
		writeError(w, http.StatusServiceUnavailable, "The server has as many open streams as it takes, or is about to stop. Try again in a minute.")
		return
	}
	defer out.end()
	defer s.remove(client)
	s.deprecated.Do(func() {
		s.server.log.Warn("a client uses HTTP+SSE, which is deprecated in the protocol; /mcp serves the same tools")
	})
	w.Header().Set("Content-Type", eventStream)
	w.Header().Set("Cache-Control", "no-cache")
	if out.write("event: endpoint\ndata: %s?sessionId=%s\n\n", messagePath, client.id) != nil {
		return
	}
	s.keepAlive(ctx, out)
	select {
	case <-s.closed: // the answers owed are still delivered
	default:
		leave()
	}
}

// keepAlive writes a comment now and then, so that nothing in between takes the
// stream for dead and so that a client that is gone is noticed.
func (s *streams) keepAlive(ctx context.Context, out *events) {
	tick := time.NewTicker(s.heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if out.write(": still here\n\n") != nil {
				return
			}
		case <-ctx.Done():
			return
		case <-s.closed:
			return
		}
	}
}

// message takes what a client says. The answer goes to the client's stream.
func (s *streams) message(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r, s.maxBody)
	if !ok {
		return
	}
	s.mu.Lock()
	client := s.open[r.URL.Query().Get("sessionId")]
	s.mu.Unlock()
	if client == nil || client.subject != subjectOf(r.Context()) {
		writeError(w, http.StatusNotFound, "The session is not open, or no longer. Open a stream at "+streamPath+" and post to the address it gives.")
		return
	}
	if !json.Valid(body) {
		writeError(w, http.StatusBadRequest, "The message is not valid JSON. Nothing was done.")
		return
	}
	w.WriteHeader(http.StatusAccepted)
	ctx := client.ctx
	if caller, signedIn := signin.CallerFrom(r.Context()); signedIn {
		ctx = signin.WithCaller(ctx, caller) // as the token says now, not when the stream was opened
	}
	client.receive(ctx, body)
}

// add takes a client in, unless there are too many or the server is stopping.
func (s *streams) add(client *stream) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
		return false
	default:
	}
	if len(s.open) >= maxStreams {
		return false
	}
	s.open[client.id] = client
	return true
}

// remove forgets a client and waits for its calls, which are cancelled unless
// the server is stopping.
func (s *streams) remove(client *stream) {
	s.mu.Lock()
	delete(s.open, client.id)
	s.mu.Unlock()
	client.finish()
}

// close ends all streams, each after the answers that it still owes.
func (s *streams) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.closed)
}
