// Session: a client at the other end of a stream of messages, stdio's only client
// or one of HTTP+SSE.

package mcpserver

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"

	"github.com/mark3labs/mcp-go/mcp"
)

// maxPending is how many requests of one client are in progress or waiting;
// further messages are not read until one is answered.
const maxPending = 1024

// session serves one client's messages. The library has sessions of its own for
// both transports; those drop calls in flight when the input ends, share one
// client among all servers of a process, tell a panic's value, send the last
// progress after the result, and cannot ask a client of HTTP+SSE.
type session struct {
	server  *Server
	id      string
	surface string
	send    func(message any) error // writes one message; called concurrently

	notices      chan mcp.JSONRPCNotification // what the library wants to say
	elicitations *elicitations
	pending      chan struct{} // one element for each request not yet answered

	mu       sync.Mutex
	over     bool           // no request is taken any more
	requests sync.WaitGroup // those not yet answered

	ready        atomic.Bool
	client       atomic.Pointer[mcp.Implementation]
	capabilities atomic.Pointer[mcp.ClientCapabilities]
	version      atomic.Pointer[string]
}

func (s *Server) newSession(id, surface string, send func(message any) error) *session {
	return &session{
		server: s, id: id, surface: surface, send: send,
		notices:      make(chan mcp.JSONRPCNotification, 16),
		elicitations: newElicitations(),
		pending:      make(chan struct{}, maxPending),
	}
}

// receive takes one message. Requests are answered concurrently and the answer
// is sent later, but for the one that opens the session: what follows it in the
// same breath must find the session open.
func (c *session) receive(ctx context.Context, raw json.RawMessage) {
	ctx = c.server.mcp.WithContext(withChannel(ctx, channel{surface: c.surface, notify: c.write}), c)
	switch e := envelopeOf(raw); {
	case e.isAnswer():
		c.elicitations.resolve(e)
	case !e.isRequest() || e.Method == mcp.MethodInitialize:
		c.respond(ctx, raw)
	case c.begin(ctx):
		go func() {
			defer c.end()
			c.respond(ctx, raw)
		}()
	}
}

// begin waits for room for one more request. It gives false if none is taken
// any more.
func (c *session) begin(ctx context.Context) bool {
	select {
	case c.pending <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		<-c.pending
		return false
	}
	c.requests.Add(1)
	return true
}

// end makes room again.
func (c *session) end() {
	<-c.pending
	c.requests.Done()
}

// responseWriter handles a message and sends the answer, after anything that the library
// had to say before it.
func (c *session) respond(ctx context.Context, raw json.RawMessage) {
	answer := c.server.handle(ctx, raw)
	for {
		select {
		case notice := <-c.notices:
			c.write(notice)
			continue
		default:
		}
		break
	}
	if answer != nil {
		c.write(answer)
	}
}

// write sends a message. A client that is gone is not an event worth more than
// a line for debugging.
func (c *session) write(message any) {
	if err := c.send(message); err != nil {
		c.server.log.Debug("message not delivered", "surface", c.surface, "error", err)
	}
}

// finish takes no more requests and waits until all are answered. Questions to
// the client that are still open fail, since no answer can come.
func (c *session) finish() {
	c.mu.Lock()
	c.over = true
	c.mu.Unlock()
	c.elicitations.close()
	c.requests.Wait()
}
