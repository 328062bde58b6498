// Versions: every version of the protocol over every transport, with a real client.

package mcpserver_test

import (
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

func transports() []string { return []string{"stdio", "http", "sse"} }

func versions() []string {
	return []string{"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"}
}

// everywhere runs the test for every transport and version.
func everywhere(t *testing.T, run func(t *testing.T, over, version string)) {
	for _, over := range transports() {
		for _, version := range versions() {
			t.Run(over+" "+version, func(t *testing.T) {
				t.Parallel()
				run(t, over, version)
			})
		}
	}
}

func TestClientsOfAllVersionsListAndCall(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, over, version string) {
		c := connect(t, newServer(t, echo(), faults()), over, version)

		list, err := c.ListTools(t.Context(), mcp.ListToolsRequest{})
		require.NoError(t, err)
		require.Len(t, list.Tools, 2)
		assert.Equal(t, "govgroup_echo", list.Tools[0].Name)

		result := callTool(t, c, "govgroup_echo", map[string]any{"words": "hello"})
		assert.False(t, result.IsError)
		subject := map[string]string{"stdio": "jane"}[over]
		if subject == "" {
			subject = "anonymous"
		}
		want := "hello to " + over + ", " + subject + ", tester 9"
		assert.Equal(t, "said "+want, textOf(t, result))
		assert.Equal(t, map[string]any{"words": want, "inner": map[string]any{"deep": ""}}, result.StructuredContent)

		fault := callTool(t, c, "govgroup_fault", map[string]any{"words": "DB"})
		assert.True(t, fault.IsError)
		assert.Equal(t, `not_found: There is no group "DB". Nothing was changed.`, textOf(t, fault))
	})
}

func TestUnknownToolsAreRefusedAsTheProtocolSays(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, over, version string) {
		c := connect(t, newServer(t, echo()), over, version)
		_, err := c.CallTool(t.Context(), mcp.CallToolRequest{Params: mcp.CallToolParams{Name: "govgroup_nothing"}})
		require.ErrorIs(t, err, mcp.ErrInvalidParams)
	})
}

func TestUnknownArgumentsAreAFaultTheModelCanRead(t *testing.T) {
	t.Parallel()
	c := connect(t, newServer(t, echo()), "stdio", "2025-11-25")
	result := callTool(t, c, "govgroup_echo", map[string]any{"wordz": "hello"})
	assert.True(t, result.IsError)
	assert.Contains(t, textOf(t, result), string(tools.InvalidInput)+": ")
	assert.Contains(t, textOf(t, result), "words")
}
