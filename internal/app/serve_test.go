// Serve: the MCP server as a program, on a tenant of its own and on a configured one.

package app_test

import (
	"context"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/testenv"
)

const list = `{"jsonrpc":"2.0","id":1,"method":"tools/list"}` + "\n"

const whoami = `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"govgroup_whoami","arguments":{}}}` + "\n"

func TestServeOverStdio(t *testing.T) {
	t.Parallel()
	_, variables := startTenant(t)
	for name, change := range map[string]func(*app.Settings){
		"the embedded tenant": sandboxed,
		"a configured tenant": func(*app.Settings) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newSystem(t, list+whoami, variables)
			require.NoError(t, app.Serve(t.Context(), settings(t, change, func(s *app.Settings) { s.Actor = "jane" }), h.Host))
			assert.Equal(t, 2, strings.Count(h.out.String(), "\n"))
			assert.Contains(t, h.out.String(), "You are jane, over stdio.")
			assert.Contains(t, h.log.String(), "serving MCP over stdio")
			assert.NotContains(t, h.out.String()+h.log.String(), variables["SAIL_CLIENT_SECRET"])
		})
	}
}

func TestReadOnlyOffersNothingThatWrites(t *testing.T) {
	t.Parallel()
	h := newSystem(t, list, nil)
	require.NoError(t, app.Serve(t.Context(), settings(t, sandboxed, func(s *app.Settings) { s.ReadOnly = true }), h.Host))
	var answer struct {
		Result struct {
			Tools []struct {
				Annotations struct{ ReadOnlyHint bool }
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(h.out.String()), &answer))
	require.NotEmpty(t, answer.Result.Tools)
	for _, tool := range answer.Result.Tools {
		assert.True(t, tool.Annotations.ReadOnlyHint)
	}
}

func TestServeOverHTTPUntilToldToStop(t *testing.T) {
	t.Parallel()
	h := newSystem(t, "", nil)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- app.Serve(ctx, settings(t, sandboxed, func(s *app.Settings) { s.Transport = "sse" }), h.Host)
	}()
	address := regexp.MustCompile(`address=(http://\S+)/mcp`)
	require.Eventually(t, func() bool { return address.MatchString(h.log.String()) }, 10*time.Second, time.Millisecond)
	url := address.FindStringSubmatch(h.log.String())[1]
	assert.Equal(t, 200, statusOf(t, url+"/healthz"))
	assert.Equal(t, 200, statusOf(t, url+"/readyz"))
	assert.Equal(t, 200, statusOf(t, url+"/metrics"))
	stop()
	require.NoError(t, <-ended)
	assert.Empty(t, h.out.String())
}

// A question that nobody has answered must not keep the program from stopping,
// nor count as a yes.
func TestStoppingWhileAPersonIsAsked(t *testing.T) {
	t.Parallel()
	tenant, variables := startTenant(t)
	h := newSystem(t, "", variables)
	in, inW := io.Pipe()
	defer inW.Close()
	h.Stdin = in
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(ctx, settings(t), h.Host) }()
	_, err := io.WriteString(inW, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","clientInfo":{"name":"x","version":"1"},"capabilities":{"elicitation":{}}}}`+"\n"+
		`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"govgroup_delete","arguments":{"group":"DB Access"}}}`+"\n")
	require.NoError(t, err)
	require.Eventually(t, func() bool { return strings.Contains(h.out.String(), "elicitation/create") }, 10*time.Second, time.Millisecond, h.out.String())
	stop()
	require.NoError(t, <-ended)
	assert.Empty(t, tenant.Effects())
	assert.Contains(t, h.out.String(), `"id":2`, "the call is answered all the same")
}

func TestSettingsThatCannotBeUsedAreRefused(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*app.Settings){
		`"pigeon" is not known`:              func(s *app.Settings) { s.Transport = "pigeon" },
		"needs --oidc-issuer":                func(s *app.Settings) { s.Auth = "oidc" },
		"can be reached from other machines": func(s *app.Settings) { s.Transport, s.Addr = "http", "0.0.0.0:0" },
		"cannot be used":                     func(s *app.Settings) { s.Transport, s.Addr = "http", "127.0.0.1" },
		`the API version "v1" is not known`:  func(s *app.Settings) { s.APIVersion = "v1" },
	} {
		h := newSystem(t, "", nil)
		require.ErrorContains(t, app.Serve(t.Context(), settings(t, sandboxed, change), h.Host), want)
		assert.Empty(t, h.out.String())
	}
}

func TestAMissingTenantIsAClearError(t *testing.T) {
	t.Parallel()
	err := app.Serve(t.Context(), settings(t), newSystem(t, "", nil).Host)
	for _, name := range []string{"SAIL_BASE_URL", "SAIL_CLIENT_ID", "SAIL_CLIENT_SECRET"} {
		require.ErrorContains(t, err, name)
	}
	err = app.Serve(t.Context(), settings(t), newSystem(t, "", map[string]string{"SAIL_BASE_URL": "https://x.example"}).Host)
	require.ErrorContains(t, err, "SAIL_CLIENT_ID and SAIL_CLIENT_SECRET not set")
}

func TestLoggersRefuseWhatTheyDoNotKnow(t *testing.T) {
	t.Parallel()
	_, err := app.NewLogger(&testenv.Buffer{}, "loud", "text")
	require.ErrorContains(t, err, `"loud"`)
	_, err = app.NewLogger(&testenv.Buffer{}, "info", "xml")
	require.ErrorContains(t, err, `"xml"`)
	var out testenv.Buffer
	log, err := app.NewLogger(&out, "warn", "json")
	require.NoError(t, err)
	log.Info("not this")
	log.Warn("this")
	assert.True(t, json.Valid([]byte(out.String())))
}
