// Elicitation: those of earlier eras, as the library asks for them.

package mcpserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

// asked is a session whose client answers each question with the function.
func asked(t *testing.T, answer func(id any) string) *session {
	t.Helper()
	catalogue, err := tools.NewCatalogue(nil, tools.Settings{})
	require.NoError(t, err)
	registry, err := tools.NewRegistry(catalogue, nil, nil)
	require.NoError(t, err)
	s, err := New(Config{Registry: registry})
	require.NoError(t, err)
	var c *session
	c = s.newSession("1", surfaceSSE, func(message any) error {
		request, ok := message.(mcp.JSONRPCRequest)
		require.True(t, ok)
		assert.Equal(t, "elicitation/create", request.Method)
		if text := answer(request.ID.Value()); text != "" {
			go c.receive(t.Context(), json.RawMessage(text))
		}
		return nil
	})
	return c
}

func ask(ctx context.Context, c *session) (*mcp.ElicitationResult, error) {
	ctx = c.server.mcp.WithContext(ctx, c)
	return c.server.mcp.RequestElicitation(ctx, mcp.ElicitationRequest{Params: mcp.ElicitationParams{
		Message: "Really?", RequestedSchema: json.RawMessage(`{"type":"object"}`),
	}})
}

func TestAnAnswerReachesItsQuestion(t *testing.T) {
	t.Parallel()
	c := asked(t, func(id any) string {
		return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"result":{"action":"accept","content":{"yes":%d}}}`, id, id)
	})
	for n := range 3 {
		result, err := ask(t.Context(), c)
		require.NoError(t, err)
		assert.Equal(t, mcp.ElicitationResponseActionAccept, result.Action)
		assert.Equal(t, map[string]any{"yes": float64(n + 1)}, result.Content)
	}
	assert.Empty(t, c.elicitations.open)
}

func TestWhatIsNoAnswerIsNeverAYes(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"an error":   `{"jsonrpc":"2.0","id":%d,"error":{"code":-1,"message":"accept"}}`,
		"not a word": `{"jsonrpc":"2.0","id":%d,"result":{"action":7}}`,
		"a list":     `{"jsonrpc":"2.0","id":%d,"result":[]}`,
	} {
		c := asked(t, func(id any) string { return fmt.Sprintf(text, id) })
		result, err := ask(t.Context(), c)
		require.Error(t, err, name)
		assert.Nil(t, result, name)
	}
}

func TestAQuestionEndsWithItsCallOrItsClient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := asked(t, func(any) string { return `{"jsonrpc":"2.0","id":99,"result":{"action":"accept"}}` })
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := ask(ctx, c)
		require.ErrorIs(t, err, context.DeadlineExceeded, "the answer to another question is none")
		time.AfterFunc(time.Minute, c.finish)
		_, err = ask(t.Context(), c)
		require.ErrorIs(t, err, errClientGone)
	})
}

func TestAQuestionThatCannotBeSentFails(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	_, err := newElicitations().ask(t.Context(), func(any) error { return gone }, mcp.ElicitationParams{})
	require.ErrorIs(t, err, gone)
}
