// API: methods of the Web API, answered over HTTP.

package slacktest

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// serveAPI answers one call: faults first, then token and scope, then the
// method itself, all under the lock, so that a call happens at one moment.
func (s *Slack) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	q, err := readRequest(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	call := Call{At: s.now(), Method: name, Token: noToken, Args: q.args, Status: http.StatusOK}
	defer func() { s.record(call) }()
	if after, limited := s.faults.limited(name); limited {
		call.Error, call.Status = "ratelimited", http.StatusTooManyRequests
		w.Header().Set("Retry-After", strconv.Itoa(after))
		reply(w, call.Status, object{"ok": false, "error": call.Error})
		return
	}
	if status, broken := s.faults.broken(w, name); broken {
		call.Status, call.Error = status, "broken"
		return
	}
	var result object
	if err == nil {
		result, err = s.call(name, q, &call)
	}
	if err != nil {
		result = refused(err)
		call.Error = result.text("error")
	}
	w.Header().Set("X-OAuth-Scopes", strings.Join(s.provided(call.Token), ","))
	reply(w, call.Status, result)
}

// call runs a method for a token that may.
func (s *Slack) call(name string, q request, call *Call) (object, error) {
	m, known := methods()[name]
	if !known {
		return nil, &refusal{code: "unknown_method", extra: object{"req_method": name}}
	}
	var err error
	if call.Token, err = s.kindOf(q.token); err != nil {
		return nil, err
	}
	if call.Scope, err = s.allow(m, call.Token); err != nil {
		return nil, err
	}
	if code, failing := s.faults.failing(name); failing {
		return nil, refuse(code)
	}
	result, err := m.run(s, q)
	if err != nil {
		return nil, err
	}
	result["ok"] = true
	return result, nil
}

// refused is the body of a refusal. Details stand twice, as Slack has it.
func refused(err error) object {
	var r *refusal
	if !errors.As(err, &r) {
		return object{"ok": false, "error": "fatal_error"}
	}
	body := object{"ok": false, "error": r.code}
	maps.Copy(body, r.extra)
	if len(r.messages) == 0 {
		return body
	}
	plain := make([]string, len(r.messages))
	for i, m := range r.messages {
		plain[i] = strings.TrimPrefix(m, "[ERROR] ")
	}
	body["errors"] = plain
	body["response_metadata"] = object{"messages": r.messages}
	return body
}

// reply writes JSON. A client that went away is its own problem.
func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
