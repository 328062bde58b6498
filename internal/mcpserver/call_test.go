// Calls: those that go wrong, and calls that are cancelled.

package mcpserver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestAPanicIsContainedAndItsValueStaysInTheLog(t *testing.T) {
	t.Parallel()
	for _, over := range transports() {
		for _, version := range []string{"2025-06-18", "2026-07-28"} {
			var log testenv.Buffer
			c := connect(t, newServerLogging(t, &log, panics(), echo()), over, version)

			result := callTool(t, c, "govgroup_panic", nil)
			assert.True(t, result.IsError)
			assert.Regexp(t, "^internal: ", textOf(t, result))
			raw, err := json.Marshal(result)
			require.NoError(t, err)
			assert.NotContains(t, string(raw), "hunter2")
			assert.Contains(t, log.String(), "hunter2")
			assert.Contains(t, log.String(), "fixture_test.go", "the log has the stack")

			assert.False(t, callTool(t, c, "govgroup_echo", nil).IsError, "the server goes on")
		}
	}
}

func TestTheCauseOfAnInternalFaultStaysInTheLog(t *testing.T) {
	t.Parallel()
	var log testenv.Buffer
	c := connect(t, newServerLogging(t, &log, faults()), "stdio", "2025-11-25")
	text := textOf(t, callTool(t, c, "govgroup_fault", nil))
	assert.Regexp(t, "^internal: ", text)
	assert.NotContains(t, text, "hunter2")
	assert.Contains(t, log.String(), "hunter2")
}

func TestArgumentsReachTheToolAsTheyWereSent(t *testing.T) {
	t.Parallel()
	type number struct {
		N int64 `json:"n"`
	}
	declared := tools.Reading(tools.Declaration{
		Name: "govgroup_number", Title: "Number", Description: "For tests.", Effect: tools.Reads,
	}, func(_ context.Context, _ *tools.Invocation, in number) (said, error) {
		return said{Words: fmt.Sprint(in.N)}, nil
	})
	c := connect(t, newServer(t, declared), "stdio", "2025-11-25")
	result := callTool(t, c, "govgroup_number", json.RawMessage(`{"n":9007199254740993}`))
	assert.Equal(t, "said 9007199254740993", textOf(t, result))
}

// A cancelled call must stop what it does: the library's client sends a
// notification over stdio and hangs up over HTTP.
func TestCancellingACallStopsItsWork(t *testing.T) {
	t.Parallel()
	for _, over := range []string{"stdio", "http"} {
		for _, version := range versions() {
			g := newGate()
			c := connect(t, newServer(t, g.tool()), over, version)
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				<-g.begun
				cancel()
			}()
			_, err := c.CallTool(ctx, mcp.CallToolRequest{Params: mcp.CallToolParams{Name: "govgroup_wait"}})
			require.Error(t, err)
			require.ErrorIs(t, <-g.ended, context.Canceled, over+" "+version)
		}
	}
}
