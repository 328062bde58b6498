// Connection: one socket, from hello to its end.

package transport

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	maxAnswer   = 20 << 10 // Slack drops longer acknowledgements without a word
	maxEnvelope = 4 << 20
	writeTime   = 5 * time.Second
	atOnce      = 256 // deliveries of one socket that are being acknowledged
)

// connection is one socket.
type connection struct {
	socket *Socket
	conn   *websocket.Conn
	began  time.Time

	greeted bool // Slack has said hello; only serve's goroutine looks at it

	replacing chan struct{} // closed when another socket should take over
	replaced  sync.Once

	ending  atomic.Bool
	writing sync.Mutex // the library allows one writer at a time
	slots   chan struct{}
	running sync.WaitGroup
}

// newConnection takes over a fresh connection. Pings count as life, too.
func newConnection(s *Socket, conn *websocket.Conn) *connection {
	c := &connection{
		socket: s, conn: conn, began: time.Now(),
		replacing: make(chan struct{}), slots: make(chan struct{}, atOnce),
	}
	conn.SetReadLimit(maxEnvelope)
	ping := conn.PingHandler()
	conn.SetPingHandler(func(text string) error {
		c.alive()
		return ping(text)
	})
	c.alive()
	return c
}

// alive puts off the moment at which the socket is given up, unless reading is
// to end.
func (c *connection) alive() {
	_ = c.conn.SetReadDeadline(time.Now().Add(c.socket.quiet))
	if c.ending.Load() {
		_ = c.conn.SetReadDeadline(time.Now())
	}
}

// stopReading makes reading end now. Writing goes on.
func (c *connection) stopReading() {
	c.ending.Store(true)
	_ = c.conn.SetReadDeadline(time.Now())
}

// wait returns when another socket should take over, and how long this one has
// lived.
func (c *connection) wait(ctx context.Context) time.Duration {
	select {
	case <-c.replacing:
	case <-ctx.Done():
	}
	return time.Since(c.began)
}

// serve reads until the socket ends or ctx is done, and returns once everything
// that was read has been answered.
func (c *connection) serve(ctx context.Context) {
	stop := context.AfterFunc(ctx, c.stopReading)
	for c.read(ctx) {
	}
	stop()
	if c.greeted {
		c.socket.live.Add(-1)
	}
	c.replace()
	c.running.Wait()
	c.close()
}

// close says goodbye, so that Slack sends the next thing elsewhere at once.
func (c *connection) close() {
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = c.conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(writeTime))
	_ = c.conn.Close()
}

// read takes the next message; false: there will be none.
func (c *connection) read(ctx context.Context) bool {
	_, raw, err := c.conn.ReadMessage()
	if err != nil {
		c.socket.log.Debug("a socket ended", "error", err, "lived", time.Since(c.began))
		return false
	}
	c.alive()
	var r socketmode.Request
	if json.Unmarshal(raw, &r) != nil {
		return true // without an envelope there is nothing to answer
	}
	switch r.Type {
	case socketmode.RequestTypeHello:
		if !c.greeted {
			c.greeted = true
			c.socket.live.Add(1)
		}
	case socketmode.RequestTypeDisconnect:
		c.replace() // this one is read until Slack closes it
	default:
		c.dispatch(ctx, r)
	}
	return true
}

// replacing has another socket opened while this one still works, so that there is
// no moment without one.
func (c *connection) replace() { c.replaced.Do(func() { close(c.replacing) }) }

// dispatch has a delivery handled, and acknowledged with the answer.
func (c *connection) dispatch(ctx context.Context, r socketmode.Request) {
	d, err := readEnvelope(r)
	if err != nil {
		c.socket.log.Warn("something from Slack was not understood", "type", r.Type)
		c.acknowledge(r, nil)
		return
	}
	c.slots <- struct{}{}
	c.running.Go(func() {
		defer func() { <-c.slots }()
		answer, err := c.socket.next.Handle(context.WithoutCancel(ctx), d)
		if err != nil {
			c.socket.log.Warn("a delivery was not taken", "type", r.Type, "reason", err)
			return
		}
		c.acknowledge(r, answer)
	})
}

// readEnvelope reads an envelope. Errors do not quote it: payloads hold response
// URLs.
func readEnvelope(r socketmode.Request) (Delivery, error) {
	switch r.Type {
	case socketmode.RequestTypeSlashCommands:
		var command slack.SlashCommand
		if err := json.Unmarshal(r.Payload, &command); err != nil {
			return Delivery{}, errUnreadable
		}
		return Delivery{Command: &command}, nil
	case socketmode.RequestTypeInteractive:
		return readInteraction(r.Payload)
	case socketmode.RequestTypeEventsAPI:
		d, _, err := readEvent(r.Payload)
		return d, err
	}
	return Delivery{}, errUnreadable
}

// acknowledge writes an answer. One that Slack would not take is left out, so
// that at least the delivery counts as taken.
func (c *connection) acknowledge(r socketmode.Request, answer any) {
	if !r.AcceptsResponsePayload {
		answer = nil
	}
	raw, err := json.Marshal(socketmode.Response{EnvelopeID: r.EnvelopeID, Payload: answer})
	if err != nil || len(raw) >= maxAnswer {
		c.socket.log.Error("an acknowledgement cannot be sent as it is", "bytes", len(raw), "error", err)
		raw, _ = json.Marshal(socketmode.Response{EnvelopeID: r.EnvelopeID}) // a string: cannot fail
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = c.conn.SetWriteDeadline(time.Now().Add(writeTime))
	if err := c.conn.WriteMessage(websocket.TextMessage, raw); err != nil {
		c.socket.log.Warn("an acknowledgement was not sent", "error", err)
	}
}
