// Sandbox: the embedded tenant as a program of its own.

package app_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
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
	variables, h := startSandbox(t, app.SandboxSettings{Addr: "127.0.0.1:0", Groups: 60, People: 700, Latency: time.Millisecond, RateLimit: -1})
	doctor := newSystem(t, "", variables)
	require.NoError(t, app.Doctor(t.Context(), settings(t), doctor.Host, false), doctor.out.String())
	assert.NotContains(t, h.log.String(), variables["SAIL_CLIENT_SECRET"])
}

// startSandbox runs the tenant until the test ends and gives its variables.
func startSandbox(t *testing.T, s app.SandboxSettings) (variables map[string]string, h system) {
	t.Helper()
	h = newSystem(t, "", nil)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- app.Sandbox(ctx, s, h.Host) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	require.Eventually(t, func() bool { return strings.Count(h.out.String(), "\n") == 3 }, time.Minute, time.Millisecond)
	variables = map[string]string{}
	for line := range strings.Lines(h.out.String()) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		variables[name] = value
	}
	return variables, h
}

// A tenant of one's own groups, of which every call is on record.
func TestATenantOfAFileWithAJournal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fill, journal := filepath.Join(dir, "groups.csv"), filepath.Join(dir, "calls.jsonl")
	require.NoError(t, os.WriteFile(fill, []byte("group,email\nDB Access,jane.doe@corp.example\n"), 0o600))
	variables, _ := startSandbox(t, app.SandboxSettings{Addr: "127.0.0.1:0", Fill: fill, Journal: journal, Switches: []string{"unique-names"}})

	client, err := sailpoint.New(sailpoint.Config{
		BaseURL: variables["SAIL_BASE_URL"], ClientID: variables["SAIL_CLIENT_ID"], ClientSecret: redact.New(variables["SAIL_CLIENT_SECRET"]),
	})
	require.NoError(t, err)
	groups, err := client.Groups(t.Context(), sailpoint.Query{})
	require.NoError(t, err)
	require.Len(t, groups, 1)
	_, err = client.CreateGroup(t.Context(), sailpoint.NewGroup{Name: "db access", OwnerID: groups[0].Owner.ID})
	require.ErrorContains(t, err, "exists already", "the switch is on")
	assert.Equal(t, http.StatusOK, statusOf(t, variables["SAIL_BASE_URL"]+"/"))

	text, err := os.ReadFile(journal)
	require.NoError(t, err)
	assert.NotContains(t, string(text), variables["SAIL_CLIENT_SECRET"])
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	require.Len(t, lines, 3)
	assert.Contains(t, lines[2], `"operation":"create-workgroup"`)
	assert.Contains(t, lines[2], `"status":400`)
}

func TestATenantThatCannotBeMade(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]app.SandboxSettings{
		"--fill: ":                       {Fill: filepath.Join(t.TempDir(), "nothing.csv")},
		"--journal: ":                    {Journal: t.TempDir()},
		"--switch: there is no switch":   {Switches: []string{"lights"}},
		"--switch: the switch string-st": {Switches: []string{"string-status=perhaps"}},
	} {
		h := newSystem(t, "", nil)
		s.Addr = "127.0.0.1:0"
		require.ErrorContains(t, app.Sandbox(t.Context(), s, h.Host), want)
		assert.Empty(t, h.out.String())
	}
}

func TestTheTenantStaysOnLoopback(t *testing.T) {
	t.Parallel()
	h := newSystem(t, "", nil)
	require.Error(t, app.Sandbox(t.Context(), app.SandboxSettings{Addr: "0.0.0.0:0"}, h.Host))
	assert.Empty(t, h.out.String())
}
