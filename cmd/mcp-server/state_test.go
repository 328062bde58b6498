// The state of the built program: removed, full, put back, tampered with.

package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
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

// listening is a built program that serves HTTP.
type listening struct {
	*testing.T
	tenant *sandbox.Server
	state  string
	url    string // without a path
	log    *testenv.Buffer
	stop   func() error
}

// listens starts the program on a tenant and a state.
func listens(t *testing.T, path string, tenant *sandbox.Server, state string, args ...string) *listening {
	t.Helper()
	c := command(t, path, append([]string{"--transport=http", "--addr=127.0.0.1:0", "--state=" + state}, args...)...)
	c.Env = append(c.Env, "SAIL_BASE_URL="+tenant.URL, "SAIL_CLIENT_ID="+tenant.ClientID, "SAIL_CLIENT_SECRET="+tenant.ClientSecret)
	c.Stderr = nil
	stderr, err := c.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	l := &listening{T: t, tenant: tenant, state: state, log: &testenv.Buffer{}}
	l.stop = func() error { return errors.Join(c.Process.Signal(os.Interrupt), c.Wait()) }
	address := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			fmt.Fprintln(l.log, lines.Text())
			if at := regexp.MustCompile(`(http://127\.0\.0\.1:\d+)/mcp`).FindStringSubmatch(lines.Text()); at != nil {
				address <- at[1]
			}
		}
	}()
	select {
	case l.url = <-address:
	case <-time.After(time.Minute):
		require.Fail(t, "it does not serve", l.log.String())
	}
	return l
}

// ready asks the probe, until its answer is as wanted.
func (l *listening) ready(status int) (body string) {
	l.Helper()
	require.Eventually(l, func() bool {
		answer, err := http.Get(l.url + "/readyz") //nolint:gosec,noctx // our own address
		require.NoError(l, err)
		defer answer.Body.Close()
		var text bytes.Buffer
		_, err = text.ReadFrom(answer.Body)
		require.NoError(l, err)
		body = text.String()
		return answer.StatusCode == status
	}, time.Minute, 200*time.Millisecond, "readyz never answered %d", status)
	return body
}

// logs waits until the log says something.
func (l *listening) logs(words string) {
	l.Helper()
	require.Eventually(l, func() bool { return strings.Contains(l.log.String(), words) }, time.Minute, 50*time.Millisecond, "the log lacks: %s", words)
}

// creates asks for a group.
func (l *listening) creates(name string) (text string, failed bool) {
	l.Helper()
	http, err := transport.NewStreamableHTTP(l.url + "/mcp")
	require.NoError(l, err)
	c := client.NewClient(http)
	require.NoError(l, c.Start(l.Context()))
	defer c.Close()
	_, err = c.Initialize(l.Context(), mcp.InitializeRequest{Params: mcp.InitializeParams{
		ProtocolVersion: mcp.LATEST_PROTOCOL_VERSION, ClientInfo: mcp.Implementation{Name: "t", Version: "1"}}})
	require.NoError(l, err)
	result, err := c.CallTool(l.Context(), mcp.CallToolRequest{Params: mcp.CallToolParams{
		Name: "govgroup_create", Arguments: map[string]any{"name": name, "owner": l.tenant.Scenario().JaneDoe.ID}}})
	require.NoError(l, err)
	return result.Content[0].(mcp.TextContent).Text, result.IsError
}

func startTenant(t *testing.T) *sandbox.Server {
	t.Helper()
	tenant, err := sandbox.Start("", sandbox.Options{Groups: 20, People: 100})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, tenant.Close()) })
	return tenant
}

func TestTheStateOfTheBuiltProgram(t *testing.T) {
	testenv.Long(t, "it builds the program and waits for its probes")
	t.Parallel()
	path := build(t)
	t.Run("removed under it", func(t *testing.T) { losesItsState(t, path) })
	t.Run("on a full disk", func(t *testing.T) { runsOutOfDisk(t, path) })
	t.Run("put back from a copy", func(t *testing.T) { isPutBack(t, path) })
	t.Run("verified", func(t *testing.T) { isVerified(t, path) })
}

func losesItsState(t *testing.T, path string) {
	t.Parallel()
	l := listens(t, path, startTenant(t), filepath.Join(t.TempDir(), "state.db"))
	defer func() { assert.NoError(t, l.stop()) }()
	text, failed := l.creates("Before")
	require.False(t, failed, text)
	assert.Contains(t, l.ready(http.StatusOK), "ready")

	require.NoError(t, os.Rename(l.state, l.state+".gone"))
	text, failed = l.creates("While It Is Gone")
	assert.True(t, failed)
	assert.Contains(t, text, "unavailable: govgroup cannot read or write its own records")
	assert.Len(t, l.tenant.Effects(), 1)
	assert.Contains(t, l.ready(http.StatusServiceUnavailable), `"failing":["state"]`)
	l.logs("the state file was removed or replaced while it was open")

	require.NoError(t, os.Rename(l.state+".gone", l.state))
	l.ready(http.StatusOK)
	text, failed = l.creates("After")
	assert.False(t, failed, text)
}

// A disk of its own needs the right to mount one.
func runsOutOfDisk(t *testing.T, path string) {
	t.Parallel()
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be mounted here (%v: %s), so a full one was not tried", err, bytes.TrimSpace(out))
	}
	t.Cleanup(func() { assert.NoError(t, exec.Command("umount", "-l", disk).Run()) })
	l := listens(t, path, startTenant(t), filepath.Join(disk, "state.db"))
	defer func() { assert.NoError(t, l.stop()) }()
	l.ready(http.StatusOK)
	filler := filepath.Join(disk, "filler")
	require.Error(t, os.WriteFile(filler, make([]byte, 4<<20), 0o600), "the disk is full")
	assert.Contains(t, l.ready(http.StatusServiceUnavailable), `"failing":["state"]`)
	l.logs("no space left on device")
	for i := range 200 { // the file may have room left
		name := fmt.Sprint("Group ", i)
		before := len(l.tenant.Effects())
		if text, failed := l.creates(name); failed {
			assert.Contains(t, text, "records")
			assert.Len(t, l.tenant.Effects(), before)
			break
		}
		require.Less(t, i, 199, "it goes on without records")
	}
	require.NoError(t, os.Remove(filler))
	l.ready(http.StatusOK)
	text, failed := l.creates("After")
	assert.False(t, failed, text)
}

func isPutBack(t *testing.T, path string) {
	t.Parallel()
	tenant, state := startTenant(t), filepath.Join(t.TempDir(), "state.db")
	run := func(args ...string) string {
		c := command(t, path, append(args, "--state="+state)...)
		out, err := c.Output()
		require.NoError(t, err, args)
		return strings.TrimSpace(string(out))
	}
	secret := run("token", "new", "--name=laptop", "--subject=jane@corp.example")
	older, err := os.ReadFile(state)
	require.NoError(t, err)
	run("token", "revoke", "laptop")
	require.NoError(t, os.WriteFile(state, older, 0o600))

	l := listens(t, path, tenant, state, "--auth=token")
	defer func() { assert.NoError(t, l.stop()) }()
	assert.Contains(t, l.log.String(), "the state is an older copy, or another one: its audit ends at entry 1")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, l.url+"/mcp", strings.NewReader("{}"))
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+secret)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	assert.Equal(t, http.StatusUnauthorized, answer.StatusCode)
	assert.Contains(t, run("audit", "export"), `"kind":"rolled_back"`)
}

func isVerified(t *testing.T, path string) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state.db")
	verify := func(code int, args ...string) string {
		t.Helper()
		c := command(t, path, append([]string{"audit", "verify", "--state=" + state}, args...)...)
		c.Stderr = nil
		out, err := c.CombinedOutput()
		assert.Equal(t, code, c.ProcessState.ExitCode(), "%v %s", err, out)
		return string(out)
	}
	assert.Contains(t, verify(2), "there is no state of govgroup")
	assert.NoFileExists(t, state, "verifying makes nothing")
	assert.Contains(t, verify(2, "--export=nowhere.jsonl"), "no such file")

	l := listens(t, path, startTenant(t), state)
	for _, name := range []string{"One", "Two", "Three"} {
		text, failed := l.creates(name)
		require.False(t, failed, text)
	}
	require.NoError(t, l.stop())
	sound := verify(0)
	kept := regexp.MustCompile(`--expect: (\d+:[0-9a-f]{64})`).FindStringSubmatch(sound)
	require.NotNil(t, kept, sound)
	verify(0, "--expect="+kept[1])
	assert.Contains(t, verify(1, "--expect=9"), "cannot be read")
	export, err := command(t, path, "audit", "export", "--state="+state).Output()
	require.NoError(t, err)
	exported := filepath.Join(t.TempDir(), "audit.jsonl")
	require.NoError(t, os.WriteFile(exported, export, 0o600))
	verify(0, "--export="+exported, "--expect="+kept[1])

	whole, err := os.ReadFile(state)
	require.NoError(t, err)
	tamper(t, state, `UPDATE requests SET document = json_set(document, '$.state', 'declined'), state = 'declined'`)
	assert.Regexp(t, `request [0-9a-f]{32} is declined, and the audit has done`, verify(1))
	require.NoError(t, os.WriteFile(state, whole, 0o600))
	tamper(t, state, `DELETE FROM requests`)
	assert.Regexp(t, `entry 1 is about request [0-9a-f]{32}, which is missing`, verify(1))

	require.NoError(t, os.WriteFile(state, whole, 0o600))
	const cut = `DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq > 2;
		UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit WHERE seq = 2)`
	tamper(t, state, cut)
	assert.Contains(t, verify(1), "an older copy", "what stands beside the state knows more")
	require.NoError(t, os.Remove(state+".mark"))
	assert.Contains(t, verify(1, "--expect="+kept[1]), "entry 3 and those after it up to")
}

// tamper changes the state as somebody with the right to its file could.
func tamper(t *testing.T, state, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+state)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), statements)
	require.NoError(t, errors.Join(err, db.Close()))
}
