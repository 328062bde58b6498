// Response writer: the answer to a POST of Streamable HTTP, which becomes a stream
// of events as soon as there is something to say before the result.

package mcpserver

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// responseWriter is the response writer given to the library. Notifications are written
// through it directly, at once and before the result; the library then writes
// its result as it always does, and it puts the result into an event if a stream has
// begun.
type responseWriter struct {
	http.ResponseWriter

	ctx   context.Context // of the request: what its sender cancelled is not answered
	id    json.RawMessage // of the request, as it was written
	begun chan struct{}   // closed when something was written
	first sync.Once

	mu      sync.Mutex
	started bool // the header is written
	stream  bool // as a stream of events
	raw     bool // the library writes events of its own
}

func newResponseWriter(w http.ResponseWriter, ctx context.Context, id json.RawMessage) *responseWriter {
	return &responseWriter{ResponseWriter: w, ctx: ctx, id: id, begun: make(chan struct{})}
}

// notifier gives the function that writes a notification, or nil if the client
// does not take streams.
func (p *responseWriter) notifier(r *http.Request) func(message any) {
	if !strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		return nil
	}
	return p.notify
}

// notify begins a stream if there is none yet. After the result nothing more is
// said; a tool that reports too late is not heard.
func (p *responseWriter) notify(message any) {
	raw, err := json.Marshal(message)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil || (p.started && !p.stream) {
		return // the result is already on its way
	}
	if !p.started {
		p.begin(http.StatusOK, eventStream)
	}
	_ = writeEvent(p.ResponseWriter, raw)
	p.flush()
}

// setHeader sets a header of the answer, unless that has begun.
func (p *responseWriter) setHeader(name, value string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.started {
		p.Header().Set(name, value)
	}
}

// WriteHeader begins the answer in the form that the library chose, unless a
// stream has begun; then the status is told by the message alone.
func (p *responseWriter) WriteHeader(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.raw = p.Header().Get("Content-Type") == eventStream
	if !p.started && !cancelled(p.ctx) {
		p.begin(status, p.Header().Get("Content-Type"))
	}
}

// Write writes what the library writes: an event as it is, a plain result as an
// event if a stream has begun.
func (p *responseWriter) Write(raw []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if cancelled(p.ctx) {
		return len(raw), nil
	}
	p.started = true
	defer p.first.Do(func() { close(p.begun) })
	written := len(raw)
	var err error
	if raw = restoreID(raw, p.id); !p.stream || p.raw {
		_, err = p.ResponseWriter.Write(raw)
	} else {
		err = writeEvent(p.ResponseWriter, bytes.TrimSpace(raw))
	}
	return written, err
}

// close ends what was not answered because its sender cancelled it.
func (p *responseWriter) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if cancelled(p.ctx) && !p.started {
		p.begin(http.StatusAccepted, "")
	}
}

// Flush sends what was written so far.
func (p *responseWriter) Flush() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flush()
}

// Unwrap lets deadlines reach the connection.
func (p *responseWriter) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// begin writes the header, once.
func (p *responseWriter) begin(status int, contentType string) {
	p.started, p.stream = true, contentType == eventStream
	if p.stream {
		p.Header().Set("Content-Type", eventStream)
		p.Header().Set("Cache-Control", "no-cache")
	}
	p.ResponseWriter.WriteHeader(status)
}

func (p *responseWriter) flush() {
	_ = http.NewResponseController(p.ResponseWriter).Flush()
}

const eventStream = "text/event-stream"

// writeEvent writes one message as a server-sent event. JSON has no line breaks
// of its own.
func writeEvent(w http.ResponseWriter, raw []byte) error {
	_, err := fmt.Fprintf(w, "event: message\ndata: %s\n\n", raw)
	return err
}
