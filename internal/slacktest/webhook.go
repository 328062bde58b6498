// Delivering over HTTP: signed requests to the app's addresses.

package slacktest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// posting is a request as it goes out.
type posting struct {
	to     string
	body   []byte
	header http.Header
}

// Sign gives the headers of a delivery with that body at that time, as an app
// verifies them: version 0, over the raw body.
func (s *Slack) Sign(body []byte, at time.Time) http.Header {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(s.SigningSecret))
	fmt.Fprintf(mac, "v0:%s:", stamp)
	mac.Write(body)
	h := http.Header{}
	h.Set("X-Slack-Request-Timestamp", stamp)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return h
}

// overHTTP posts a delivery and takes the answer for the acknowledgement.
func (s *Slack) overHTTP(d delivery, to RequestURLs, repeat bool) Invocation {
	p := s.posting(d, to)
	begun := time.Now()
	inv := s.transmit(p)
	inv.AckAfter = time.Since(begun)
	// A retry is signed anew, as of its own time: a replay is something else.
	if repeat {
		again := s.posting(d, to)
		again.header.Set("X-Slack-Retry-Num", "1")
		again.header.Set("X-Slack-Retry-Reason", "http_timeout")
		s.transmit(again)
		inv.Deliveries++
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.posted = p
	return inv
}

// posting puts a delivery into the form that its kind has over HTTP.
func (s *Slack) posting(d delivery, to RequestURLs) posting {
	p := posting{to: to.address(d)}
	kind := "application/x-www-form-urlencoded"
	switch d.kind {
	case commandType:
		p.body = []byte(fields(d.payload))
	case eventType:
		kind, p.body = "application/json", raw(d.payload)
	default:
		p.body = []byte(url.Values{"payload": {string(raw(d.payload))}}.Encode())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p.header = s.Sign(p.body, s.now().Add(s.faults.skew))
	p.header.Set("Content-Type", kind)
	p.header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	return p
}

// address is where a delivery goes.
func (r RequestURLs) address(d delivery) string {
	switch {
	case d.kind == commandType:
		return r.Commands
	case d.kind == eventType:
		return r.Events
	case d.options && r.Options != "":
		return r.Options
	default:
		return r.Interactivity
	}
}

// fields is a command's payload as a form.
func fields(payload object) string {
	v := url.Values{}
	for key := range payload {
		v.Set(key, payload.text(key))
	}
	return v.Encode()
}

// transmit posts once. The words for failures are those that Slack shows.
func (s *Slack) transmit(p posting) Invocation {
	inv := Invocation{Deliveries: 1}
	status, body, err := s.exchange(p)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		inv.Failure = "operation_timeout"
	case err != nil:
		inv.Failure = "dispatch_failed"
	case status >= 500:
		inv.Failure = "http_service_error"
	case status != http.StatusOK:
		inv.Failure = "http_client_error"
	default:
		inv.Acked, inv.AckBody = true, body
	}
	return inv
}

// exchange posts and reads the answer, within the time that apps have.
func (s *Slack) exchange(p posting) (status int, body []byte, err error) {
	ctx, cancel := context.WithTimeout(s.stopped, s.options.AckTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.to, bytes.NewReader(p.body))
	if err != nil {
		return 0, nil, err
	}
	r.Header = p.header.Clone()
	response, err := s.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(io.LimitReader(response.Body, bodyLimit))
	return response.StatusCode, body, err
}

// Replay sends the last HTTP delivery again byte for byte, signature and all,
// as someone who overheard it would, and gives the app's status.
func (s *Slack) Replay() (status int, err error) {
	s.mu.Lock()
	p := s.posted
	s.mu.Unlock()
	if p.to == "" {
		return 0, errors.New("nothing was delivered over HTTP yet")
	}
	status, _, err = s.exchange(p)
	return status, err
}
