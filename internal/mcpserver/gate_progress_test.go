// Progress: a change that looks, asks, looks again, keeps what it needs to go back,
// and writes: the client is told of every part, the last one too.

package mcpserver_test

import (
	"encoding/json"
	"sync"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

func TestProgressIsToldUntilTheLastGroupIsDeleted(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2025-11-25", "2026-07-28"} {
		for _, over := range transports() {
			t.Run(version+" "+over, func(t *testing.T) {
				t.Parallel()
				w := newEnv(t)
				groups := []string{"no such group", "nor this", "nor that"} // looked at and not deleted
				for range 5 {
					groups = append(groups, w.newGroup(t).ID)
				}
				typesIt := func(q mcp.ElicitationParams) mcp.ElicitationResponse {
					return mcp.ElicitationResponse{
						Action: mcp.ElicitationResponseActionAccept, Content: map[string]any{"name": phraseOf(t, q)},
					}
				}
				ann := w.meet(t, over, version, whoSays(typesIt))
				h := &progressHeard{}
				ann.OnNotification(h.listen)
				result, err := ann.CallTool(t.Context(), mcp.CallToolRequest{Params: mcp.CallToolParams{
					Name: "govgroup_bulk_delete", Arguments: map[string]any{"groups": groups}, Meta: &mcp.Meta{ProgressToken: "p"},
				}})
				require.NoError(t, err)
				require.False(t, result.IsError, textOf(t, result))
				var o tools.Outcome
				require.NoError(t, json.Unmarshal([]byte(rawText(t, result.StructuredContent)), &o))
				require.Equal(t, tools.StatusPartly, o.Status)
				rounds := 1
				if mcp.IsModernProtocol(version) {
					rounds = 2 // the answer is a request of its own, which counts from zero
				}
				h.complete(t, rounds, "deleting groups")
			})
		}
	}
}

// progressHeard is what a client was told of the progress of its call.
type progressHeard struct {
	mu    sync.Mutex
	steps []struct {
		Progress, Total float64
		Message         string
	}
}

func (h *progressHeard) listen(n mcp.JSONRPCNotification) {
	h.mu.Lock()
	defer h.mu.Unlock()
	raw, err := json.Marshal(n.Params.AdditionalFields)
	if err != nil {
		return
	}
	h.steps = append(h.steps, struct {
		Progress, Total float64
		Message         string
	}{})
	_ = json.Unmarshal(raw, &h.steps[len(h.steps)-1])
}

// complete checks that the numbers of each request rise, as the protocol wants, up
// to the end of the last part.
func (h *progressHeard) complete(t *testing.T, rounds int, part string) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	require.NotEmpty(t, h.steps)
	begun := 1
	for i := 1; i < len(h.steps); i++ {
		if h.steps[i].Progress <= h.steps[i-1].Progress {
			begun++
		}
	}
	assert.Equal(t, rounds, begun, "%v", h.steps)
	last := h.steps[len(h.steps)-1]
	assert.Equal(t, part, last.Message)
	assert.InDelta(t, last.Total, last.Progress, 0)
}
