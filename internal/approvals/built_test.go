// The built program on a desktop: a client that cannot ask calls, the program
// opens the browser itself, a person decides there, and the call learns of it.

package approvals_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"govgroup/internal/testenv"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheBuiltProgramOpensTheBrowser(t *testing.T) {
	testenv.Long(t, "it builds the program and drives a browser")
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("this test stands in for xdg-open, which opens browsers elsewhere")
	}
	chrome := testenv.Chromium(t)
	folder := t.TempDir()
	program, opened := filepath.Join(folder, "mcp-server"), filepath.Join(folder, "opened")
	out, err := exec.Command("go", "build", "-o", program, "govgroup/cmd/mcp-server").CombinedOutput()
	require.NoError(t, err, "%s", out)
	opener := fmt.Sprintf("#!/bin/sh\necho \"$1\" > %s.part && mv %s.part %s\n", opened, opened, opened)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "xdg-open"), []byte(opener), 0o700)) //nolint:gosec // a program has to be executable

	c := exec.CommandContext(t.Context(), program, "--sandbox", "--log-level=debug", "--state="+filepath.Join(folder, "state.db"))
	c.Env = []string{"HOME=" + folder, "DISPLAY=:0", "PATH=" + folder + ":" + os.Getenv("PATH")}
	var log bytes.Buffer
	c.Stderr = &log
	in, err := c.StdinPipe()
	require.NoError(t, err)
	stdout, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	_, err = in.Write([]byte(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_delete","arguments":{"group":"DB Access"}}}` + "\n"))
	require.NoError(t, err)

	require.Eventually(t, func() bool { _, err := os.Stat(opened); return err == nil }, time.Minute, 20*time.Millisecond)
	file, err := os.ReadFile(opened)
	require.NoError(t, err)
	page, err := os.ReadFile(strings.TrimSpace(string(file)))
	require.NoError(t, err)
	key := regexp.MustCompile(`key=([A-Z2-7]+)`).FindSubmatch(page)
	require.NotNil(t, key)
	for _, part := range []string{"cmdline", "environ"} {
		seen, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", c.Process.Pid, part))
		require.NoError(t, err)
		assert.NotContains(t, string(seen), string(key[1]))
	}

	b := newTab(t, chrome, &env{})
	b.run(chromedp.Navigate("file://"+strings.TrimSpace(string(file))), chromedp.WaitVisible(chromedp.CSS("#typed")))
	b.shows("built", "A change needs your decision", "DB Access")
	b.fill("DB Access")
	b.click("yes")
	b.shows("built-done", "The change is done")

	answer, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	var told struct {
		Result struct {
			StructuredContent struct{ Status, Summary string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(answer), &told))
	assert.Equal(t, "done", told.Result.StructuredContent.Status, answer)
	require.NoError(t, in.Close())
	require.NoError(t, c.Wait())
	assert.NotContains(t, answer+log.String(), string(key[1]))
	assert.NotContains(t, answer, "127.0.0.1", "nor where the page is")
	left, err := filepath.Glob(filepath.Join(folder, "govgroup-request-*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}
