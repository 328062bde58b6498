// Server: a tenant that listens.

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Server is a tenant that listens on a loopback address.
type Server struct {
	*Tenant
	URL          string // without a trailing slash, for example http://127.0.0.1:49152
	ClientID     string
	ClientSecret string `json:"-"`

	http   *http.Server
	served chan error
}

// Format prints the server without its secret, whatever the verb.
func (s Server) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, fmt.Sprintf("sandbox.Server{URL:%q ClientID:%q}", s.URL, s.ClientID))
}

// Start makes a tenant and serves it on addr until Close. Addr "" is a free port
// of 127.0.0.1. An address that others can reach is refused: the tenant is an
// invention, but its faults and its secret are not for strangers.
func Start(addr string, o Options) (*Server, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	listener, err := listenLoopback(addr)
	if err != nil {
		return nil, fmt.Errorf("start the sandbox tenant: %w", err)
	}
	s := &Server{Tenant: New(o), URL: "http://" + listener.Addr().String(), served: make(chan error, 1)}
	s.ClientID, s.ClientSecret = s.Credentials()
	s.http = &http.Server{
		Handler:           s.Tenant,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	go func() { s.served <- s.http.Serve(listener) }()
	return s, nil
}

// listenLoopback refuses before it listens: no other machine gets a moment to
// connect.
func listenLoopback(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if !isLoopback(host) {
		return nil, fmt.Errorf("%q is not a loopback address such as 127.0.0.1, [::1] or localhost", addr)
	}
	return new(net.ListenConfig).Listen(context.Background(), "tcp", addr)
}

// isLoopback takes addresses and the one name that means loopback everywhere.
// Other names are not resolved, since they could resolve to anything.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Close stops listening and breaks every connection, held requests too.
func (s *Server) Close() error {
	err := s.http.Close()
	if served := <-s.served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	s.served <- http.ErrServerClosed // a second Close finds this
	return err
}
