// Deliver: how an answer leaves, whole or spoilt by a fault.

package sandbox

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// requestIDHeader carries the request's id on every answer.
const requestIDHeader = "SLPT-Request-ID"

// misbehave is the answer of a fault that hides the real one. Holding and
// resetting have no answer; deliver does them.
func (t *Tenant) misbehave(c *call) reply {
	base, _ := c.fault.Kind.split()
	switch base {
	case Fault429:
		p := t.tooMany(c.fault.RetryAfter, c.now)
		return reply{p.status, p.header, p.body(c.requestID)}
	case Fault500:
		p := &problem{detailCode: codeInternal, text: "An internal fault occurred."}
		return reply{status: http.StatusInternalServerError, body: p.body(c.requestID)}
	case Fault502:
		return gateway(http.StatusBadGateway, "Bad Gateway")
	case Fault503:
		out := gateway(http.StatusServiceUnavailable, "Service Unavailable")
		if c.fault.RetryAfter > 0 {
			out.header = http.Header{"Retry-After": {t.retryAfter(c.fault.RetryAfter, c.now)}}
		}
		return out
	case Fault504, FaultLateWrite:
		return gateway(http.StatusGatewayTimeout, "Endpoint request timed out")
	case FaultHTML:
		page := []byte("<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n")
		return reply{http.StatusOK, http.Header{"Content-Type": {"text/html; charset=utf-8"}}, page}
	case FaultTokenExpired:
		t.auth.expire(c.r)
		p := unauthorized("JWT is expired")
		return reply{status: p.status, body: p.body(c.requestID)}
	}
	return reply{} // timeout, reset
}

// gateway is an answer from in front of the API, which has no detail code.
func gateway(status int, text string) reply {
	return reply{status: status, body: map[string]string{"message": text}}
}

// record writes the exchange down before its answer is sent, so that a caller who
// has the answer finds it in the log.
func (t *Tenant) record(c *call, status int) {
	t.journal.exchange(Exchange{
		RequestID: c.requestID, Time: c.now, Method: c.r.Method, Path: c.r.URL.EscapedPath(), Query: c.shownQuery(),
		Operation: c.route.op, Version: c.route.version, ClientID: c.clientID,
		Status: status, Changed: len(c.effects) > 0, Effects: c.effects, Fault: c.fault.kind(),
	})
}

// shownQuery is what the API knows of the query. Anything else could be a secret in
// the wrong place, and so could all that goes to the token endpoint.
func (c *call) shownQuery() string {
	shown := url.Values{}
	if c.route.op == OpToken {
		return ""
	}
	for _, name := range []string{"limit", "offset", "count", "sorters", "filters", "defaultFilter", "add-core-filters"} {
		if values, given := c.query[name]; given {
			shown[name] = values
		}
	}
	return shown.Encode()
}

// deliver sends the answer as the fault, if any, lets it.
func deliver(w http.ResponseWriter, c *call, out reply) {
	switch base, _ := c.fault.kind().split(); base {
	case FaultTimeout:
		<-c.r.Context().Done()
		reset(w)
	case FaultReset:
		reset(w)
	case FaultTruncate:
		send(w, c.requestID, out, true)
	default:
		send(w, c.requestID, out, false)
	}
}

// send writes the answer, or only the first half of it under a header that
// promises all: net/http then closes the connection by itself.
func send(w http.ResponseWriter, requestID string, out reply, half bool) {
	body := encode(out.body)
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set(requestIDHeader, requestID)
	for key, values := range out.header {
		h[key] = values
	}
	if half && len(body) == 0 {
		reset(w) // there is no half of nothing
		return
	}
	if out.status != http.StatusNoContent {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(out.status)
	if half {
		body = body[:len(body)/2]
	}
	_, _ = w.Write(body) // a caller who is gone is no fault of ours
}

// encode gives the bytes of an answer; < > & stay as they are, as the API sends
// them. Every answer is made of strings, numbers and lists, so this cannot fail.
func encode(body any) []byte {
	switch b := body.(type) {
	case nil:
		return nil
	case []byte:
		return b
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(body)
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// reset breaks the connection without an answer. Where there is no connection to
// break, it panics with http.ErrAbortHandler, which is net/http's own way to say
// the same: an empty success would be a lie.
func reset(w http.ResponseWriter) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // RST instead of FIN
	}
	_ = conn.Close()
}

// nowUTC is the call's time as dates are stored: with milliseconds.
func (c *call) nowUTC() time.Time { return c.now.UTC().Truncate(time.Millisecond) }

// kind is the fault's kind, or empty for none.
func (f *Fault) kind() FaultKind {
	if f == nil {
		return ""
	}
	return f.Kind
}
