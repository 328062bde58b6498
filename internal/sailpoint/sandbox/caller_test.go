// A caller of the tenant: plain net/http with a token, so that the tests see exactly
// what goes over the wire.

package sandbox_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// caller talks to a tenant with one client's token.
type caller struct {
	t      *testing.T
	server *sandbox.Server
	token  string
}

// start serves a tenant for the length of the test and signs in.
func start(t *testing.T, o sandbox.Options) *caller {
	t.Helper()
	s, err := sandbox.Start("", o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return (&caller{t: t, server: s}).as(s.ClientID, s.ClientSecret)
}

// as gives a caller with a token of another client.
func (c *caller) as(id, secret string) *caller {
	c.t.Helper()
	a := c.grant(url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}})
	require.Equal(c.t, http.StatusOK, a.status, a.text)
	return &caller{c.t, c.server, a.object()["access_token"].(string)}
}

// grant asks for a token with the given form.
func (c *caller) grant(form url.Values) answer {
	c.t.Helper()
	return c.send("POST", "/oauth/token", form.Encode(), "application/x-www-form-urlencoded")
}

// answer is a response, read whole.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	text   string
}

func (c *caller) get(path string) answer {
	c.t.Helper()
	return c.send("GET", path, "", "")
}

func (c *caller) post(path, body string) answer {
	c.t.Helper()
	return c.send("POST", path, body, "application/json")
}

func (c *caller) patch(path, body string) answer {
	c.t.Helper()
	return c.send("PATCH", path, body, "application/json-patch+json")
}

func (c *caller) delete(path string) answer {
	c.t.Helper()
	return c.send("DELETE", path, "", "")
}

func (c *caller) send(method, path, body, media string) answer {
	c.t.Helper()
	a, err := c.try(method, path, body, media)
	require.NoError(c.t, err)
	return a
}

// try is send for requests whose connection may break.
func (c *caller) try(method, path, body, media string) (answer, error) {
	c.t.Helper()
	req := c.request(method, path, body)
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	return do(c.t, req)
}

// request makes a request with the caller's token.
func (c *caller) request(method, path, body string) *http.Request {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.server.URL+path, strings.NewReader(body))
	require.NoError(c.t, err)
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	return req
}

func do(t *testing.T, req *http.Request) (answer, error) {
	t.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	text, err := io.ReadAll(res.Body)
	require.NoError(t, res.Body.Close())
	return answer{t, res.StatusCode, res.Header, string(text)}, err
}

// object and array read the body as JSON.
func (a answer) object() map[string]any {
	a.t.Helper()
	var out map[string]any
	require.NoError(a.t, json.Unmarshal([]byte(a.text), &out), a.text)
	return out
}

func (a answer) array() []map[string]any {
	a.t.Helper()
	var out []map[string]any
	require.NoError(a.t, json.Unmarshal([]byte(a.text), &out), a.text)
	return out
}

// column gives one field of every row of an array.
func (a answer) column(field string) []any {
	a.t.Helper()
	var out []any
	for _, row := range a.array() {
		out = append(out, row[field])
	}
	return out
}

// refusal reads the usual error body and gives status, detail code and text.
func (a answer) refusal() (status int, detailCode, text string) {
	a.t.Helper()
	body := a.object()
	require.Equal(a.t, a.header.Get("SLPT-Request-ID"), body["trackingId"])
	require.IsType(a.t, []any{}, body["causes"])
	first := body["messages"].([]any)[0].(map[string]any)
	require.NotEmpty(a.t, first["locale"])
	return a.status, body["detailCode"].(string), first["text"].(string)
}

// requireRefused checks a refusal's status and detail code.
func (a answer) requireRefused(status int, detailCode string) {
	a.t.Helper()
	gotStatus, gotCode, text := a.refusal()
	require.Equal(a.t, status, gotStatus, a.text)
	require.Equal(a.t, detailCode, gotCode, a.text)
	require.NotEmpty(a.t, text)
}

// identities writes the body of a member call.
func identities(ids ...string) string {
	type ref struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	}
	out := []ref{}
	for _, id := range ids {
		out = append(out, ref{"IDENTITY", id})
	}
	text, _ := json.Marshal(out)
	return string(text)
}

// query writes a path with parameters, given as name, value, name, value.
func query(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return path + "?" + q.Encode()
}

// quiet is a tenant of the smallest size without a rate limit.
func quiet() sandbox.Options { return sandbox.Options{Groups: 1, People: 1, RateLimit: -1} }
