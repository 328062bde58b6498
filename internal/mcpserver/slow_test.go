// Slow requests: requests that come drop by drop, in the test's own time.

package mcpserver_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pipes is a listener whose connections are in memory, so that their time can be
// the test's.
type pipes struct {
	connections chan net.Conn
	closed      chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.connections:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}
func (p pipes) Close() error   { close(p.closed); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func (p pipes) dial() net.Conn {
	ours, theirs := net.Pipe()
	p.connections <- theirs
	return ours
}

// A connection that gives its request drop by drop is cut off.
func TestAttackSlowRequests(t *testing.T) {
	t.Parallel()
	const head = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
	for name, c := range map[string]struct {
		begin  string
		within time.Duration
		answer string // its beginning; a connection may also end without one
	}{
		"headers that never end":          {"POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 11 * time.Second, ""},
		"nothing at all":                  {"", 11 * time.Second, ""},
		"a body that never ends":          {head + "Authorization: Bearer ann\r\n\r\n{", 31 * time.Second, "HTTP/1.1 400"},
		"a body that is not even read":    {head + "\r\n{", 31 * time.Second, "HTTP/1.1 401"},
		"a body of someone with no token": {head + "Authorization: Bearer no\r\n\r\n{", 31 * time.Second, "HTTP/1.1 401"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				listener := pipes{make(chan net.Conn), make(chan struct{})}
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				server := newServer(t, plainEcho())
				go func() { ended <- server.HTTP(ctx, listener, guarded()) }()
				connection := listener.dial()
				started := time.Now()
				dripped := make(chan struct{})
				go func() {
					defer close(dripped)
					drip(connection, c.begin)
				}()
				first, _ := bufio.NewReader(connection).ReadString('\n')
				assert.LessOrEqual(t, time.Since(started), c.within)
				assert.True(t, strings.HasPrefix(first, c.answer), first)
				_ = connection.Close()
				<-dripped
				stop()
				require.NoError(t, <-ended)
			})
		})
	}
}

// drip writes the beginning, then a character each second until nobody reads.
func drip(to net.Conn, begin string) {
	for _, err := io.WriteString(to, begin); err == nil; _, err = io.WriteString(to, "x") {
		time.Sleep(time.Second)
	}
}
