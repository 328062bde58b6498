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
// further messages are not read until one is answered. It is more than a caller's
// calls can be, so that whoever has too many is told.
const maxPending = 2 * maxWaiting

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
	inflight     inflight      // those that can be cancelled

	mu       sync.Mutex
	over     bool           // no request is taken any more
	requests sync.WaitGroup // those not yet answered

	connected context.Context // done when nobody reads the answers any more; nil: never

	shared       atomic.Bool // several clients speak on it
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
	if isBatch(raw) {
		c.receiveBatch(ctx, raw)
		return
	}
	e := envelopeOf(raw)
	if c.takesAtOnce(e) {
		return
	}
	if !e.isRequest() || e.Method == mcp.MethodInitialize {
		c.respond(ctx, raw)
		return
	}
	c.later(ctx, func() { c.respond(ctx, raw) })
}

// receiveBatch takes several messages in one list; the answers are one list, too.
func (c *session) receiveBatch(ctx context.Context, raw json.RawMessage) {
	messages, refused := batchOf(c.ProtocolVersion(), raw)
	if refused != nil {
		c.write(*refused)
		return
	}
	c.later(ctx, func() {
		answers := answerAll(messages, func(raw json.RawMessage) any {
			if c.takesAtOnce(envelopeOf(raw)) {
				return nil
			}
			return c.handle(ctx, raw)
		})
		if len(answers) > 0 {
			c.write(answers)
		}
	})
}

// takesAtOnce deals with what must not wait behind anything else: answers to our
// own questions, cancellations, and a second client on the same connection. It
// reports whether nothing else is to be done.
func (c *session) takesAtOnce(e envelope) bool {
	switch {
	case e.isAnswer():
		c.elicitations.resolve(e)
	case e.Method == mcp.MethodNotificationCancelled:
		c.inflight.cancel("", e)
	case e.Method == mcp.MethodInitialize && c.Initialized() && !e.isModern():
		c.share()
		return false
	default:
		return false
	}
	return true
}

// later does what answers a message on a goroutine of its own, once there is room.
func (c *session) later(ctx context.Context, work func()) {
	if !c.begin(ctx) {
		return
	}
	go func() {
		defer c.end()
		work()
	}()
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

// respond handles a message and sends the answer.
func (c *session) respond(ctx context.Context, raw json.RawMessage) {
	if answer := c.handle(ctx, raw); answer != nil {
		c.write(answer)
	}
}

// handle handles a message and gives the answer, after anything that the library
// had to say before it. What its sender has cancelled is not answered.
func (c *session) handle(ctx context.Context, raw json.RawMessage) any {
	e := envelopeOf(raw)
	if e.isRequest() && e.Method != mcp.MethodInitialize {
		var end func()
		ctx, end = c.inflight.begin(ctx, "", e.ID)
		defer end()
	}
	ctx = withChannel(ctx, channel{surface: c.surface, notify: c.write, connected: c.connected, request: e.idText()})
	answer := c.server.handle(c.server.mcp.WithContext(ctx, c), e, raw)
	c.passOnNotices()
	if answer == nil || cancelled(ctx) {
		return nil
	}
	return answer
}

// passOnNotices sends what the library wants to tell.
func (c *session) passOnNotices() {
	for {
		select {
		case notice := <-c.notices:
			c.write(notice)
		default:
			return
		}
	}
}

// share notes that several clients speak on this connection: a bridge has put
// them there, and whoever of them answers a question, it cannot be told whose
// answer it is. Questions that are open end unanswered.
func (c *session) share() {
	if !c.shared.Swap(true) {
		c.server.log.Warn("a second client has begun on the same connection; from now on nobody is asked there, and whose request is whose cannot be told",
			"surface", c.surface, "first", c.GetClientInfo().Name)
	}
	c.elicitations.close(errShared)
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
	c.elicitations.close(errClientGone)
	c.requests.Wait()
}
