// Validation: what is looked at in a request before anybody reads it as a message.

package mcpserver

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// bodyTime is how long a client may take to send a body.
const bodyTime = 30 * time.Second

// setReadDeadline starts the time for a request's body, whoever reads it: what a handler
// leaves unread, the library reads before it answers, and would wait for without
// end. Requests without a body may be streams, which last.
func setReadDeadline(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength != 0 {
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime))
	}
}

// readBody reads a body of at most most bytes. If it cannot, it has answered
// the client and gives false.
func readBody(w http.ResponseWriter, r *http.Request, most int64) ([]byte, bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err == nil {
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // the call may take longer
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		writeError(w, http.StatusRequestEntityTooLarge, "The request is larger than the server takes. Send less at once. Nothing was done.")
	case err != nil:
		writeError(w, http.StatusBadRequest, "The request could not be read to its end. Nothing was done.")
	}
	return body, err == nil
}
