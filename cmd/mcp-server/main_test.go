// The command line: what is read from flags and environment, and what is said
// when something is wrong.

package main

import (
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
)

// outcome is what a run of the program left.
type outcome struct {
	stdout, stderr string
	err            error
}

// try runs the program with an input that has ended, an empty home directory and
// the given environment variables.
func try(t *testing.T, variables map[string]string, stdin string, args ...string) outcome {
	t.Helper()
	home := t.TempDir()
	getenv := func(name string) string {
		if v, ok := variables[name]; ok {
			return v
		}
		return map[string]string{"HOME": home, "GOVGROUP_STATE": filepath.Join(home, "state.db")}[name]
	}
	var stdout, stderr bytes.Buffer
	err := run(t.Context(), args, getenv, strings.NewReader(stdin), &stdout, &stderr)
	return outcome{stdout.String(), stderr.String(), err}
}

const (
	whoami = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_whoami","arguments":{}}}`
	list   = `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`
)

func TestServingIsTheDefault(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--sandbox"}, {"serve", "--sandbox"}, {"--log-level=error", "--sandbox", "--transport=stdio"}} {
		o := try(t, nil, whoami, args...)
		require.NoError(t, o.err)
		assert.Equal(t, 1, strings.Count(o.stdout, "\n"))
		assert.Contains(t, o.stdout, "It is the embedded tenant")
	}
}

func TestVariablesMeanTheSameAsFlagsAndFlagsWin(t *testing.T) {
	t.Parallel()
	variables := map[string]string{
		"GOVGROUP_SANDBOX": "true", "GOVGROUP_ACTOR": "from-environment", "GOVGROUP_READ_ONLY": "1", "GOVGROUP_LOG_FORMAT": "json",
	}
	o := try(t, variables, whoami+"\n"+list)
	require.NoError(t, o.err)
	assert.Contains(t, o.stdout, "You are from-environment")
	assert.NotContains(t, o.stdout, "govgroup_delete")
	assert.True(t, strings.HasPrefix(o.stderr, "{"), o.stderr)

	o = try(t, variables, whoami, "--actor", "from-flag", "--no-color")
	require.ErrorContains(t, o.err, "--no-color")
	o = try(t, variables, whoami, "--actor", "from-flag")
	require.NoError(t, o.err)
	assert.Contains(t, o.stdout, "You are from-flag")
}

func TestWhatCannotBeUsedIsSaid(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"--nonsense":                {"--nonsense"},
		"can be reached from other": {"--sandbox", "--transport", "http", "--addr", ":8080"},
		"it is none, token or oidc": {"--sandbox", "--auth", "handshake"},
		"is not known; it is stdio": {"--sandbox", "--transport", "smoke"},
		"--log-level":               {"--sandbox", "--log-level", "loud"},
		"SAIL_BASE_URL":             {},
		`"notepad" is not known`:    {"config", "notepad"},
		"<client>":                  {"config"},
		"the doctor found 1 fault":  {"doctor"},
		"--latency":                 {"sandbox", "--latency", "soon"},
		"--seed":                    {"sandbox", "--seed", "-1"},
		`"many" is not a whole`:     {"sandbox", "--rate-limit", "many"},
		"a whole number is missing": {"sandbox", "--rate-limit"},
	} {
		o := try(t, nil, "", args...)
		require.ErrorContains(t, o.err, want, args)
	}
}

func TestANegativeNumberIsTakenEitherWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want     app.Signed
		args     []string
		variable string
	}{
		{-1, []string{"--rate-limit", "-1"}, ""},
		{-1, []string{"--rate-limit=-1"}, ""},
		{-1, nil, "-1"},
		{7, []string{"--rate-limit", "7"}, "-1"},
		{100, nil, ""},
	} {
		var parsed commands
		getenv := func(name string) string { return map[string]string{"GOVGROUP_SANDBOX_RATE_LIMIT": c.variable}[name] }
		_, err := line().Parse(&parsed, append([]string{"sandbox"}, c.args...), getenv, io.Discard)
		require.NoError(t, err, c.args)
		assert.Equal(t, c.want, parsed.Sandbox.RateLimit, c.args)
	}
}

func TestHelpAndVersionAndConfig(t *testing.T) {
	t.Parallel()
	o := try(t, nil, "", "--help")
	require.NoError(t, o.err)
	assert.Contains(t, o.stdout, "Usage: mcp-server")
	o = try(t, nil, "", "serve", "--help")
	require.NoError(t, o.err)
	assert.Contains(t, o.stdout, "$GOVGROUP_ALLOW_ORIGIN")
	for _, line := range [][]string{{"help"}, {"help", "audit", "verify"}, {"help", "serve"}} {
		o = try(t, nil, "", line...)
		require.NoError(t, o.err, line)
		assert.Contains(t, o.stdout, "Usage: mcp-server", line)
	}
	for _, word := range []string{"version", "--version"} {
		o = try(t, nil, "", word)
		require.NoError(t, o.err)
		assert.NotEmpty(t, strings.TrimSpace(o.stdout))
		assert.NotContains(t, o.stdout, "Usage")
	}
	o = try(t, nil, "", "config", "cursor", "--http", "http://127.0.0.1:8080/mcp")
	require.NoError(t, o.err)
	assert.Contains(t, o.stdout, `"url": "http://127.0.0.1:8080/mcp"`)
	assert.Contains(t, o.stderr, "~/.cursor/mcp.json")
	o = try(t, nil, "", "doctor", "--sandbox")
	require.NoError(t, o.err, o.stdout)
}

func TestShellsCompleteWhatThereIs(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "zsh", "fish"} {
		o := try(t, nil, "", "completion", shell)
		require.NoError(t, o.err, shell)
		assert.Contains(t, o.stdout, "verify", shell)
		assert.Contains(t, o.stdout, "--expect", shell)
	}
	require.ErrorContains(t, try(t, nil, "", "completion", "csh").err, "there is one for bash, zsh, fish")
	require.ErrorContains(t, try(t, nil, "", "completion").err, "which shell?")

	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed, so its completion was not tried")
	}
	script := try(t, nil, "", "completion", "bash").stdout
	for typed, want := range map[string]string{"mcp-server aud": "audit", "mcp-server audit ver": "verify", "mcp-server audit verify --exp": "--export"} {
		words := strings.Fields(typed)
		run := exec.CommandContext(t.Context(), bash, "-c", script+fmt.Sprintf("\nCOMP_WORDS=(%s); COMP_CWORD=%d; _mcp_server; echo ${COMPREPLY[@]}", typed, len(words)-1))
		out, err := run.CombinedOutput()
		require.NoError(t, err, "%s", out)
		assert.Contains(t, string(out), want, typed)
	}
}

func TestOnlyTheToolsThatAreWanted(t *testing.T) {
	t.Parallel()
	o := try(t, nil, list+"\n", "--sandbox", "--tool", "members_*", "--tool=govgroup_get")
	require.NoError(t, o.err)
	for name, there := range map[string]bool{"govgroup_members_add": true, "govgroup_members_list": true, "govgroup_get": true, "govgroup_delete": false, "govgroup_history": false} {
		assert.Equal(t, there, strings.Contains(o.stdout, `"name":"`+name+`"`), name)
	}
	require.ErrorContains(t, try(t, nil, "", "--sandbox", "--tool", "member_*").err, `--tool "member_*" is no tool and fits none; there are list, get, create`)
}
