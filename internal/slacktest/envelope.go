// Delivering over Socket Mode: an envelope to one of the sockets, and the
// acknowledgement that comes back.

package slacktest

import (
	"context"
	"encoding/json"
	"time"
)

// acknowledgement is what an app writes back.
type acknowledgement struct {
	EnvelopeID string          `json:"envelope_id"`
	Payload    json.RawMessage `json:"payload"`
}

// The types of envelopes.
const (
	commandType  = "slash_commands"
	interactType = "interactive"
	eventType    = "events_api"
)

// delivery is something to bring to the app.
type delivery struct {
	kind    string
	payload object
	// answers tells that the acknowledgement may carry something.
	answers bool
	// options tells that the answer is awaited by a type-ahead, which has an
	// address of its own over HTTP.
	options bool
}

// acknowledge hands an acknowledgement to whoever waits for it. Late and
// repeated ones have nobody waiting.
func (s *Slack) acknowledge(ack acknowledgement) {
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting := s.pending[ack.EnvelopeID]
	if waiting == nil {
		return
	}
	delete(s.pending, ack.EnvelopeID)
	waiting <- ack // has room for the one that gets here
}

// overSocket sends a delivery to one socket, by turns, and waits for the
// acknowledgement. Twice, if that is asked for.
func (s *Slack) overSocket(d delivery, repeat bool) Invocation {
	envelope := object{
		"envelope_id": secret(), "type": d.kind, "payload": d.payload, "accepts_response_payload": d.answers,
	}
	inv := Invocation{EnvelopeID: envelope.text("envelope_id")}
	// Listening starts before sending: the app may be faster than we are.
	waiting := make(chan acknowledgement, 1)
	s.mu.Lock()
	s.pending[inv.EnvelopeID] = waiting
	s.mu.Unlock()
	defer s.forget(inv.EnvelopeID)

	begun := time.Now()
	attempts := 1
	if repeat {
		attempts = 2
	}
	for attempt := range attempts {
		if attempt > 0 {
			envelope = envelope.with("retry_attempt", attempt).with("retry_reason", "timeout")
		}
		if s.send(envelope) {
			inv.Deliveries++
		}
	}
	if inv.Deliveries == 0 {
		inv.Failure = "dispatch_failed"
		return inv
	}
	s.await(&inv, waiting)
	inv.AckAfter = time.Since(begun)
	return inv
}

// await takes the acknowledgement, if it comes in time.
func (s *Slack) await(inv *Invocation, waiting <-chan acknowledgement) {
	ctx, cancel := context.WithTimeout(s.stopped, s.options.AckTimeout)
	defer cancel()
	select {
	case ack := <-waiting:
		inv.Acked, inv.AckBody = true, ack.Payload
	case <-ctx.Done():
		inv.Failure = "operation_timeout"
	}
}

// send writes to the next socket whose turn it is, or the one after it if that
// fails.
func (s *Slack) send(envelope object) bool {
	s.mu.Lock()
	live := s.live()
	s.turn++
	turn := s.turn
	s.mu.Unlock()
	for i := range live {
		if live[(turn+i)%len(live)].write(envelope) == nil {
			return true
		}
	}
	return false
}

// forget stops waiting for an acknowledgement.
func (s *Slack) forget(envelope string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pending, envelope)
}
