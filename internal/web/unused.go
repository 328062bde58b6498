// Unused connections: those on which nothing was asked yet. Clients open them ahead
// of need, and [http.Server.Shutdown] would wait seconds for what may come.

package web

import (
	"net"
	"net/http"
	"sync"
)

// unusedConns are the connections of one server without a request so far.
type unusedConns struct {
	mu     sync.Mutex
	open   map[net.Conn]struct{}
	closed bool
}

// unusedOf keeps count of a server's connections.
func unusedOf(server *http.Server) *unusedConns {
	u := &unusedConns{open: map[net.Conn]struct{}{}}
	server.ConnState = u.track
	return u
}

func (u *unusedConns) track(c net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(u.open, c)
	case u.closed:
		_ = c.Close()
	default:
		u.open[c] = struct{}{}
	}
}

// close closes them, and those that come.
func (u *unusedConns) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.closed = true
	for c := range u.open {
		_ = c.Close()
	}
}
