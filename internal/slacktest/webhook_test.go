// Signed HTTP: signatures as apps verify them, and answers as Slack reads them.

package slacktest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// serving has the workspace deliver to a handler.
func serving(t *testing.T, s *slacktest.Slack, handler http.HandlerFunc) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	s.Deliver(slacktest.RequestURLs{Commands: server.URL + "/c", Interactivity: server.URL + "/i", Options: server.URL + "/o"})
}

func TestAnswersOverHTTP(t *testing.T) {
	for name, c := range map[string]struct {
		status  int
		body    string
		failure string
		reads   []string
	}{
		"empty":         {200, "", "", nil},
		"plain text":    {200, "hello", "", []string{"hello"}},
		"JSON":          {200, `{"text":"*hello*"}`, "", []string{"hello"}},
		"broken JSON":   {200, `{"text":`, "dispatch_unknown_error", nil},
		"not found":     {404, "x", "http_client_error", nil},
		"a redirect":    {302, "x", "http_client_error", nil},
		"a server down": {503, "x", "http_service_error", nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, slacktest.Options{})
			serving(t, s, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			})
			inv, err := s.Command(jane, room, "/govgroup list")
			require.NoError(t, err)
			assert.Equal(t, c.failure, inv.Failure)
			assert.Equal(t, c.reads, reads(s, jane))
		})
	}
}

func TestNobodyAnswersOverHTTP(t *testing.T) {
	s := start(t, slacktest.Options{AckTimeout: 50 * time.Millisecond})
	s.Deliver(slacktest.RequestURLs{Commands: "http://127.0.0.1:1"})
	inv, err := s.Command(jane, room, "/govgroup list")
	require.NoError(t, err)
	assert.Equal(t, "dispatch_failed", inv.Failure)

	stuck := make(chan struct{})
	serving(t, s, func(http.ResponseWriter, *http.Request) { <-stuck })
	t.Cleanup(func() { close(stuck) })
	inv, err = s.Command(jane, room, "/govgroup list")
	require.NoError(t, err)
	assert.Equal(t, "operation_timeout", inv.Failure)
}

func TestSignaturesHoldUntilTheClockIsOff(t *testing.T) {
	s := start(t, slacktest.Options{SigningSecret: "known"})
	assert.Equal(t, "known", s.SigningSecret)
	app{}.overHTTP(t, s)
	for skew, ok := range map[time.Duration]bool{
		0: true, 4 * time.Minute: true, -4 * time.Minute: true, 6 * time.Minute: false, -6 * time.Minute: false,
	} {
		s.SkewSignatures(skew)
		inv, err := s.Command(jane, room, "/govgroup list")
		require.NoError(t, err)
		assert.Equal(t, ok, inv.Acked, skew)
	}
}

func TestSignIsWhatSlackDocuments(t *testing.T) {
	// The example of Slack's page on verifying requests.
	s := start(t, slacktest.Options{SigningSecret: "8f742231b10e8888abcd99yyyzzz85a5"})
	body := "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
		"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com" +
		"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	h := s.Sign([]byte(body), time.Unix(1531420618, 0))
	assert.Equal(t, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", h.Get("X-Slack-Signature"))
	assert.Equal(t, "1531420618", h.Get("X-Slack-Request-Timestamp"))
}

func TestRetriesAndReplays(t *testing.T) {
	s := start(t, slacktest.Options{})
	var bodies []string
	var headers []http.Header
	serving(t, s, func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		bodies, headers = append(bodies, string(b)), append(headers, r.Header)
	})
	_, err := s.Replay()
	require.ErrorContains(t, err, "nothing was delivered")

	s.Redeliver(1)
	inv, err := s.Command(jane, room, "/govgroup list")
	require.NoError(t, err)
	require.Equal(t, 2, inv.Deliveries)
	assert.Equal(t, bodies[0], bodies[1])
	assert.Equal(t, []string{"", "1", "http_timeout"},
		[]string{headers[0].Get("X-Slack-Retry-Num"), headers[1].Get("X-Slack-Retry-Num"), headers[1].Get("X-Slack-Retry-Reason")})

	status, err := s.Replay()
	require.NoError(t, err)
	assert.Equal(t, 200, status)
	assert.Equal(t, bodies[0], bodies[2])
	assert.Equal(t, headers[0].Get("X-Slack-Signature"), headers[2].Get("X-Slack-Signature"))
}

func TestEachKindHasItsAddress(t *testing.T) {
	s := start(t, slacktest.Options{})
	var paths []string
	serving(t, s, func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.Path)
		if r.URL.Path == "/o" {
			fmt.Fprint(w, `{"options":[]}`)
		}
	})
	v := open(t, s, modal("F", fields{"blocks": []any{input(fields{"type": "external_select", "action_id": "who", "min_query_length": 0})}}))
	_, err := s.Suggest(jane, v, "who", "")
	require.NoError(t, err)
	clicked(t, s, "chat.postMessage")
	assert.Equal(t, []string{"/c", "/o", "/i"}, paths)
}
