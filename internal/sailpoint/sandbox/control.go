// Control: what the Go methods do, for other processes, over HTTP under /_sandbox/,
// which no API route is under.

package sandbox

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

const controlPrefix = "/_sandbox/"

// controlError is a refusal of a control request: a status and a sentence.
type controlError struct {
	status int
	text   string
}

func (e *controlError) Error() string { return e.text }

// control answers the control endpoints:
//
//	POST   /_sandbox/faults         a fault, see faultRequest
//	DELETE /_sandbox/faults         ClearFaults
//	POST   /_sandbox/revoke-tokens  RevokeTokens
//	POST   /_sandbox/edit           a change behind the API's back, see editRequest
//	GET    /_sandbox/effects        Effects
//	GET    /_sandbox/log            Log
//	GET    /_sandbox/scenario       Scenario
//
// They need the first client's secret, as bearer token or as the password of
// basic authentication, and a loopback Host: a web page has neither.
func (t *Tenant) control(w http.ResponseWriter, r *http.Request) {
	out, err := t.controlled(w, r)
	var refused *controlError
	switch {
	case errors.As(err, &refused):
		sendControl(w, refused.status, map[string]string{"error": refused.text})
	case err != nil:
		sendControl(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
	case out == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		sendControl(w, http.StatusOK, out)
	}
}

func sendControl(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(encode(body)) // a caller who is gone is no fault of ours
}

// controlled does a control request and gives what to answer, nil for nothing.
func (t *Tenant) controlled(w http.ResponseWriter, r *http.Request) (any, error) {
	if err := t.mayControl(r); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, fmt.Errorf("the body could not be read: %w", err)
	}
	switch name := strings.TrimPrefix(r.URL.EscapedPath(), controlPrefix); r.Method + " " + name {
	case "POST faults":
		return nil, t.injectJSON(body)
	case "DELETE faults":
		t.ClearFaults()
		return nil, nil
	case "POST revoke-tokens":
		t.RevokeTokens()
		return nil, nil
	case "POST edit":
		return t.editJSON(body)
	case "GET effects":
		return t.Effects(), nil
	case "GET log":
		return t.Log(), nil
	case "GET scenario":
		return t.Scenario(), nil
	}
	return nil, &controlError{http.StatusNotFound, "There is no such control. There are POST and DELETE faults, POST revoke-tokens, " +
		"POST edit, GET effects, GET log and GET scenario."}
}

// isLocal tells whether a request names a loopback host: a page of another origin
// whose name was made to lead here does not.
func isLocal(r *http.Request) bool {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return isLoopback(strings.Trim(host, "[]"))
}

// mayControl lets in who knows the secret and speaks to a loopback name.
func (t *Tenant) mayControl(r *http.Request) error {
	if !isLocal(r) {
		return &controlError{http.StatusForbidden, "The Host must be a loopback address."}
	}
	_, secret, basic := r.BasicAuth()
	if !basic {
		secret, _ = strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	}
	if subtle.ConstantTimeCompare([]byte(secret), []byte(t.opts.ClientSecret)) != 1 {
		return &controlError{http.StatusUnauthorized, "The client secret is needed, as bearer token or as basic authentication's password."}
	}
	return nil
}

// decodeControl reads exactly one JSON object without unknown keys.
func decodeControl(body []byte, v any) error {
	if err := readJSON(body, v, true); err != nil {
		return fmt.Errorf("the body is not valid: %w", err)
	}
	return nil
}
