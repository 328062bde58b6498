// Sockets: an app's live Socket Mode connections.

package slacktest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// socketLimit is how many connections an app may have at once.
const socketLimit = 10

// ackLimit is the size, in bytes, from which Slack drops what an app writes to
// a socket without a word.
const ackLimit = 20 << 10

// socket is one connection.
type socket struct {
	slack    *Slack
	ws       *websocket.Conn
	writing  sync.Mutex
	draining bool // told to go: gets nothing new. The Slack's lock guards it.
}

// connectionsOpen gives an address that one connection may be made to.
func (s *Slack) connectionsOpen(request) (object, error) {
	ticket := secret()
	s.tickets[ticket] = true
	address := "ws" + strings.TrimPrefix(s.base, "http") + "/link/?ticket=" + ticket + "&app_id=" + url.QueryEscape(s.AppID)
	return object{"url": address}, nil
}

// serveSocket takes a connection that has a ticket.
func (s *Slack) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	welcome := s.tickets[ticket] && !spend(&s.faults.refused)
	delete(s.tickets, ticket)
	s.mu.Unlock()
	if !welcome {
		http.Error(w, "refused", http.StatusServiceUnavailable)
		return
	}
	// An app is no browser: whatever Origin it claims is fine.
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	s.join(&socket{slack: s, ws: ws})
}

// join says hello and makes the socket one of those that get deliveries.
func (s *Slack) join(c *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped.Err() != nil {
		_ = c.ws.Close()
		return
	}
	if len(s.sockets) >= socketLimit {
		_ = c.write(farewell("too_many_websockets"))
		_ = c.ws.Close()
		return
	}
	hello := object{
		"type": "hello", "num_connections": len(s.sockets) + 1, "connection_info": object{"app_id": s.AppID},
		"debug_info": object{"host": "applink-fake", "build_number": 1, "approximate_connection_time": 18060},
	}
	if c.write(hello) != nil {
		_ = c.ws.Close()
		return
	}
	s.sockets = append(s.sockets, c)
	// Under the lock that Close takes before it waits: none is missed.
	s.work.Go(c.ping)
	s.work.Go(c.read)
	s.changed()
}

// leave forgets a socket whose connection has ended.
func (s *Slack) leave(c *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = c.ws.Close()
	s.sockets = slices.DeleteFunc(s.sockets, func(other *socket) bool { return other == c })
	s.changed()
}

// live gives the sockets that take deliveries. The caller holds the lock.
func (s *Slack) live() []*socket {
	return slices.DeleteFunc(slices.Clone(s.sockets), func(c *socket) bool { return c.draining })
}

// write sends one frame. A socket takes one writer at a time, and an app that
// has stopped reading does not hold the workspace up for ever.
func (c *socket) write(v any) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
	return c.ws.WriteJSON(v)
}

// read takes acknowledgements until the connection ends. The library answers
// the app's pings meanwhile.
func (c *socket) read() {
	defer c.slack.leave(c)
	for {
		_, frame, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		if len(frame) >= ackLimit {
			continue
		}
		var ack acknowledgement
		if json.Unmarshal(frame, &ack) == nil && ack.EnvelopeID != "" {
			c.slack.acknowledge(ack)
		}
	}
}

// ping shows the app that the connection lives, until it does not.
func (c *socket) ping() {
	ticker := time.NewTicker(c.slack.options.PingEvery)
	defer ticker.Stop()
	for {
		deadline := time.Now().Add(10 * time.Second)
		if c.ws.WriteControl(websocket.PingMessage, []byte("Ping from applink-fake"), deadline) != nil {
			return
		}
		select {
		case <-ticker.C:
		case <-c.slack.stopped.Done():
			_ = c.ws.Close()
			return
		}
	}
}

// farewell is the frame that tells an app to connect anew.
func farewell(reason string) object {
	return object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "applink-fake"}}
}

// Disconnect tells every socket to reconnect (reason refresh_requested,
// warning or link_disabled). It gets nothing new from then on; what is under
// way may still be acknowledged. Closing is up to the app.
func (s *Slack) Disconnect(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.live() {
		c.draining = true
		_ = c.write(farewell(reason))
	}
	s.changed()
}

// DropSockets cuts every socket without a word and tells how many.
func (s *Slack) DropSockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.sockets {
		c.draining = true
		_ = c.ws.Close()
	}
	return len(s.sockets)
}
