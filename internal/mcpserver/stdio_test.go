// Standard input and output: what is written when, and how it ends.

package mcpserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
)

// answered is a message of the server.
type answered struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      any             `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Result  json.RawMessage `json:"result"`
	Error   *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// converse pipes the lines in, closes the input at once, and gives every message
// that came out.
func converse(t testing.TB, s *mcpserver.Server, lines ...string) []answered {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, s.Stdio(context.Background(), strings.NewReader(strings.Join(lines, "\n")), &out))
	return decodeLines(t, out.String())
}

// decodeLines insists that every line is one message: protocol and nothing else.
func decodeLines(t testing.TB, out string) []answered {
	t.Helper()
	var messages []answered
	for line := range strings.Lines(out) {
		var m answered
		require.NoError(t, json.Unmarshal([]byte(line), &m), line)
		require.Equal(t, "2.0", m.JSONRPC)
		messages = append(messages, m)
	}
	return messages
}

func callLine(id int, tool string) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"govgroup_%s","arguments":{}}}`, id, tool)
}

func TestEveryCallPipedInIsAnswered(t *testing.T) {
	t.Parallel()
	var lines []string
	for id := range 3000 {
		lines = append(lines, callLine(id+1, "echo"))
	}
	ids := map[any]bool{}
	for _, m := range converse(t, newServer(t, echo()), lines...) {
		require.Nil(t, m.Error)
		ids[m.ID] = true
	}
	assert.Len(t, ids, 3000)
}

func TestSlowCallsAreAnsweredAfterTheInputEnded(t *testing.T) {
	t.Parallel()
	g := newGate()
	in, out, ended := serveStdio(t, newServer(t, g.tool()))
	go func() {
		for id := range 100 {
			_, _ = io.WriteString(in, callLine(id+1, "wait")+"\n")
		}
		_ = in.Close()
		<-g.begun // at least one is in progress when the input has ended
		close(g.let)
	}()
	all, err := io.ReadAll(out)
	require.NoError(t, err)
	require.NoError(t, <-ended)
	messages := decodeLines(t, string(all))
	assert.Len(t, messages, 100)
	for _, m := range messages {
		assert.NotContains(t, string(m.Result), "isError")
	}
}

func TestWhatIsNotAMessageIsRefusedAndTheRestIsServed(t *testing.T) {
	t.Parallel()
	const version = `"jsonrpc":"2.0"`
	for name, line := range map[string]string{
		"not JSON":        `hello`,
		"a batch":         `[{` + version + `,"id":1,"method":"ping"}]`,
		"no version":      `{"id":1,"method":"ping"}`,
		"unknown method":  `{` + version + `,"id":1,"method":"nonsense"}`,
		"too long":        `{` + version + `,"id":1,"method":"ping","params":{"x":"` + strings.Repeat("a", 1<<20) + `"}}`,
		"a wrong version": `{"jsonrpc":"1.0","id":1,"method":"ping"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			messages := converse(t, newServer(t, echo()), "", line, "   ", callLine(7, "echo")+"\r")
			require.Len(t, messages, 2)
			byID := map[any]answered{}
			for _, m := range messages {
				byID[m.ID] = m
			}
			require.Contains(t, byID, float64(7))
			delete(byID, float64(7))
			for _, m := range byID {
				require.NotNil(t, m.Error)
				assert.NotEmpty(t, m.Error.Message)
			}
		})
	}
}

func TestNotificationsAndStrayAnswersGetNoAnswer(t *testing.T) {
	t.Parallel()
	messages := converse(t, newServer(t, echo()),
		`{"jsonrpc":"2.0","method":"notifications/initialized"}`,
		`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}`,
		`{"jsonrpc":"2.0","id":1,"result":{"action":"accept"}}`,
		`{"jsonrpc":"2.0","id":"x","error":{"code":1,"message":"no"}}`,
	)
	assert.Empty(t, messages)
}

// What is sent right after initialize finds the session open.
func TestTheClientIsKnownToCallsSentTogetherWithInitialize(t *testing.T) {
	t.Parallel()
	messages := converse(t, newServer(t, echo()),
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","clientInfo":{"name":"hasty","version":"3"},"capabilities":{}}}`,
		callLine(2, "echo"))
	require.Len(t, messages, 2)
	assert.Contains(t, string(messages[1].Result), "hasty 3")
}

func TestStrangersTextInTheClientsNameIsCleaned(t *testing.T) {
	t.Parallel()
	messages := converse(t, newServer(t, echo()),
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","clientInfo":{"name":"a\u202eb\nc`+strings.Repeat("x", 5000)+`","version":"3"},"capabilities":{}}}`,
		callLine(2, "echo"))
	require.Len(t, messages, 2)
	assert.NotContains(t, string(messages[1].Result), "\u202e")
	assert.Less(t, len(messages[1].Result), 2000)
}

func TestAFailingInputIsAnError(t *testing.T) {
	t.Parallel()
	err := newServer(t, echo()).Stdio(t.Context(), iotest.ErrReader(io.ErrClosedPipe), io.Discard)
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

func TestToldToStopItAnswersWhatIsInProgress(t *testing.T) {
	t.Parallel()
	g := newGate()
	ctx, stop := context.WithCancel(context.Background())
	in, inW := io.Pipe()
	defer inW.Close()
	var out bytes.Buffer
	ended := make(chan error, 1)
	s := newServer(t, g.tool())
	go func() { ended <- s.Stdio(ctx, in, &out) }()
	_, err := io.WriteString(inW, callLine(1, "wait")+"\n")
	require.NoError(t, err)
	<-g.begun
	stop()
	close(g.let)
	require.NoError(t, <-ended)
	messages := decodeLines(t, out.String())
	require.Len(t, messages, 1)
	assert.Contains(t, string(messages[0].Result), "waited")
}

// Whatever comes in, the server neither dies nor writes anything but protocol.
func FuzzStdio(f *testing.F) {
	f.Add(callLine(1, "echo"))
	f.Add(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":5}}`)
	f.Add("[1]\n{}\nnull\n\"x\"")
	f.Add(`{"jsonrpc":"2.0","id":{"a":1},"method":"tools/call","params":[]}`)
	f.Fuzz(func(t *testing.T, input string) {
		converse(t, newServer(t, echo()), input)
	})
}
