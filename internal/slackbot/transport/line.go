// One socket, from hello to its end.

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

// line is one socket.
type line struct {
	socket *Socket
	conn   *websocket.Conn
	began  time.Time

	greeted bool // Slack has said hello; only serve's goroutine looks at it

	replace  chan struct{} // closed when another socket should take over
	replaced sync.Once

	ending  atomic.Bool
	writing sync.Mutex // the library allows one writer at a time
	slots   chan struct{}
	running sync.WaitGroup
}

// newLine takes over a fresh connection. Pings count as life, too.
func newLine(s *Socket, conn *websocket.Conn) *line {
	l := &line{
		socket: s, conn: conn, began: time.Now(),
		replace: make(chan struct{}), slots: make(chan struct{}, atOnce),
	}
	conn.SetReadLimit(maxEnvelope)
	ping := conn.PingHandler()
	conn.SetPingHandler(func(text string) error {
		l.alive()
		return ping(text)
	})
	l.alive()
	return l
}

// alive puts off the moment at which the socket is given up, unless reading is
// to end.
func (l *line) alive() {
	_ = l.conn.SetReadDeadline(time.Now().Add(l.socket.quiet))
	if l.ending.Load() {
		_ = l.conn.SetReadDeadline(time.Now())
	}
}

// end makes reading end now. Writing goes on.
func (l *line) end() {
	l.ending.Store(true)
	_ = l.conn.SetReadDeadline(time.Now())
}

// wait returns when another socket should take over, and how long this one has
// lived.
func (l *line) wait(ctx context.Context) time.Duration {
	select {
	case <-l.replace:
	case <-ctx.Done():
	}
	return time.Since(l.began)
}

// serve reads until the socket ends or ctx is done, and returns once everything
// that was read has been answered.
func (l *line) serve(ctx context.Context) {
	stop := context.AfterFunc(ctx, l.end)
	for l.read(ctx) {
	}
	stop()
	if l.greeted {
		l.socket.live.Add(-1)
	}
	l.handOver()
	l.running.Wait()
	l.leave()
}

// leave says goodbye, so that Slack sends the next thing elsewhere at once.
func (l *line) leave() {
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = l.conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(writeTime))
	_ = l.conn.Close()
}

// read takes the next message; false: there will be none.
func (l *line) read(ctx context.Context) bool {
	_, raw, err := l.conn.ReadMessage()
	if err != nil {
		l.socket.log.Debug("a socket ended", "error", err, "lived", time.Since(l.began))
		return false
	}
	l.alive()
	var r socketmode.Request
	if json.Unmarshal(raw, &r) != nil {
		return true // without an envelope there is nothing to answer
	}
	switch r.Type {
	case socketmode.RequestTypeHello:
		if !l.greeted {
			l.greeted = true
			l.socket.live.Add(1)
		}
	case socketmode.RequestTypeDisconnect:
		l.handOver() // this one is read until Slack closes it
	default:
		l.take(ctx, r)
	}
	return true
}

// handOver has another socket opened while this one still works, so that there is
// no moment without one.
func (l *line) handOver() { l.replaced.Do(func() { close(l.replace) }) }

// take has a delivery handled, and acknowledged with the answer.
func (l *line) take(ctx context.Context, r socketmode.Request) {
	d, err := deliveryIn(r)
	if err != nil {
		l.socket.log.Warn("something from Slack was not understood", "type", r.Type)
		l.acknowledge(r, nil)
		return
	}
	l.slots <- struct{}{}
	l.running.Go(func() {
		defer func() { <-l.slots }()
		answer, err := l.socket.next.Handle(context.WithoutCancel(ctx), d)
		if err != nil {
			l.socket.log.Warn("a delivery was not taken", "type", r.Type, "reason", err)
			return
		}
		l.acknowledge(r, answer)
	})
}

// deliveryIn reads an envelope. Errors do not quote it: payloads hold response
// URLs.
func deliveryIn(r socketmode.Request) (Delivery, error) {
	switch r.Type {
	case socketmode.RequestTypeSlashCommands:
		var c slack.SlashCommand
		if err := json.Unmarshal(r.Payload, &c); err != nil {
			return Delivery{}, errUnreadable
		}
		return Delivery{Command: &c}, nil
	case socketmode.RequestTypeInteractive:
		return readInteraction(r.Payload)
	}
	return Delivery{}, errUnreadable
}

// acknowledge writes an answer. One that Slack would not take is left out, so
// that at least the delivery counts as taken.
func (l *line) acknowledge(r socketmode.Request, answer any) {
	if !r.AcceptsResponsePayload {
		answer = nil
	}
	raw, err := json.Marshal(socketmode.Response{EnvelopeID: r.EnvelopeID, Payload: answer})
	if err != nil || len(raw) >= maxAnswer {
		l.socket.log.Error("an acknowledgement cannot be sent as it is", "bytes", len(raw), "error", err)
		raw, _ = json.Marshal(socketmode.Response{EnvelopeID: r.EnvelopeID}) // a string: cannot fail
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	_ = l.conn.SetWriteDeadline(time.Now().Add(writeTime))
	if err := l.conn.WriteMessage(websocket.TextMessage, raw); err != nil {
		l.socket.log.Warn("an acknowledgement was not sent", "error", err)
	}
}
