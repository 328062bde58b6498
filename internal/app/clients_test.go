// Clients: their configurations, held by golden files.

package app_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
)

var update = flag.Bool("update", false, "write the golden files")

// printed gives a client's configurations for a real tenant, for the embedded
// one and for a server that runs already.
func printed(t *testing.T, client string) string {
	t.Helper()
	var out strings.Builder
	for _, c := range []struct {
		title    string
		settings app.ClientSettings
	}{
		{"stdio", app.ClientSettings{Command: "/opt/my programs/mcp-server"}},
		{"stdio with the embedded tenant", app.ClientSettings{Command: "/opt/my programs/mcp-server", Sandbox: true}},
		{"http", app.ClientSettings{URL: "http://127.0.0.1:8080/mcp"}},
		{"http with a token", app.ClientSettings{URL: "http://127.0.0.1:8080/mcp", Token: true}},
	} {
		var text, hint strings.Builder
		require.NoError(t, app.ClientConfig(&text, &hint, client, c.settings))
		out.WriteString("-- " + c.title + " --\n" + text.String() + "-- hint --\n" + hint.String())
	}
	return out.String()
}

func TestConfigurationsOfClients(t *testing.T) {
	t.Parallel()
	for _, client := range app.ClientNames() {
		t.Run(client, func(t *testing.T) {
			t.Parallel()
			got := printed(t, client)
			golden := filepath.Join("testdata", client+".txt")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got, "run the test with -update if this is meant")
		})
	}
}

func TestJSONConfigurationsAreJSON(t *testing.T) {
	t.Parallel()
	for _, client := range app.ClientNames() {
		if client == "codex" || client == "inspector" {
			continue
		}
		var text, hint strings.Builder
		require.NoError(t, app.ClientConfig(&text, &hint, client, app.ClientSettings{}))
		assert.True(t, json.Valid([]byte(text.String())), client)
		self, err := os.Executable()
		require.NoError(t, err)
		assert.Contains(t, text.String(), self, "without a command it is this program")
	}
}

func TestAnUnknownClientIsRefusedWithTheKnownOnes(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	err := app.ClientConfig(&out, &out, "notepad", app.ClientSettings{})
	require.ErrorContains(t, err, `"notepad"`)
	require.ErrorContains(t, err, "claude-desktop")
	assert.Empty(t, out.String())
}
