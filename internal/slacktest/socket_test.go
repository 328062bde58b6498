// Socket Mode: who gets what, and what happens on bad days.

package slacktest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// dial opens a socket by hand.
func dial(t *testing.T, s *slacktest.Slack) *websocket.Conn {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial(address(t, s), nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = ws.Close() })
	return ws
}

func address(t *testing.T, s *slacktest.Slack) string {
	t.Helper()
	return callAs(t, s, s.AppToken, "apps.connections.open", nil)["url"].(string)
}

// next reads one frame.
func next(t *testing.T, ws *websocket.Conn) fields {
	t.Helper()
	require.NoError(t, ws.SetReadDeadline(time.Now().Add(patience)))
	var got fields
	require.NoError(t, ws.ReadJSON(&got))
	return got
}

func TestHelloAndDisconnect(t *testing.T) {
	s := start(t, slacktest.Options{})
	for i := range 10 {
		hello := next(t, dial(t, s))
		assert.Equal(t, []any{"hello", float64(i + 1)}, []any{hello["type"], hello["num_connections"]})
		assert.Equal(t, fields{"app_id": s.AppID}, hello["connection_info"])
	}
	assert.Equal(t, "too_many_websockets", next(t, dial(t, s))["reason"])

	s = start(t, slacktest.Options{})
	ws := dial(t, s)
	next(t, ws)
	s.Disconnect("warning")
	assert.Equal(t, []any{"disconnect", "warning"}, func() []any { f := next(t, ws); return []any{f["type"], f["reason"]} }())
	assert.Zero(t, s.Sockets(), "a socket that was told to go gets nothing new")
}

func TestAddressesAreForOneConnection(t *testing.T) {
	s := start(t, slacktest.Options{})
	url := address(t, s)
	ws, _, err := websocket.DefaultDialer.Dial(url, nil)
	require.NoError(t, err)
	defer ws.Close()
	_, r, err := websocket.DefaultDialer.Dial(url, nil)
	require.Error(t, err)
	assert.Equal(t, http.StatusServiceUnavailable, r.StatusCode)

	s.RefuseSockets(1)
	_, _, err = websocket.DefaultDialer.Dial(address(t, s), nil)
	require.Error(t, err)
	next(t, dial(t, s))
}

func TestServerPings(t *testing.T) {
	s := start(t, slacktest.Options{PingEvery: time.Millisecond})
	ws := dial(t, s)
	pings := make(chan string, 100)
	ws.SetPingHandler(func(text string) error { pings <- text; return nil })
	go func() { _, _, _ = ws.ReadMessage(); _, _, _ = ws.ReadMessage() }()
	for range 3 {
		assert.Equal(t, "Ping from applink-fake", <-pings)
	}
}

// envelope has a command sent and gives what arrived on the socket.
func envelope(t *testing.T, s *slacktest.Slack, ws *websocket.Conn, ack func(id string) any) (fields, slacktest.Invocation) {
	t.Helper()
	var got fields
	var wait sync.WaitGroup
	wait.Go(func() {
		if err := ws.ReadJSON(&got); err == nil && ack != nil {
			_ = ws.WriteJSON(ack(got["envelope_id"].(string)))
		}
	})
	inv, err := s.Command(jane, room, "/govgroup list")
	require.NoError(t, err)
	wait.Wait()
	return got, inv
}

func TestEnvelopeOfACommand(t *testing.T) {
	s := start(t, slacktest.Options{})
	ws := dial(t, s)
	next(t, ws)
	got, inv := envelope(t, s, ws, func(id string) any { return fields{"envelope_id": id, "payload": fields{"text": "ok"}} })
	assert.Equal(t, []any{"slash_commands", true, inv.EnvelopeID}, []any{got["type"], got["accepts_response_payload"], got["envelope_id"]})
	assert.Equal(t, []string{"ok"}, reads(s, jane))
	p := got["payload"].(fields)
	assert.Equal(t, []any{"/govgroup", "list", inv.TriggerID, inv.ResponseURL}, []any{p["command"], p["text"], p["trigger_id"], p["response_url"]})
}

func TestAcknowledgementsThatDoNotCount(t *testing.T) {
	big := strings.Repeat("x", 20<<10)
	for name, ack := range map[string]func(string) any{
		"too large":        func(id string) any { return fields{"envelope_id": id, "payload": fields{"text": big}} },
		"another envelope": func(string) any { return fields{"envelope_id": "other"} },
		"no object":        func(string) any { return "ok" },
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, slacktest.Options{AckTimeout: 50 * time.Millisecond})
			ws := dial(t, s)
			next(t, ws)
			_, inv := envelope(t, s, ws, ack)
			assert.Equal(t, []any{false, "operation_timeout"}, []any{inv.Acked, inv.Failure})
			assert.Equal(t, `/govgroup failed with the error "operation_timeout"`, s.Messages(room, jane)[0].Text)
		})
	}
}

func TestAcknowledgementThatIsNoMessage(t *testing.T) {
	s := start(t, slacktest.Options{})
	app{command: func(slack.SlashCommand) any { return fields{"blocks": []any{section("")}} }}.overSockets(t, s)
	inv, err := s.Command(jane, room, "/govgroup list")
	require.NoError(t, err)
	assert.Equal(t, []any{true, "dispatch_unknown_error"}, []any{inv.Acked, inv.Failure})
}

func TestRedeliveryIsTheSameEnvelope(t *testing.T) {
	s := start(t, slacktest.Options{})
	ws := dial(t, s)
	next(t, ws)
	s.Redeliver(1)
	first, inv := envelope(t, s, ws, func(id string) any { return fields{"envelope_id": id} })
	second := next(t, ws)
	assert.Equal(t, 2, inv.Deliveries)
	assert.Equal(t, first["envelope_id"], second["envelope_id"])
	assert.Equal(t, first["payload"], second["payload"])
	assert.Equal(t, []any{nil, float64(1), "timeout"}, []any{first["retry_attempt"], second["retry_attempt"], second["retry_reason"]})
}

func TestEachCommandGoesToOneOfTheSockets(t *testing.T) {
	s := start(t, slacktest.Options{})
	var mu sync.Mutex
	got := map[int]int{}
	texts := map[string]int{}
	for i := range 3 {
		app{command: func(c slack.SlashCommand) any {
			mu.Lock()
			defer mu.Unlock()
			got[i]++
			texts[c.TriggerID]++
			return nil
		}}.overSockets(t, s)
	}
	var wait sync.WaitGroup
	for range 200 {
		wait.Go(func() {
			inv, err := s.Command(jane, room, "/govgroup list")
			assert.NoError(t, err)
			assert.True(t, inv.Acked)
		})
	}
	wait.Wait()
	assert.Len(t, texts, 200, "each once")
	for i := range 3 {
		assert.Greater(t, got[i], 20, "socket %d", i)
	}
}

func TestAppsReconnectAfterADisconnectAndACut(t *testing.T) {
	s := start(t, slacktest.Options{})
	app{}.overSockets(t, s)
	s.Disconnect("refresh_requested")
	require.NoError(t, s.WaitSockets(1, patience))
	assert.Equal(t, 1, s.DropSockets())
	require.NoError(t, s.WaitSockets(1, patience))
	inv, err := s.Command(jane, room, "/govgroup list")
	require.NoError(t, err)
	assert.True(t, inv.Acked)
}

func TestClosingEndsEverything(t *testing.T) {
	s, err := slacktest.Start(slacktest.Options{})
	require.NoError(t, err)
	s.AddUser(slacktest.User{ID: jane})
	s.AddChannel(slacktest.Channel{ID: room})
	ws := dial(t, s)
	next(t, ws)
	done := make(chan slacktest.Invocation)
	go func() { inv, _ := s.Command(jane, room, "/govgroup list"); done <- inv }()
	next(t, ws) // delivered, and never acknowledged
	require.NoError(t, s.Close())
	assert.False(t, (<-done).Acked)
	require.ErrorContains(t, s.Wait(patience, func() bool { return false }), "closed")
	_, err = http.Get(s.URL + "auth.test")
	require.Error(t, err)
}

func TestPayloadsAreWhatTheyWereInBothTransports(t *testing.T) {
	// Over HTTP a command is a form, so that its fields are strings: the same
	// ones that Socket Mode has in JSON.
	var kinds []string
	for _, connect := range transports() {
		s := start(t, slacktest.Options{})
		connect(app{raw: func(kind string, p json.RawMessage) { kinds = append(kinds, kind) }}, t, s)
		_, err := s.Command(jane, room, "/govgroup list")
		require.NoError(t, err)
		clicked(t, s, "chat.postMessage")
	}
	assert.Equal(t, []string{"command", "interactive", "command", "interactive"}, kinds)
}
