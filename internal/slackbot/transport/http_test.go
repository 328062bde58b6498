// HTTP: what Slack signs is taken, once, and nothing else.

package transport_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/transport"
	"govgroup/internal/slacktest"
)

func command(trigger string) transport.Delivery {
	return transport.Delivery{Command: &slack.SlashCommand{TriggerID: trigger}}
}

func TestACommandArrivesOverHTTPAndIsAcknowledged(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	h := &recorder{answer: func(transport.Delivery) (any, error) { return map[string]string{"text": "hello"}, nil }}
	w.web(t, h, t.Output())
	inv := w.say(t, `/govgroup get "DB & Access"`)
	assert.True(t, inv.Acked)
	assert.JSONEq(t, `{"text":"hello"}`, string(inv.AckBody))
	require.Len(t, h.deliveries(), 1)
	assert.Equal(t, w.user, h.deliveries()[0].Command.UserID)
}

func TestARequestOfTheWrongTimeIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		skew time.Duration
		ok   bool
	}{
		"now":             {0, true},
		"four minutes":    {-4 * time.Minute, true},
		"four ahead":      {4 * time.Minute, true},
		"six minutes old": {-6 * time.Minute, false},
		"six ahead":       {6 * time.Minute, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t, slacktest.Options{})
			h := &recorder{}
			w.web(t, h, t.Output())
			w.SkewSignatures(c.skew)
			inv := w.say(t, "/govgroup list")
			assert.Equal(t, c.ok, inv.Acked)
			assert.Equal(t, c.ok, len(h.deliveries()) == 1)
		})
	}
}

func TestAReplayIsRefused(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	h := &recorder{}
	w.web(t, h, t.Output())
	require.True(t, w.say(t, "/govgroup list").Acked)
	status, err := w.Replay()
	require.NoError(t, err)
	assert.Equal(t, http.StatusUnauthorized, status)
	assert.Len(t, h.deliveries(), 1)
}

func TestAReplayWithItsDigitsInCapitalsIsRefused(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	h := &recorder{}
	at := w.web(t, h, t.Output())
	body := "command=%2Fgovgroup&text=list&trigger_id=1"
	header := w.Sign([]byte(body), time.Now())
	require.Equal(t, http.StatusOK, post(t, at+transport.CommandPath, body, header))
	digits := strings.TrimPrefix(header.Get("X-Slack-Signature"), "v0=")
	header.Set("X-Slack-Signature", "v0="+strings.ToUpper(digits))
	assert.Equal(t, http.StatusUnauthorized, post(t, at+transport.CommandPath, body, header))
	assert.Len(t, h.deliveries(), 1)
}

// shared is what several processes on one state know.
type shared struct {
	mu    sync.Mutex
	known map[string]bool
	err   error
}

func (s *shared) FirstTime(_ context.Context, key string, now, until time.Time) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := !s.known[key]
	s.known[key] = s.err == nil
	return first && until.After(now.Add(5*time.Minute)), s.err
}

func TestAReplayAtAnotherReplicaOrAfterARestartIsRefused(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	w.seen = &shared{known: map[string]bool{}}
	here, there := &recorder{}, &recorder{}
	first := w.web(t, here, t.Output())
	second := w.web(t, there, t.Output())
	body := "command=%2Fgovgroup&text=delete&trigger_id=1"
	header := w.Sign([]byte(body), time.Now())
	require.Equal(t, http.StatusOK, post(t, first+transport.CommandPath, body, header))
	assert.Equal(t, http.StatusUnauthorized, post(t, second+transport.CommandPath, body, header))
	assert.Len(t, here.deliveries(), 1)
	assert.Empty(t, there.deliveries())
}

func TestWithoutItsRecordsNothingIsTaken(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	records := &shared{known: map[string]bool{}, err: errors.New("disk full")}
	w.seen = records
	h := &recorder{}
	at := w.web(t, h, t.Output())
	body := "command=%2Fgovgroup&text=delete&trigger_id=1"
	header := w.Sign([]byte(body), time.Now())
	assert.Equal(t, http.StatusServiceUnavailable, post(t, at+transport.CommandPath, body, header))
	assert.Empty(t, h.deliveries())
	records.err = nil
	assert.Equal(t, http.StatusOK, post(t, at+transport.CommandPath, body, header), "once they are back")
}

// post sends a request as somebody might who is not Slack.
func post(t *testing.T, address string, body string, header http.Header) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, values := range header {
		r.Header[name] = values
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode
}

func TestWhatIsNotSlacksIsRefusedAndTheLogGivesNothingAway(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	body := "command=%2Fgovgroup&text=list"
	right := w.Sign([]byte(body), time.Now())
	with := func(name, value string) http.Header {
		h := right.Clone()
		h.Set(name, value)
		return h
	}
	for name, c := range map[string]struct {
		body   string
		header http.Header
		status int
	}{
		"unsigned":             {body, nil, http.StatusUnauthorized},
		"no time":              {body, with("X-Slack-Request-Timestamp", ""), http.StatusUnauthorized},
		"time is no number":    {body, with("X-Slack-Request-Timestamp", "soon"), http.StatusUnauthorized},
		"another signature":    {body, with("X-Slack-Signature", "v0="+strings.Repeat("0", 64)), http.StatusUnauthorized},
		"the body was changed": {body + "&text=delete", right, http.StatusUnauthorized},
		"signed and no form":   {body, with("Content-Type", "text/plain"), http.StatusBadRequest},
		"signed and too large": {strings.Repeat("x", 3<<20), right, http.StatusRequestEntityTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			h := &recorder{}
			at := w.web(t, h, &log)
			assert.Equal(t, c.status, post(t, at+transport.CommandPath, c.body, c.header))
			assert.Empty(t, h.deliveries())
			assert.Contains(t, log.String(), "refused")
			for _, secret := range []string{w.SigningSecret, strings.TrimPrefix(right.Get("X-Slack-Signature"), "v0=")} {
				assert.NotContains(t, log.String(), secret)
			}
		})
	}
}

func TestASignedPayloadThatIsNoneIsRefusedWithoutQuotingIt(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	var log bytes.Buffer
	at := w.web(t, &recorder{}, &log)
	body := url.Values{"payload": {`{"response_url":"https://hooks.slack.com/hunter2", nonsense`}}.Encode()
	assert.Equal(t, http.StatusBadRequest, post(t, at+transport.InteractionPath, body, w.Sign([]byte(body), time.Now())))
	assert.NotContains(t, log.String(), "hunter2")
}

func TestABusyHandlerMakesSlackTellThePerson(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	w.web(t, &recorder{answer: func(transport.Delivery) (any, error) { return nil, transport.ErrBusy }}, t.Output())
	assert.Equal(t, "http_service_error", w.say(t, "/govgroup list").Failure)
}

func TestWithoutASigningSecretNothingIsServed(t *testing.T) {
	_, err := transport.NewWeb("", nil, &recorder{}, logTo(t.Output()))
	assert.ErrorContains(t, err, "SLACK_SIGNING_SECRET")
}
