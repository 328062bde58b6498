// Response URLs: how often, how long, and what they can do.

package slacktest_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// respond posts to a response URL and gives the status and Slack's error.
func respond(t *testing.T, url string, body any) (int, string) {
	t.Helper()
	sent, err := json.Marshal(body)
	require.NoError(t, err)
	r, err := http.Post(url, "application/json", bytes.NewReader(sent))
	require.NoError(t, err)
	defer r.Body.Close()
	var got struct{ Error string }
	require.NoError(t, json.NewDecoder(r.Body).Decode(&got))
	return r.StatusCode, got.Error
}

// commanded gives the response URL of a command of Jane's.
func commanded(t *testing.T, s *slacktest.Slack) string {
	t.Helper()
	inv, err := s.Command(jane, room, "/govgroup")
	require.NoError(t, err)
	return inv.ResponseURL
}

// clicked posts a card, to one person or to all, and gives the response URL of
// Jane's click on it.
func clicked(t *testing.T, s *slacktest.Slack, method string) string {
	t.Helper()
	blocks := []any{section("card"), actions(button("go", nil))}
	require.Equal(t, true, call(t, s, method, fields{"channel": room, "user": jane, "blocks": blocks})["ok"])
	seen := s.Messages(room, jane)
	inv, err := s.Press(jane, seen[len(seen)-1], "go")
	require.NoError(t, err)
	return inv.ResponseURL
}

// reads are the messages that a person sees, drawn.
func reads(s *slacktest.Slack, user string) []string {
	var all []string
	for _, m := range s.Messages(room, user) {
		if m.User == s.BotUserID {
			all = append(all, m.Render(nil))
		}
	}
	return all
}

func TestResponseURLsAreGoodFiveTimesAndForThirtyMinutes(t *testing.T) {
	s := start(t, slacktest.Options{})
	url := commanded(t, s)
	for range 5 {
		status, code := respond(t, url, fields{"text": "x"})
		assert.Equal(t, []any{200, ""}, []any{status, code})
	}
	status, code := respond(t, url, fields{"text": "x"})
	assert.Equal(t, []any{404, "used_url"}, []any{status, code})

	url = commanded(t, s)
	s.Advance(29 * time.Minute)
	_, code = respond(t, url, fields{"text": "x"})
	assert.Empty(t, code)
	s.Advance(2 * time.Minute)
	_, code = respond(t, url, fields{"text": "x"})
	assert.Equal(t, "expired_url", code)

	url = commanded(t, s)
	_, code = respond(t, strings.Replace(url, "/commands/", "/actions/", 1), fields{"text": "x"})
	assert.Equal(t, "no_service", code)
}

func TestWhatResponseURLsRefuse(t *testing.T) {
	s := start(t, slacktest.Options{})
	for name, c := range map[string]struct {
		body any
		want string
	}{
		"nothing":       {fields{}, "no_text"},
		"no object":     {"text", "invalid_payload"},
		"broken blocks": {fields{"blocks": []any{section("")}}, "invalid_blocks"},
	} {
		t.Run(name, func(t *testing.T) {
			status, code := respond(t, commanded(t, s), c.body)
			assert.Equal(t, []any{400, c.want}, []any{status, code})
		})
	}
	many := repeated(5, func(int) any { return section(long(2700)) })
	_, code := respond(t, commanded(t, s), fields{"blocks": many})
	assert.Empty(t, code, "the sum of texts is limited for chat methods only")
	s.RateLimit("response_url", 1, time.Second)
	status, code := respond(t, commanded(t, s), fields{"text": "x"})
	assert.Equal(t, []any{429, "ratelimited"}, []any{status, code})
	s.FailCalls("response_url", 1, "internal_error")
	status, code = respond(t, commanded(t, s), fields{"text": "x"})
	assert.Equal(t, []any{500, "internal_error"}, []any{status, code})
}

func TestAnswersAreEphemeralUnlessTheySayOtherwise(t *testing.T) {
	s := start(t, slacktest.Options{})
	url := commanded(t, s)
	respond(t, url, fields{"text": "for Jane"})
	respond(t, url, fields{"text": "for all", "response_type": "in_channel"})
	respond(t, url, fields{"text": "also new", "replace_original": true})
	assert.Equal(t, []string{"for Jane", "for all", "also new"}, reads(s, jane), "a command has no original")
	assert.Equal(t, []string{"for all"}, reads(s, bob))
}

func TestClickedMessagesAreReplaced(t *testing.T) {
	s := start(t, slacktest.Options{})
	url := clicked(t, s, "chat.postEphemeral")
	respond(t, url, fields{"text": "done", "replace_original": true, "response_type": "in_channel"})
	assert.Equal(t, []string{"done"}, reads(s, jane))
	assert.Empty(t, reads(s, bob), "a replaced message stays ephemeral")
	respond(t, url, fields{"text": "more"})
	assert.Equal(t, []string{"done", "more"}, reads(s, jane))

	url = clicked(t, s, "chat.postMessage")
	respond(t, url, fields{"text": "for all", "replace_original": true})
	assert.Equal(t, []string{"for all"}, reads(s, bob))
	assert.True(t, s.Messages(room, bob)[0].Edited)
}
