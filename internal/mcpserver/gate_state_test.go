// State of a question: what is kept while it waits. Since 2026-07-28 it travels
// through the client and comes back from wherever the client likes; before, it stays
// in the server, and an answer is known by its connection alone.

package mcpserver_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// stateRows are what can be done with a question's state.
func stateRows() []row {
	held := func(c testCase) string {
		if c.modern() {
			return ""
		}
		return "before 2026-07-28 the server keeps the call and its state while it asks, and an answer carries neither"
	}
	travels := func(c testCase) string {
		if c.modern() {
			return "since 2026-07-28 an answer is a call of its own, and answers by message are not expected"
		}
		return ""
	}
	replayed := []audit.Kind{audit.Asked, audit.Decided, audit.Intent, audit.Outcome, audit.Refused}
	return []row{
		{name: "altered state", run: altersState, cannot: held, code: tools.NotAllowed, state: confirm.Pending, kinds: refused},
		{name: "replayed state", run: replaysState, cannot: held, code: tools.AlreadyDecided, changed: true, state: confirm.Done, kinds: replayed},
		{name: "other principal", run: someoneElse, cannot: held, code: tools.NotAllowed, state: confirm.Pending, kinds: refused},
		{name: "other arguments", run: otherArguments, cannot: held, code: tools.NotAllowed, state: confirm.Pending, kinds: refused},
		{name: "other tool", run: otherTool, cannot: held, code: tools.NotAllowed, state: confirm.Pending, kinds: refused},
		{name: "answered twice by message", run: answersTwice, cannot: travels, status: tools.StatusDone, changed: true, state: confirm.Done, kinds: applied},
		{name: "answered by another connection", run: answersForAnother, cannot: travels, code: tools.Declined, state: confirm.Declined, kinds: decided},
	}
}

func altersState(t *testing.T, c testCase) *mcp.CallToolResult {
	ann := c.meet(t, c.over, c.version, whoSays())
	state := ann.question(c.operation)
	last := "0"
	if strings.HasSuffix(state, last) {
		last = "1"
	}
	return ann.byHand(c.operation, turn{State: state[:len(state)-1] + last, Responses: accepts(c.yes)})
}

func replaysState(t *testing.T, c testCase) *mcp.CallToolResult {
	ann := c.meet(t, c.over, c.version, whoSays())
	state := ann.question(c.operation)
	first := ann.byHand(c.operation, turn{State: state, Responses: accepts(c.yes)})
	require.False(t, first.IsError, rawText(t, first))
	return ann.byHand(c.operation, turn{State: state, Responses: accepts(c.yes)})
}

// someoneElse answers with the right state from another seat: bob at stdio, who
// is neither ann there nor the anonymous caller of HTTP.
func someoneElse(t *testing.T, c testCase) *mcp.CallToolResult {
	state := c.meet(t, c.over, c.version, whoSays()).question(c.operation)
	bob := &caller{t: t, version: c.version, heard: &testenv.Buffer{}}
	bob.able.Elicitation = &mcp.ElicitationCapability{}
	bob.Client = client.NewClient(bob.atStdio(c.env, "bob"), client.WithProtocolVersion(c.version))
	t.Cleanup(func() { _ = bob.Close() })
	require.NoError(t, bob.Start(t.Context()))
	result := bob.byHand(c.operation, turn{State: state, Responses: accepts(c.yes)})
	entries := c.entries(t, about(c.requests(t, c.group.ID)[0].ID))
	assert.Equal(t, "bob", entries[len(entries)-1].Actor.Subject, "the audit names who tried")
	return result
}

func otherArguments(t *testing.T, c testCase) *mcp.CallToolResult {
	ann := c.meet(t, c.over, c.version, whoSays())
	state := ann.question(c.operation)
	other := c.operation
	other.arguments = map[string]any{"group": c.Groups()[0].ID, "members": c.group.Members[:2]}
	if c.tool == "govgroup_delete" {
		delete(other.arguments, "members")
	}
	return ann.byHand(other, turn{State: state, Responses: accepts(c.yes)})
}

func otherTool(t *testing.T, c testCase) *mcp.CallToolResult {
	ann := c.meet(t, c.over, c.version, whoSays())
	state := ann.question(c.operation)
	other := c.operation
	other.tool = "govgroup_members_add"
	return ann.byHand(other, turn{State: state, Responses: accepts(c.yes)})
}

// answersTwice says yes again, to every number that the question can have had.
func answersTwice(t *testing.T, c testCase) *mcp.CallToolResult {
	ann := c.meet(t, c.over, c.version, whoSays(fillIn(c.yes), press(mcp.ElicitationResponseActionDecline)))
	result := ann.do(c.operation)
	shout(t, ann, c.yes)
	another := c.removal(t)
	second := ann.do(another)
	assert.Contains(t, textOf(t, second), string(tools.Declined)+": ", "the old answer is none to the next question")
	assert.Empty(t, c.effects(another.group.ID))
	return result
}

// answersForAnother says yes to ann's question over a connection of their own.
func answersForAnother(t *testing.T, c testCase) *mcp.CallToolResult {
	other := c.meet(t, c.over, c.version, whoSays())
	ann := c.meet(t, c.over, c.version, whoSays(after(func() {
		shout(t, other, c.yes)
		_, err := other.ListTools(t.Context(), mcp.ListToolsRequest{})
		assert.NoError(t, err, "what was shouted has been heard")
	}, press(mcp.ElicitationResponseActionDecline))))
	return ann.do(c.operation)
}

// shout sends a yes as the answer to each of the first questions of a session.
func shout(t *testing.T, from *caller, content any) {
	t.Helper()
	for id := range 5 {
		from.say(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"result":{"action":"accept","content":%s}}`, id, rawText(t, content)))
	}
}

// TestStateTravelsOnlyWhereTheProtocolHasIt holds the reason for which cases
// of the table cannot exist, and that where state travels it is nowhere but where
// the protocol wants it.
func TestStateTravelsOnlyWhereTheProtocolHasIt(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, over, version string) {
		w := newEnv(t)
		d := w.deletion(t)
		ann := w.meet(t, over, version, whoSays(fillIn(d.yes)))
		require.False(t, ann.do(d).IsError)
		everything := ann.heard.String()
		if !mcp.IsModernProtocol(version) {
			assert.NotContains(t, everything, "requestState")
			assert.NotRegexp(t, token, everything)
			return
		}
		assert.Len(t, token.FindAllString(everything, -1), 1)
		assert.Regexp(t, `"requestState":"`+token.String()+`"`, everything)
	})
}
