// HTTP: MCP over HTTP, Streamable HTTP at /mcp for both eras of the protocol,
// HTTP+SSE at /sse, the probes and the metrics.

package mcpserver

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mark3labs/mcp-go/server"

	"govgroup/internal/signin"
	"govgroup/internal/web"
)

// HTTPOptions are what an operator chooses for the HTTP transports. The zero
// value is right for one person's machine.
type HTTPOptions struct {
	Hosts      []string      // names beyond loopback that the server answers to
	PublicURL  string        // where clients reach the server; empty: where they say they do
	Origins    []string      // origins beyond its own whose pages may call: https://host[:port]
	MaxBody    int64         // bytes of a request's body; 0 means 1 MiB
	Idle       time.Duration // a session unused for so long is closed; 0 means 30 minutes
	Heartbeat  time.Duration // how often an open stream is written to; 0 means 25 seconds
	Ready      []web.Part    // what the program needs
	SessionKey []byte        // by which other processes, and this one after a restart, know its sessions; nil: none do
	SignIn     *signin.Guard // who gets in; nil means everyone, as nobody
	Approvals  http.Handler  // the approval pages, which sign people in themselves; nil: none
	Metrics    http.Handler  // answers at /metrics; nil: nothing does
}

// HTTP serves over HTTP at the listener until ctx is done, then lets the calls in
// progress finish within the server's grace. It closes the listener. The
// listener's address is the caller's responsibility; see [Listen].
func (s *Server) HTTP(ctx context.Context, listener net.Listener, o HTTPOptions) error {
	h := s.newHTTPServer(o)
	return web.Serve(ctx, listener, web.NewServer(h.handler, s.log), h.drain)
}

// Listen opens a TCP address. An address beyond loopback without authentication
// is refused before anything is opened.
func Listen(address string, authenticated bool) (net.Listener, error) {
	resolved, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("the address %q cannot be used: %w", address, err)
	}
	if !authenticated && !resolved.IP.IsLoopback() {
		return nil, fmt.Errorf("the address %s can be reached from other machines, and without authentication everyone there could change the tenant; "+
			"use a loopback address such as 127.0.0.1:8080", address)
	}
	listener, err := net.ListenTCP("tcp", resolved)
	if err != nil {
		return nil, fmt.Errorf("cannot listen at %s: %w", address, err)
	}
	return listener, nil
}

// httpServer is a running HTTP server with its two transports.
type httpServer struct {
	server   *Server
	handler  http.Handler
	mcp      *server.StreamableHTTPServer
	streams  *streams
	draining atomic.Bool
}

// newHTTPServer puts the parts together. Bodies and events have limits of their own,
// since streams are long.
func (s *Server) newHTTPServer(o HTTPOptions) *httpServer {
	o = o.withDefaults()
	ids := &sessionIDs{seal: newSeal(o.SessionKey), open: map[string]*openSession{}}
	w := &httpServer{
		server:  s,
		streams: newStreams(s, o.MaxBody, o.Heartbeat),
		mcp: server.NewStreamableHTTPServer(s.mcp,
			server.WithSessionIdManagerResolver(ids),
			server.WithSessionIdleTTL(o.Idle),
			server.WithHeartbeatInterval(o.Heartbeat),
			server.WithStreamableHTTPLogger(s.log),
			server.WithDisableLocalhostProtection(true), // the guard does it, for every route
		),
	}
	w.handler = guard{lower(o.Hosts), lower(o.Origins), w.routes(ids, o)}
	return w
}

// routes leaves /healthz and /metrics open while the server stops: it is alive until
// it is gone. The probes, the metrics, and the way to a token, are open to whoever is
// not signed in.
func (w *httpServer) routes(ids *sessionIDs, o HTTPOptions) http.Handler {
	mux := http.NewServeMux()
	guarded := func(h http.Handler) http.Handler { return w.refuseWhileDraining(o.SignIn.Wrap(h)) }
	mux.Handle("/mcp", guarded(streamable{w.server, ids, &inflight{}, &sync.Mutex{}, o.MaxBody, w.mcp}))
	mux.Handle("GET "+streamPath, guarded(http.HandlerFunc(w.streams.serveStream)))
	mux.Handle("POST "+messagePath, guarded(http.HandlerFunc(w.streams.message)))
	for _, endpoint := range []string{"", "/mcp", streamPath} {
		mux.Handle("GET "+signin.MetadataPath+endpoint, o.SignIn.Metadata())
	}
	mux.Handle("POST "+signin.RegistrationPath, o.SignIn.Registration())
	if o.Approvals != nil {
		mux.Handle("/approvals/", w.refuseWhileDraining(o.Approvals))
	}
	mux.HandleFunc("GET /{$}", o.welcome)
	mux.HandleFunc("GET /healthz", web.Alive)
	if o.Metrics != nil {
		mux.Handle("GET /metrics", o.Metrics)
	}
	mux.Handle("GET /readyz", w.refuseWhileDraining(web.NewReadiness(o.Ready, w.server.log)))
	return mux
}

// refuseWhileDraining refuses requests once the server is about to stop.
func (w *httpServer) refuseWhileDraining(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if w.draining.Load() {
			writeError(out, http.StatusServiceUnavailable, "The server is about to stop. Nothing was done.")
			return
		}
		next.ServeHTTP(out, r)
	})
}

// drain takes no new requests, waits for the calls in progress, and then closes the
// streams, which nothing else would end.
func (w *httpServer) drain() {
	w.draining.Store(true)
	w.server.drain()
	w.streams.close()
	_ = w.mcp.Shutdown(context.Background()) // closes the sessions and ends the sweeper; it has no server to wait for
}

func (o HTTPOptions) withDefaults() HTTPOptions {
	if o.MaxBody == 0 {
		o.MaxBody = maxMessage
	}
	if o.Idle == 0 {
		o.Idle = 30 * time.Minute
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 25 * time.Second
	}
	return o
}

// lower gives names and origins in the form in which they are compared.
func lower(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(v), "/"))
	}
	return out
}
