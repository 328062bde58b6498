// Response URLs: posting where something was done, without a token.

package slacktest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// A response URL may be used five times within thirty minutes.
const (
	hookUses = 5
	hookLife = 30 * time.Minute
)

// hook is a response URL that was given away.
type hook struct {
	user, channel string
	ts            string // of the message that was clicked in, if it was one
	at            time.Time
	uses          int
}

// newHook gives a response URL; kind is commands or actions, as in Slack's own.
func (s *Slack) newHook(kind string, h hook) string {
	h.at = s.now()
	path := "/" + kind + "/" + s.TeamID + "/" + s.ids.next("") + "/" + secret()
	s.hooks[path] = &h
	return s.base + path
}

// serveHook takes what an app posts to a response URL.
func (s *Slack) serveHook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit))
	var sent object
	if err == nil {
		err = json.Unmarshal(body, &sent)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	call := Call{At: s.now(), Method: "response_url", Token: noToken, Args: sent, Status: http.StatusOK}
	defer func() { s.record(call) }()
	if after, limited := s.faults.limited("response_url"); limited {
		call.Error, call.Status = "ratelimited", http.StatusTooManyRequests
		w.Header().Set("Retry-After", strconv.Itoa(after))
		reply(w, call.Status, object{"ok": false, "error": call.Error})
		return
	}
	if status, broken := s.faults.broken(w, "response_url"); broken {
		call.Status, call.Error = status, "broken"
		return
	}
	if err != nil {
		call.Error, call.Status = "invalid_payload", http.StatusBadRequest
		reply(w, call.Status, object{"ok": false, "error": call.Error})
		return
	}
	call.Status, err = s.respond(s.hooks[r.URL.Path], sent)
	result := object{"ok": true}
	if err != nil {
		result = refused(err)
		call.Error = result.text("error")
	}
	reply(w, call.Status, result)
}

// respond does what was posted. The words for a URL that is gone are Slack's;
// that refusals come with 404 and 400, and that only successes count as uses,
// is assumed.
func (s *Slack) respond(h *hook, sent object) (int, error) {
	switch {
	case h == nil:
		return http.StatusNotFound, refuse("no_service")
	case s.now().Sub(h.at) > hookLife:
		return http.StatusNotFound, refuse("expired_url")
	case h.uses >= hookUses:
		return http.StatusNotFound, refuse("used_url")
	}
	if code, failing := s.faults.failing("response_url"); failing {
		return http.StatusInternalServerError, refuse(code)
	}
	if err := s.answer(h, sent); err != nil {
		return http.StatusBadRequest, err
	}
	h.uses++
	return http.StatusOK, nil
}

// answer posts or replaces. A replaced message stays as visible or
// ephemeral as it was.
func (s *Slack) answer(h *hook, sent object) error {
	original := s.message(h.channel, h.ts)
	said, err := readContent(request{args: sent})
	var r *refusal
	if errors.As(err, &r) && r.code == "msg_blocks_too_long" {
		err = nil // chat methods only
	}
	switch {
	case err != nil:
		return err
	case said.empty():
		return refuse("no_text")
	case sent.flag("replace_original") && original != nil:
		original.say(said)
		original.Edited = original.EphemeralTo == ""
		return nil
	}
	to := h.user
	if sent.text("response_type") == "in_channel" {
		to = ""
	}
	s.post(h.channel, said, to)
	return nil
}
