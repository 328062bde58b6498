// The program as it is built: its streams, its signals and what others can see
// of it.

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
)

// build builds the program once for the test.
func build(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mcp-server")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return path
}

// command prepares the built program with an empty home directory.
func command(t testing.TB, path string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(context.Background(), path, args...)
	c.Env = []string{"HOME=" + t.TempDir()}
	c.Stderr = io.Discard
	return c
}

func TestTheBuiltProgram(t *testing.T) {
	testenv.Long(t, "it builds the program and starts it many times")
	t.Parallel()
	path := build(t)
	t.Run("answers a hundred calls piped in", func(t *testing.T) { answersAll(t, path) })
	t.Run("serves the library's client", func(t *testing.T) { servesClient(t, path) })
	t.Run("stops on a signal", func(t *testing.T) { stopsOnSignal(t, path) })
	t.Run("fails with exit code 1 and a sentence", func(t *testing.T) { fails(t, path) })
	t.Run("shows its secret to nobody", func(t *testing.T) { keepsSecret(t, path) })
}

func answersAll(t *testing.T, path string) {
	t.Parallel()
	var in strings.Builder
	for id := range 100 {
		fmt.Fprintf(&in, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"govgroup_whoami","arguments":{}}}`+"\n", id)
	}
	c := command(t, path, "--sandbox")
	c.Stdin = strings.NewReader(in.String())
	out, err := c.Output()
	require.NoError(t, err)
	assert.Equal(t, 100, strings.Count(string(out), `"structuredContent"`))
	assert.Equal(t, 100, strings.Count(string(out), "\n"))
}

func servesClient(t *testing.T, path string) {
	t.Parallel()
	for _, version := range []string{"2024-11-05", "2025-11-25", "2026-07-28"} {
		stdio := transport.NewStdioWithOptions(path, []string{"HOME=" + t.TempDir()}, []string{"--sandbox"},
			transport.WithCommandStderrWriter(io.Discard), transport.WithCommandLogger(slog.New(slog.DiscardHandler)))
		c := client.NewClient(stdio, client.WithProtocolVersion(version))
		require.NoError(t, c.Start(t.Context()))
		_, err := c.Initialize(t.Context(), mcp.InitializeRequest{Params: mcp.InitializeParams{
			ProtocolVersion: version, ClientInfo: mcp.Implementation{Name: "t", Version: "1"}}})
		require.NoError(t, err)
		result, err := c.CallTool(t.Context(), mcp.CallToolRequest{Params: mcp.CallToolParams{
			Name: "govgroup_get", Arguments: map[string]any{"group": "DB Access"}}})
		require.NoError(t, err)
		assert.False(t, result.IsError)
		require.NoError(t, c.Close())
	}
}

func stopsOnSignal(t *testing.T, path string) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		for _, args := range [][]string{{"--sandbox"}, {"--sandbox", "--transport=http", "--addr=127.0.0.1:0"}, {"sandbox", "--addr=127.0.0.1:0"}} {
			c := command(t, path, args...)
			c.Stderr = nil
			stdin, err := c.StdinPipe()
			require.NoError(t, err)
			stderr, err := c.StderrPipe()
			require.NoError(t, err)
			require.NoError(t, c.Start())
			_, err = stderr.Read(make([]byte, 1)) // it says when it serves
			require.NoError(t, err)
			require.NoError(t, c.Process.Signal(signal))
			_, _ = io.Copy(io.Discard, stderr)
			require.NoError(t, c.Wait(), "%v %v", signal, args)
			_ = stdin.Close()
		}
	}
}

func fails(t *testing.T, path string) {
	t.Parallel()
	c := command(t, path)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 1, exit.ExitCode())
	assert.Empty(t, out)
	assert.Contains(t, stderr.String(), "mcp-server: no tenant is configured")
}

// The secret is given by the environment; nothing repeats it.
func keepsSecret(t *testing.T, path string) {
	t.Parallel()
	tenant, err := sandbox.Start("", sandbox.Options{ClientSecret: "hunter2-hunter2"})
	require.NoError(t, err)
	defer tenant.Close()
	c := command(t, path, "--log-level=debug", "--transport=http", "--addr=127.0.0.1:0")
	c.Env = append(c.Env, "SAIL_BASE_URL="+tenant.URL, "SAIL_CLIENT_ID="+tenant.ClientID, "SAIL_CLIENT_SECRET="+tenant.ClientSecret)
	c.Stderr = nil
	stderr, err := c.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	var log strings.Builder
	address := regexp.MustCompile(`http://127.0.0.1:\d+/mcp`)
	for !address.MatchString(log.String()) {
		part := make([]byte, 4096)
		n, err := stderr.Read(part)
		require.NoError(t, err, log.String())
		log.Write(part[:n])
	}
	ready := strings.Replace(address.FindString(log.String()), "/mcp", "/readyz", 1)
	answer, err := http.Get(ready) //nolint:gosec,noctx // our own address
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode)
	if seen, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", c.Process.Pid)); err == nil {
		assert.NotContains(t, string(seen), "hunter2")
	}
	require.NoError(t, c.Process.Signal(syscall.SIGTERM))
	rest, err := io.ReadAll(stderr)
	require.NoError(t, err)
	require.NoError(t, c.Wait())
	assert.NotContains(t, log.String()+string(rest), "hunter2")
	assert.Contains(t, log.String()+string(rest), "/workgroups/v1", "what is searched is not empty")
}

// BenchmarkFirstAnswer is the time from the start of the built program to its
// first answer over stdio.
func BenchmarkFirstAnswer(b *testing.B) {
	path := build(b)
	for _, tenant := range []string{"embedded", "configured"} {
		b.Run(tenant, func(b *testing.B) {
			for b.Loop() {
				c := command(b, path)
				if tenant == "embedded" {
					c.Args = append(c.Args, "--sandbox")
				} else {
					c.Env = append(c.Env, "SAIL_BASE_URL=http://127.0.0.1:1", "SAIL_CLIENT_ID=x", "SAIL_CLIENT_SECRET=x")
				}
				firstAnswer(b, c)
			}
		})
	}
}

func firstAnswer(b *testing.B, c *exec.Cmd) {
	b.Helper()
	c.WaitDelay = time.Second
	stdin, err := c.StdinPipe()
	require.NoError(b, err)
	stdout, err := c.StdoutPipe()
	require.NoError(b, err)
	require.NoError(b, c.Start())
	_, err = io.WriteString(stdin, list+"\n")
	require.NoError(b, err)
	_, err = stdout.Read(make([]byte, 1))
	require.NoError(b, err)
	b.StopTimer()
	require.NoError(b, stdin.Close())
	_, _ = io.Copy(io.Discard, stdout)
	require.NoError(b, c.Wait())
	b.StartTimer()
}
