// Built server: one for a team, in a real Chromium: people sign in with a provider
// and decide about what an assistant asked another program for, on shared state.

package approvals_test

import (
	"context"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"govgroup/internal/testenv"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheBuiltServerInChromium(t *testing.T) {
	testenv.Long(t, "it builds the program and drives a browser")
	chrome := testenv.Chromium(t)
	program := filepath.Join(t.TempDir(), "mcp-server")
	out, err := exec.Command("go", "build", "-o", program, "govgroup/cmd/mcp-server").CombinedOutput()
	require.NoError(t, err, "%s", out)
	for name, scenario := range map[string]func(t *testing.T, chrome context.Context, e *env){
		"approve with the name typed": approves,
		"decline":                     declines,
		"a second person":             decidesForAnother,
		"someone else":                isSomeoneElse,
		"stale":                       isStale,
		"already decided elsewhere":   isSlower,
		"forged":                      isForged,
		"replayed":                    isReplayed,
	} {
		t.Run(name, func(t *testing.T) { scenario(t, chrome, builtTeam(t, program)) })
	}
}

// builtTeam makes an environment whose pages a program of its own serves. Requests are
// made through the gate of the test, as another program on the same state would.
func builtTeam(t *testing.T, program string) *env {
	t.Helper()
	e := newEnv(t)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := free.Addr().String()
	require.NoError(t, free.Close())
	e.issuer = startProvider(t, "http://"+address+"/approvals/callback")
	e.web = unstarted("http://" + address)
	server := exec.Command(program, "--transport=http", "--addr="+address, "--state="+e.With.StateFile, "--policy="+e.With.PolicyFile,
		"--auth=oidc", "--oidc-issuer="+e.issuer, "--oidc-audience=govgroup", "--public-url=http://"+address)
	server.Env = []string{
		"HOME=" + t.TempDir(), "SAIL_BASE_URL=" + e.Server.URL, "SAIL_CLIENT_ID=" + e.ClientID, "SAIL_CLIENT_SECRET=" + e.ClientSecret,
		"GOVGROUP_OIDC_CLIENT_ID=govgroup", "GOVGROUP_OIDC_CLIENT_SECRET=" + secret,
	}
	server.Stderr = e.logged
	require.NoError(t, server.Start())
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		assert.NotContains(t, e.logged.String(), secret)
	})
	require.Eventually(t, func() bool {
		answer, err := http.Get(e.web.URL + "/healthz")
		if err == nil {
			_ = answer.Body.Close()
		}
		return err == nil && answer.StatusCode == http.StatusOK
	}, time.Minute, 20*time.Millisecond, "the server serves: %s", e.logged)
	return e
}
