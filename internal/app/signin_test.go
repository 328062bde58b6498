// Sign-in: the server as a program that asks who calls.

package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/tools"
)

// serving runs the program over HTTP until the test ends, and gives its address.
func serving(t *testing.T, s app.Settings, h system) (url string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(ctx, s, h.Host) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	address := regexp.MustCompile(`address=(http://\S+)/mcp`)
	require.Eventually(t, func() bool { return address.MatchString(h.log.String()) }, 20*time.Second, time.Millisecond)
	return address.FindStringSubmatch(h.log.String())[1]
}

// newToken makes a token as an operator would, and gives what was printed.
func newToken(t *testing.T, s app.Settings, name, subject string) string {
	t.Helper()
	h := newSystem(t, "", nil)
	require.NoError(t, app.NewToken(t.Context(), s, h.Host, name, subject, "90d"))
	return strings.TrimSuffix(h.out.String(), "\n")
}

// whoIs asks the server who the token's holder is.
func whoIs(t *testing.T, url, token string) (tools.Caller, error) {
	t.Helper()
	way, err := transport.NewStreamableHTTP(url+"/mcp", transport.WithHTTPHeaders(map[string]string{"Authorization": "Bearer " + token}))
	require.NoError(t, err)
	c := client.NewClient(way)
	defer c.Close()
	require.NoError(t, c.Start(t.Context()))
	if _, err := c.Initialize(t.Context(), mcp.InitializeRequest{Params: mcp.InitializeParams{
		ProtocolVersion: "2025-11-25", ClientInfo: mcp.Implementation{Name: "tester", Version: "9"}}}); err != nil {
		return tools.Caller{}, err
	}
	result, err := c.CallTool(t.Context(), mcp.CallToolRequest{Params: mcp.CallToolParams{Name: "govgroup_whoami"}})
	require.NoError(t, err)
	raw, err := json.Marshal(result.StructuredContent)
	require.NoError(t, err)
	var is struct{ Caller tools.Caller }
	require.NoError(t, json.Unmarshal(raw, &is))
	return is.Caller, nil
}

func TestTokensLetPeopleInUntilTheyAreRevoked(t *testing.T) {
	t.Parallel()
	tenant, variables := startTenant(t)
	jane := tenant.People()[200]
	s := settings(t, func(s *app.Settings) { s.Transport, s.Auth = "http", "token" })
	h := newSystem(t, "", variables)
	url := serving(t, s, h)
	token, another := newToken(t, s, "laptop", jane.Email), newToken(t, s, "robot", "robot@corp.example")

	caller, err := whoIs(t, url, token)
	require.NoError(t, err)
	assert.Equal(t, tools.Caller{Surface: "http", Subject: jane.Email, Email: jane.Email, Identity: jane.ID, Client: "tester 9"}, caller)
	caller, err = whoIs(t, url, another)
	require.NoError(t, err)
	assert.Equal(t, "robot@corp.example", caller.Subject)
	assert.Empty(t, caller.Identity, "the tenant knows no robot")

	ended := newSystem(t, "", nil)
	require.NoError(t, app.RevokeToken(t.Context(), s, ended.Host, "laptop"))
	assert.Contains(t, ended.out.String(), jane.Email)
	_, err = whoIs(t, url, token)
	require.Error(t, err, "at once, without a restart")
	_, err = whoIs(t, url, another)
	require.NoError(t, err)

	listed := newSystem(t, "", nil)
	require.NoError(t, app.ListTokens(t.Context(), s, listed.Host))
	assert.Regexp(t, `laptop +`+jane.Email+` +revoked .*\n.*robot +robot@corp.example +valid `, listed.out.String())
	secret := token[len(token)-52:]
	assert.NotContains(t, h.log.String()+h.out.String()+listed.out.String()+ended.out.String(), secret)
}

func TestBeyondLoopbackWithAuthentication(t *testing.T) {
	t.Parallel()
	s := settings(t, sandboxed, func(s *app.Settings) {
		s.Transport, s.Auth, s.Addr, s.PublicURL = "http", "token", "0.0.0.0:0", "https://gov.example"
	})
	h := newSystem(t, "", nil)
	url := "http://127.0.0.1" + regexp.MustCompile(`:\d+$`).FindString(serving(t, s, h))
	for host, want := range map[string]int{"gov.example": http.StatusUnauthorized, "evil.example": http.StatusForbidden, "localhost": http.StatusUnauthorized} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/mcp", http.NoBody)
		require.NoError(t, err)
		r.Host = host
		answer, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		assert.Equal(t, want, answer.StatusCode, host)
	}
	assert.NotContains(t, h.log.String(), "unencrypted")

	s.PublicURL = ""
	plain := newSystem(t, "", nil)
	serving(t, s, plain)
	assert.Contains(t, plain.log.String(), "tokens cross the network unencrypted")
}

func TestSignInSettingsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	oidc := func(s *app.Settings) {
		s.Auth, s.OIDCIssuer, s.OIDCAudiences = "oidc", "https://login.example", []string{"govgroup"}
	}
	for want, change := range map[string]func(*app.Settings){
		`--auth "password" is not known`:       func(s *app.Settings) { s.Auth = "password" },
		"--auth oidc needs":                    func(s *app.Settings) { oidc(s); s.OIDCAudiences = nil },
		"mean nothing with --auth token":       func(s *app.Settings) { oidc(s); s.Auth = "token" },
		`--public-url "gov.example"`:           func(s *app.Settings) { s.PublicURL = "gov.example" },
		`--public-url "https://gov.example/x"`: func(s *app.Settings) { s.PublicURL = "https://gov.example/x" },
		`--public-url "javascript:alert(1)"`:   func(s *app.Settings) { s.PublicURL = "javascript:alert(1)" },
		`--trusted-proxy "proxy"`:              func(s *app.Settings) { s.TrustedProxies = []string{"10.0.0.0/8", "proxy"} },
		"must be an https address":             func(s *app.Settings) { oidc(s); s.Transport, s.OIDCIssuer = "http", "http://login.example" },
		"http://127.0.0.1:1/ cannot be used":   func(s *app.Settings) { oidc(s); s.Transport, s.OIDCIssuer = "http", "http://127.0.0.1:1/" },
		"can be reached from other machines":   func(s *app.Settings) { s.Transport, s.Addr, s.PublicURL = "http", "0.0.0.0:0", "https://gov.example" },
		`--expires "tomorrow" cannot be used`:  nil,
		`--expires "-1d" cannot be used`:       nil,
		`--expires "0d" cannot be used`:        nil,
		`--expires "1000000d" cannot be used`:  nil,
		`--expires "" cannot be used`:          nil,
	} {
		h := newSystem(t, "", nil)
		if change == nil {
			require.ErrorContains(t, app.NewToken(t.Context(), settings(t), h.Host, "x", "jane@corp.example", strings.Split(want, `"`)[1]), want)
		} else {
			require.ErrorContains(t, app.Serve(t.Context(), settings(t, sandboxed, change), h.Host), want)
		}
		assert.Empty(t, h.out.String())
	}
}

func TestTheDoctorTriesTheProvider(t *testing.T) {
	t.Parallel()
	h := newSystem(t, "", nil)
	err := app.Doctor(t.Context(), settings(t, sandboxed, func(s *app.Settings) {
		s.Transport, s.Auth, s.OIDCIssuer, s.OIDCAudiences = "http", "oidc", "http://127.0.0.1:1", []string{"govgroup"}
	}), h.Host, false)
	require.ErrorContains(t, err, "1 fault")
	assert.Contains(t, h.out.String(), "FAULT  sign-in: the OpenID provider http://127.0.0.1:1 cannot be used")
}
