// The embedded tenant as a program of its own.

package app_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
)

func statusOf(t *testing.T, url string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	return answer.StatusCode
}

// What the tenant prints is all that another program needs.
func TestTheTenantsLinesLeadToIt(t *testing.T) {
	t.Parallel()
	h := newSystem(t, "", nil)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- app.Sandbox(ctx, app.SandboxSettings{
			Addr: "127.0.0.1:0", Groups: 60, People: 700, Latency: time.Millisecond, RateLimit: -1}, h.Host)
	}()
	require.Eventually(t, func() bool { return strings.Count(h.out.String(), "\n") == 3 }, 10*time.Second, time.Millisecond)
	variables := map[string]string{}
	for line := range strings.Lines(h.out.String()) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		variables[name] = value
	}
	doctor := newSystem(t, "", variables)
	require.NoError(t, app.Doctor(t.Context(), settings(t), doctor.Host), doctor.out.String())
	assert.NotContains(t, h.log.String(), variables["SAIL_CLIENT_SECRET"])
	stop()
	require.NoError(t, <-ended)
}

func TestTheTenantStaysOnLoopback(t *testing.T) {
	t.Parallel()
	h := newSystem(t, "", nil)
	require.Error(t, app.Sandbox(t.Context(), app.SandboxSettings{Addr: "0.0.0.0:0"}, h.Host))
	assert.Empty(t, h.out.String())
}
