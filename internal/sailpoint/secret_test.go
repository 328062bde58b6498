// No secret can be printed, logged, encoded or dumped.

package sailpoint_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

func TestClientDumpShowsNoSecret(t *testing.T) {
	tenant := &tenant{api: answer(200, `[]`)}
	client := tenant.client(t)
	require.NoError(t, client.Check(t.Context()))
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		for _, value := range []any{client, *client, struct{ c *sailpoint.Client }{client}} {
			dump := fmt.Sprintf(verb, value)
			assert.NotContains(t, dump, clientSecret)
			assert.NotContains(t, dump, accessToken)
		}
	}
}

// TestNoSecretInErrorsAndLogs makes everything fail in every way, with a
// tenant that repeats what it was sent, and searches all that was said.
func TestNoSecretInErrorsAndLogs(t *testing.T) {
	echo := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			text, _ := json.Marshal(fmt.Sprint(r.Header, string(body)))
			answer(status, `{"detailCode":`+string(text)+`,"trackingId":`+string(text)+`,"message":`+string(text)+`}`)(w, r)
		}
	}
	var said bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	synctest.Test(t, func(t *testing.T) {
		for _, status := range []int{200, 301, 400, 401, 403, 404, 429, 500, 502} {
			for _, tenant := range []*tenant{
				{api: echo(status)},
				{api: answer(200, `[]`), token: echo(status)},
			} {
				for _, op := range append(reads(), writes()...) {
					client := tenant.client(t, func(c *sailpoint.Config) { c.Logger = logger })
					err := op.call(t.Context(), client)
					fmt.Fprintf(&said, "%v\n%+v\n%#v\n", err, err, err)
				}
			}
		}
	})
	require.Contains(t, said.String(), "tracking_id", "the log is in here")
	require.Contains(t, said.String(), "[redacted]", "the tenant did repeat secrets")
	assert.NotContains(t, said.String(), clientSecret)
	assert.NotContains(t, said.String(), accessToken)
}
