// Dry runs, through every client: nobody is asked and nothing is kept.

package mcpserver_test

import (
	"maps"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
)

// onlyShown is the operation as somebody asks for it who only wants to know.
func (c testCase) onlyShown() operation {
	shown := c.operation
	shown.arguments = maps.Clone(shown.arguments)
	shown.arguments["dry_run"] = true
	return shown
}

func dryRun(t *testing.T, c testCase) *mcp.CallToolResult {
	p := whoSays(fillIn(c.yes))
	result := c.meet(t, c.over, c.version, p).do(c.onlyShown())
	assert.Empty(t, p.questions(), "somebody was asked")
	return result
}

// answersADryRun approves what was only to be shown.
func answersADryRun(t *testing.T, c testCase) *mcp.CallToolResult {
	return c.meet(t, c.over, c.version, whoSays()).byHand(c.onlyShown(), turn{Responses: accepts(c.yes)})
}
