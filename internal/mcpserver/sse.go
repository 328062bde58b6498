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

	maxStreams = 50               // of one caller; the one that was idle for longest makes room
	allStreams = 1000             // of all
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
	ctx     context.Context // done when the client has left
	leave   context.CancelFunc
	subject string // who opened it

	used time.Time // when the last message came; the streams' lock guards it
}

func newStreams(s *Server, maxBody int64, heartbeat time.Duration) *streams {
	return &streams{server: s, maxBody: maxBody, heartbeat: heartbeat, open: map[string]*stream{}, closed: make(chan struct{})}
}

// serveStream serves a client's stream until the client leaves or the server stops.
// What only reads ends with it: its answers have nowhere to go.
func (s *streams) serveStream(w http.ResponseWriter, r *http.Request) {
	ctx, leave := context.WithCancel(r.Context())
	defer leave()
	out := &events{w: w, control: http.NewResponseController(w)}
	client := &stream{
		session: s.server.newSession(rand.Text(), surfaceSSE, out.send),
		ctx:     ctx, leave: leave, subject: subjectOf(ctx), used: time.Now(),
	}
	client.connected = ctx
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
	client := s.use(r.URL.Query().Get("sessionId"))
	if client == nil || client.subject != subjectOf(r.Context()) {
		writeError(w, http.StatusNotFound, "The session is not open, or no longer. Open a stream at "+streamPath+" and post to the address it gives.")
		return
	}
	if !json.Valid(body) {
		writeError(w, http.StatusBadRequest, "The message is not valid JSON. Nothing was done.")
		return
	}
	w.WriteHeader(http.StatusAccepted)
	ctx := context.WithoutCancel(client.ctx)
	if caller, signedIn := signin.CallerFrom(r.Context()); signedIn {
		ctx = signin.WithCaller(ctx, caller) // as the token says now, not when the stream was opened
	}
	client.receive(ctx, body)
}

// use finds a client that says something.
func (s *streams) use(id string) *stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	client := s.open[id]
	if client != nil {
		client.used = time.Now()
	}
	return client
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
	if !s.makeRoom(client.subject) || len(s.open) >= allStreams {
		return false
	}
	s.open[client.id] = client
	return true
}

// makeRoom ends the stream that a caller of too many has left idle for longest. It
// reports whether there is room for one more.
func (s *streams) makeRoom(subject string) bool {
	own := 0
	var oldest *stream
	for _, client := range s.open {
		if client.subject != subject {
			continue
		}
		own++
		if len(client.pending) == 0 && (oldest == nil || client.used.Before(oldest.used)) {
			oldest = client
		}
	}
	if own < maxStreams {
		return true
	}
	if oldest == nil {
		return false
	}
	delete(s.open, oldest.id)
	oldest.leave()
	return true
}

// remove forgets a client and waits for its calls.
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
