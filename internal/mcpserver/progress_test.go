// Progress: every notification arrives, the last one too, before the result.

package mcpserver_test

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
)

func TestTheLastProgressArrivesEveryTime(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, over, version string) {
		c := connect(t, newServer(t, counts()), over, version)
		var mu sync.Mutex
		last := map[any]any{}
		c.OnNotification(func(n mcp.JSONRPCNotification) {
			mu.Lock()
			defer mu.Unlock()
			fields := n.Params.AdditionalFields
			last[fields["progressToken"]] = fields["progress"]
		})
		for call := range 200 {
			request := mcp.CallToolRequest{Params: mcp.CallToolParams{
				Name: "govgroup_count", Arguments: map[string]any{"steps": 3},
				Meta: &mcp.Meta{ProgressToken: call},
			}}
			_, err := c.CallTool(t.Context(), request)
			require.NoError(t, err)
		}
		mu.Lock()
		defer mu.Unlock()
		require.Len(t, last, 200)
		for token, progress := range last {
			require.EqualValues(t, 3, progress, token)
		}
	})
}

func TestProgressComesBeforeTheResultAndInOrder(t *testing.T) {
	t.Parallel()
	messages := converse(t, newServer(t, counts()), `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{`+
		`"name":"govgroup_count","arguments":{"steps":3},"_meta":{"progressToken":"p"}}}`)
	require.Len(t, messages, 4)
	for i, m := range messages[:3] {
		assert.Equal(t, "notifications/progress", m.Method)
		var p struct {
			Token           string `json:"progressToken"`
			Progress, Total int
			Message         string
		}
		require.NoError(t, json.Unmarshal(m.Params, &p))
		assert.Equal(t, i+1, p.Progress)
		assert.Equal(t, 3, p.Total)
		assert.Equal(t, "step", p.Message)
		assert.Equal(t, "p", p.Token)
	}
	assert.NotEmpty(t, messages[3].Result)
}

func TestNobodyIsToldWhoDidNotAsk(t *testing.T) {
	t.Parallel()
	messages := converse(t, newServer(t, counts()), `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{`+
		`"name":"govgroup_count","arguments":{"steps":3}}}`)
	assert.Len(t, messages, 1)
}

func TestAClientThatTakesNoStreamsGetsTheResultAlone(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, counts()), mcpserver.HTTPOptions{})
	header := inSession(openSession(t, url))
	header["Accept"] = "application/json"
	answer := request{http.MethodPost, url + "/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{` +
		`"name":"govgroup_count","arguments":{"steps":3},"_meta":{"progressToken":"p"}}}`, header}.do(t)
	assert.Equal(t, "application/json", answer.Header.Get("Content-Type"))
	raw, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.True(t, json.Valid(raw), string(raw))
}
