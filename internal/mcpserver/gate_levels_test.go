// Levels: who is asked where, for every level that a policy can want, whoever calls
// and however; and that a dry run asks nobody.

package mcpserver_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// teamPolicy lets one person ask and another approve.
const teamPolicy = `
roles: {askers: {emails: [avery.stone@corp.example, stranger@corp.example]}, approvers: {emails: [morgan.hale@corp.example]}}
rules: [{name: askers, roles: [askers], allow: ["govgroup_*"]}]
levels: [{level: %s}]
approvers: [{roles: [approvers]}]
`

func TestEveryLevelForEveryCaller(t *testing.T) {
	t.Parallel()
	for _, level := range []confirm.Level{confirm.Client, confirm.Typed, confirm.Person, confirm.Second} {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "policy.yaml")
			require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, teamPolicy, level), 0o600))
			w := newEnvUnder(t, file)
			url, _ := serveHTTP(t, w.server, guarded())
			for _, version := range []string{"2025-06-18", "2025-11-25", "2026-07-28"} {
				for _, who := range []string{"avery.stone", "stranger", "morgan.hale"} {
					t.Run(version+" stdio "+who, func(t *testing.T) {
						w.levels(t, level, who, version, func(c *caller) transport.Interface { return c.atStdio(w, who+"@corp.example") })
					})
					t.Run(version+" http "+who, func(t *testing.T) {
						w.levels(t, level, who, version, func(*caller) transport.Interface {
							way, err := transport.NewStreamableHTTP(url+"/mcp", transport.WithHTTPHeaders(map[string]string{"Authorization": "Bearer " + who}))
							require.NoError(t, err)
							return way
						})
					})
				}
			}
		})
	}
}

// levels makes a dry run and then the call, with a person at the client who says
// yes.
func (w *env) levels(t *testing.T, level confirm.Level, who, version string, way func(*caller) transport.Interface) {
	d := w.deletion(t)
	p := whoSays(fillIn(d.yes))
	c := &caller{t: t, version: version, heard: &testenv.Buffer{}}
	c.Client = client.NewClient(way(c), client.WithProtocolVersion(version), client.WithElicitationHandler(p))
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.Start(t.Context()))
	hello := mcp.InitializeRequest{}
	hello.Params.ProtocolVersion, hello.Params.ClientInfo = version, mcp.Implementation{Name: "tester", Version: "9"}
	_, err := c.Initialize(t.Context(), hello)
	require.NoError(t, err)

	if w.triesDry(d.tool) {
		w.dryRun(t, c, p, d, who)
	}
	asked := c.do(d)
	if who == "morgan.hale" { // may decide, and may not ask
		assert.True(t, strings.HasPrefix(textOf(t, asked), "not_allowed: "), textOf(t, asked))
		assert.Empty(t, w.effects(d.group.ID))
		return
	}
	switch {
	case level == confirm.Client || level == confirm.Typed:
		assert.Equal(t, tools.StatusDone, outcomeOf(t, asked).Status)
		assert.Len(t, p.questions(), 1)
		assert.Len(t, w.effects(d.group.ID), 1)
		return
	case level == confirm.Second && who == "stranger": // whom the tenant does not know
		assert.True(t, strings.HasPrefix(textOf(t, asked), "cannot_ask: "), textOf(t, asked))
	default:
		o := outcomeOf(t, asked)
		assert.Equal(t, tools.StatusAsk, o.Status)
		assert.Equal(t, string(level), o.Confirmation.Level)
		assert.NotEmpty(t, o.Confirmation.Decide)
	}
	assert.Empty(t, p.questions(), "a client's word does not reach the level")
	assert.Empty(t, w.effects(d.group.ID))
}

// triesDry reports whether a tool can be tried without being meant.
func (w *env) triesDry(name string) bool {
	i := slices.IndexFunc(w.registry.Tools(), func(t tools.Tool) bool { return t.Name == name })
	_, can := w.registry.Tools()[i].Input.Properties.Get("dry_run")
	return can
}

func (w *env) dryRun(t *testing.T, c *caller, p *person, d operation, who string) {
	dry := d
	dry.arguments = map[string]any{"group": d.group.ID, "dry_run": true}
	tried := c.do(dry)
	assert.Empty(t, p.questions(), "a dry run asks nobody")
	assert.Empty(t, w.requests(t, d.group.ID), "and keeps nothing")
	assert.Empty(t, w.effects(d.group.ID))
	if who == "morgan.hale" {
		assert.True(t, strings.HasPrefix(textOf(t, tried), "not_allowed: "), textOf(t, tried))
		return
	}
	assert.Equal(t, tools.StatusPreview, outcomeOf(t, tried).Status)
	assert.Contains(t, textOf(t, tried), d.group.Name)
}

func outcomeOf(t *testing.T, result *mcp.CallToolResult) (o tools.Outcome) {
	t.Helper()
	require.False(t, result.IsError, textOf(t, result))
	require.NoError(t, json.Unmarshal([]byte(rawText(t, result.StructuredContent)), &o))
	return o
}
