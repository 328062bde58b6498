// Events: a stream of server-sent events to one client, written to from several
// goroutines.

package mcpserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// events writes to one client's stream.
type events struct {
	mu      sync.Mutex
	w       http.ResponseWriter
	control *http.ResponseController
	over    bool // the handler has returned: w must not be touched any more
}

var errStreamOver = errors.New("the stream is over")

func (e *events) send(message any) error {
	raw, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return e.write("event: message\ndata: %s\n\n", raw)
}

// write sets a time limit, so that a client that does not read holds up nobody but
// itself.
func (e *events) write(format string, args ...any) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.over {
		return errStreamOver
	}
	_ = e.control.SetWriteDeadline(time.Now().Add(writeTime))
	if _, err := fmt.Fprintf(e.w, format, args...); err != nil {
		return err
	}
	return e.control.Flush()
}

// end is called before the handler returns.
func (e *events) end() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.over = true
}
