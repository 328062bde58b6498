// Call: using the Web API by hand, as any library would in the end.

package slacktest_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// fields is a JSON object.
type fields = map[string]any

// call posts JSON with the bot's token and gives the answer.
func call(t *testing.T, s *slacktest.Slack, method string, args fields) fields {
	t.Helper()
	return callAs(t, s, s.BotToken, method, args)
}

func callAs(t *testing.T, s *slacktest.Slack, token, method string, args fields) fields {
	t.Helper()
	body, err := json.Marshal(args)
	require.NoError(t, err)
	r, err := http.NewRequest(http.MethodPost, s.URL+method, bytes.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return answer(t, r)
}

// answer sends a request and reads its answer, which is JSON whatever happens.
func answer(t *testing.T, r *http.Request) fields {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	var got fields
	require.NoError(t, json.NewDecoder(response.Body).Decode(&got))
	return got
}

// section is a block with that text.
func section(text string) fields {
	return fields{"type": "section", "text": fields{"type": "mrkdwn", "text": text}}
}

func TestTokensAndScopes(t *testing.T) {
	s := start(t, slacktest.Options{Scopes: []string{"commands", "users:read"}, AppScopes: []string{}})
	for name, c := range map[string]struct {
		token, method string
		want          fields
	}{
		"no token":          {"", "auth.test", fields{"ok": false, "error": "not_authed"}},
		"an unknown token":  {"xoxb-other", "auth.test", fields{"ok": false, "error": "invalid_auth"}},
		"an unknown method": {s.BotToken, "chat.shout", fields{"ok": false, "error": "unknown_method", "req_method": "chat.shout"}},
		"bot for app":       {s.BotToken, "apps.connections.open", fields{"ok": false, "error": "not_allowed_token_type"}},
		"app for bot":       {s.AppToken, "users.info", fields{"ok": false, "error": "not_allowed_token_type"}},
		"app without scope": {s.AppToken, "apps.connections.open", fields{"ok": false, "error": "missing_scope", "needed": "connections:write", "provided": ""}},
		"bot without scope": {s.BotToken, "chat.postMessage", fields{"ok": false, "error": "missing_scope", "needed": "chat:write", "provided": "commands,users:read"}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, callAs(t, s, c.token, c.method, nil))
		})
	}
	assert.Equal(t, s.BotUserID, call(t, s, "auth.test", nil)["user_id"])
	assert.Equal(t, s.AppID, callAs(t, s, s.AppToken, "auth.test", nil)["app_id"])
}

func TestArgumentsComeInAnyForm(t *testing.T) {
	s := start(t, slacktest.Options{})
	blocks := `[{"type":"section","text":{"type":"plain_text","text":"hi"}}]`
	form := url.Values{"token": {s.BotToken}, "channel": {room}, "blocks": {blocks}}
	r, _ := http.NewRequest(http.MethodPost, s.URL+"chat.postMessage", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	assert.Equal(t, true, answer(t, r)["ok"])

	r, _ = http.NewRequest(http.MethodPost, s.URL+"chat.postMessage?channel="+room+"&text=query", nil)
	r.Header.Set("Authorization", "Bearer "+s.BotToken)
	assert.Equal(t, true, answer(t, r)["ok"])

	r, _ = http.NewRequest(http.MethodPost, s.URL+"chat.postMessage", strings.NewReader(`{"channel":`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+s.BotToken)
	assert.Equal(t, "invalid_json", answer(t, r)["error"])

	r, _ = http.NewRequest(http.MethodPost, s.URL+"auth.test", strings.NewReader(`{"token":"`+s.BotToken+`"}`))
	r.Header.Set("Content-Type", "application/json")
	assert.Equal(t, "not_authed", answer(t, r)["error"], "JSON bodies do not carry tokens")

	assert.Equal(t, fields{
		"ok": false, "error": "invalid_arguments", "errors": []any{"missing required field: channel"},
		"response_metadata": fields{"messages": []any{"[ERROR] missing required field: channel"}},
	}, call(t, s, "chat.postMessage", fields{"text": "hi"}))
}

func TestCallsAreRecordedWithoutTokens(t *testing.T) {
	s := start(t, slacktest.Options{})
	form := url.Values{"token": {s.BotToken}, "user": {jane}}
	r, _ := http.NewRequest(http.MethodPost, s.URL+"users.info", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer(t, r)
	call(t, s, "chat.postMessage", fields{"channel": "C0NONE", "text": "x"})

	calls := s.Calls()
	require.Len(t, calls, 2)
	assert.Equal(t, []string{"users.info", "bot", "users:read", "", jane},
		[]string{calls[0].Method, calls[0].Token, calls[0].Scope, calls[0].Error, calls[0].Args["user"].(string)})
	assert.NotContains(t, calls[0].Args, "token")
	assert.Equal(t, "channel_not_found", calls[1].Error)
}

func TestRateLimitAndFailuresOnDemand(t *testing.T) {
	s := start(t, slacktest.Options{})
	s.RateLimit("users.info", 1, 1500_000_000)
	s.FailCalls("users.info", 1, "internal_error")
	r, _ := http.NewRequest(http.MethodGet, s.URL+"users.info?user="+jane, nil)
	r.Header.Set("Authorization", "Bearer "+s.BotToken)
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	assert.Equal(t, http.StatusTooManyRequests, response.StatusCode)
	assert.Equal(t, "2", response.Header.Get("Retry-After"))

	assert.Equal(t, true, call(t, s, "auth.test", nil)["ok"], "other methods are not limited")
	assert.Equal(t, "internal_error", call(t, s, "users.info", fields{"user": jane})["error"])
	assert.Equal(t, true, call(t, s, "users.info", fields{"user": jane})["ok"])
}
