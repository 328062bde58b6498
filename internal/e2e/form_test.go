// MCP's form: the text of an elicitation.

package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// form is the surface of clients that ask their users.
type form struct{}

// client is one over stdio, at a version in which servers ask by requests of
// their own.
type client struct {
	in      io.Writer
	answers *bufio.Scanner
}

func newClient(m maker) *client {
	server, err := mcpserver.New(mcpserver.Config{Registry: m.Registry, Identify: m.Directory.Identify, Gate: m.Gate, Actor: asker})
	require.NoError(m.t, err)
	stdin, in := io.Pipe()
	out, stdout := io.Pipe()
	go func() {
		_ = server.Stdio(context.Background(), stdin, stdout)
		_ = stdout.Close()
	}()
	m.t.Cleanup(func() { _ = in.Close() })
	c := &client{in: in, answers: bufio.NewScanner(out)}
	c.answers.Buffer(nil, 16<<20)
	c.send(m.t, `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18",`+
		`"clientInfo":{"name":"assistant","version":"1"},"capabilities":{"elicitation":{}}}}`)
	c.next(m.t)
	c.send(m.t, `{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	return c
}

func (c *client) send(t testing.TB, message string) {
	t.Helper()
	_, err := fmt.Fprintln(c.in, message)
	require.NoError(t, err)
}

// message is what the server says.
type message struct {
	ID     json.RawMessage
	Method string
	Params struct {
		Message         string
		RequestedSchema struct {
			Properties map[string]struct{ Type, Title, Description string }
		}
	}
	Result struct {
		IsError bool
		Content []struct{ Text string }
	}
}

func (c *client) next(t testing.TB) message {
	t.Helper()
	for c.answers.Scan() {
		var m message
		require.NoError(t, json.Unmarshal(c.answers.Bytes(), &m), c.answers.Text())
		if m.ID != nil {
			return m
		}
	}
	require.NoError(t, c.answers.Err())
	require.Fail(t, "the server has ended")
	return message{}
}

func (form) ask(m maker, tool string, args testenv.Args) string {
	m.t.Helper()
	return newClient(m).ask(m, tool, args)
}

// ask makes a call, about which its user is asked.
func (c *client) ask(m maker, tool string, args testenv.Args) string {
	m.t.Helper()
	c.send(m.t, fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":%q,"arguments":%s}}`, tool, testenv.Raw(m.t, args)))
	question := c.next(m.t)
	require.Equal(m.t, "elicitation/create", question.Method, "%+v", question.Result)
	content := map[string]any{}
	for name, p := range question.Params.RequestedSchema.Properties {
		if p.Type == "boolean" {
			content[name] = true
		} else {
			content[name] = m.Phrase(m.t, tools.RequestID(requestID.FindStringSubmatch(question.Params.Message)[1]))
		}
	}
	c.send(m.t, fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":%s}}`, question.ID, testenv.Raw(m.t, content)))
	end := c.next(m.t)
	require.False(m.t, end.Result.IsError, "%+v", end.Result)
	return question.Params.Message
}

// requestID is a request's id in a text.
var requestID = regexp.MustCompile(`[Rr]equest ([0-9a-f]{32})`)
