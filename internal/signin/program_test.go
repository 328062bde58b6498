// The whole program with a real OpenID provider: a client finds out where to sign
// in, a person does, and the tools know who it is.

package signin_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
)

// journal is a log that is read while it is written.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// program runs the server with the provider and gives its address.
func program(t *testing.T, issuer string, log *journal) string {
	t.Helper()
	logger, err := app.NewLogger(log, "debug", "text")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- app.Serve(ctx, app.Settings{
			Transport: "http", Addr: "127.0.0.1:0", Sandbox: true, State: filepath.Join(t.TempDir(), "state.db"),
			Auth: "oidc", OIDCIssuer: issuer, OIDCAudiences: []string{audience},
		}, app.Host{Getenv: func(string) string { return "" }, Version: "1", Log: logger, Stdout: io.Discard, Stderr: io.Discard})
	}()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	address := regexp.MustCompile(`address=(http://\S+)/mcp`)
	require.Eventually(t, func() bool { return address.MatchString(log.String()) }, 20*time.Second, time.Millisecond)
	return address.FindStringSubmatch(log.String())[1]
}

const whoami = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_whoami","arguments":{},` +
	`"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}`

// call asks the server who the token's holder is.
func call(t *testing.T, url, token string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/mcp", strings.NewReader(whoami))
	require.NoError(t, err)
	for name, value := range map[string]string{
		"Content-Type": "application/json", "Accept": "application/json, text/event-stream",
		"Mcp-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "govgroup_whoami",
	} {
		r.Header.Set(name, value)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer, string(text)
}

func TestAClientFindsTheProviderAndItsPersonIsKnown(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	var log journal
	url := program(t, p.URL, &log)

	refused, _ := call(t, url, "")
	require.Equal(t, http.StatusUnauthorized, refused.StatusCode)
	where := regexp.MustCompile(`resource_metadata="([^"]+)"`).FindStringSubmatch(refused.Header.Get("WWW-Authenticate"))
	require.Len(t, where, 2)
	answer, err := http.Get(where[1]) //nolint:gosec,noctx // our own address
	require.NoError(t, err)
	defer answer.Body.Close()
	var found struct {
		Resource string
		Servers  []string `json:"authorization_servers"`
	}
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&found))
	assert.Equal(t, url+"/mcp", found.Resource)
	require.Equal(t, []string{p.URL}, found.Servers)

	for person, want := range map[string][]string{
		jane: {`"subject":"id1@` + p.URL + `"`, `"email":"jane@corp.example"`, `"claim:groups=iam-admins"`},
		bob:  {`"subject":"id2@` + p.URL + `"`, `"claim:department=IT"`},
	} {
		token := p.signIn(t, audience, person).AccessToken
		let, text := call(t, url, token)
		require.Equal(t, http.StatusOK, let.StatusCode, text)
		for _, part := range want {
			assert.Contains(t, text, part)
		}
		assert.NotContains(t, log.String()+text, token)
	}
	other, _ := call(t, url, p.signIn(t, wiki, jane).AccessToken)
	assert.Equal(t, http.StatusUnauthorized, other.StatusCode)
	assert.Contains(t, other.Header.Get("WWW-Authenticate"), "made for another service")
}
