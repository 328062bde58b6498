// Matrix: what becomes of a call that destroys, for every version of the protocol,
// every transport, both levels of a yes, and everything that can come back.

package mcpserver_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// testCase is one crossing of the table.
type testCase struct {
	*env
	operation
	over, version string
}

// modern reports whether state travels with a question.
func (c testCase) modern() bool { return mcp.IsModernProtocol(c.version) }

// row is something that can happen to a question, and what is right then.
type row struct {
	name string
	run  func(t *testing.T, c testCase) *mcp.CallToolResult

	code    tools.Code    // the result is an error of this code
	status  string        // else it is an outcome of this status
	changed bool          // the tenant is changed, once
	state   confirm.State // of the first request; empty: there is none
	kinds   []audit.Kind  // the audit's entries about it
	fresh   confirm.State // of the second request, where a fresh one was offered

	cannot func(c testCase) string // why the case cannot exist; nil or empty: it does
}

// whoAnswers is the row of a client whose person gives these answers.
func whoAnswers(answers func(c testCase) []answer) func(t *testing.T, c testCase) *mcp.CallToolResult {
	return func(t *testing.T, c testCase) *mcp.CallToolResult {
		p := whoSays(answers(c)...)
		result := c.meet(t, c.over, c.version, p).do(c.operation)
		require.Len(t, p.questions(), len(answers(c)), "times asked: %s", rawText(t, result))
		for _, q := range p.questions() {
			isAQuestion(t, c, q)
		}
		return result
	}
}

// isAQuestion checks that a person can read what would happen to what, and that
// the form asks for what the level wants and nothing else.
func isAQuestion(t *testing.T, c testCase, q mcp.ElicitationParams) {
	t.Helper()
	assert.Contains(t, q.Message, "“"+c.group.Name)
	assert.Contains(t, q.Message, "Open until ")
	assert.NotEqual(t, mcp.ElicitationModeURL, q.Mode)
	var form struct {
		Properties map[string]struct{ Type, Title string }
		Required   []string
	}
	require.NoError(t, json.Unmarshal([]byte(rawText(t, q.RequestedSchema)), &form))
	for field, content := range c.yes {
		assert.Equal(t, []string{field}, form.Required)
		assert.Len(t, form.Properties, 1)
		if name, typed := content.(string); typed {
			assert.Equal(t, "string", form.Properties[field].Type)
			assert.Contains(t, form.Properties[field].Title, strings.Split(name, " ")[0])
		} else {
			assert.Equal(t, "boolean", form.Properties[field].Type)
		}
	}
}

// Every entry about a request, in its order.
var (
	asked   = []audit.Kind{audit.Asked}
	refused = []audit.Kind{audit.Asked, audit.Refused}
	decided = []audit.Kind{audit.Asked, audit.Decided}
	late    = []audit.Kind{audit.Asked, audit.Decided, audit.Refused}
	dropped = []audit.Kind{audit.Asked, audit.Decided, audit.Outcome}
	applied = []audit.Kind{audit.Asked, audit.Decided, audit.Intent, audit.Outcome}
)

// rows are what can happen in every era.
func rows() []row {
	one := func(a func(c testCase) answer) func(t *testing.T, c testCase) *mcp.CallToolResult {
		return whoAnswers(func(c testCase) []answer { return []answer{a(c)} })
	}
	yes := func(c testCase) answer { return fillIn(c.yes) }
	no := press(mcp.ElicitationResponseActionDecline)
	changes := func(c testCase) func() { return func() { _ = c.RenameGroup(c.group.ID, c.group.Name+" B") } }
	again := func(c testCase) answer {
		if c.level == confirm.Typed {
			return fillIn(map[string]any{"name": c.group.Name + " B"})
		}
		return yes(c)
	}
	return []row{
		{name: "accept", run: one(yes), status: tools.StatusDone, changed: true, state: confirm.Done, kinds: applied},
		{name: "decline", run: one(func(testCase) answer { return no }), code: tools.Declined, state: confirm.Declined, kinds: decided},
		{
			name: "cancel", run: one(func(testCase) answer { return press(mcp.ElicitationResponseActionCancel) }),
			code: tools.Declined, state: confirm.Pending, kinds: refused,
		},
		{
			name: "accept without content", run: one(func(testCase) answer { return fillIn(nil) }),
			code: tools.InvalidInput, state: confirm.Pending, kinds: refused,
		},
		{
			name: "wrong typed name", run: one(func(c testCase) answer { return fillIn(c.wrong) }),
			code: tools.InvalidInput, state: confirm.Pending, kinds: refused,
		},
		{name: "cannot be asked", run: cannotBeAsked, status: tools.StatusAsk, state: confirm.Pending, kinds: asked},
		{name: "can only open pages", run: canOnlyOpenPages, status: tools.StatusAsk, state: confirm.Pending, kinds: asked},
		{name: "dry run", run: dryRun, status: tools.StatusPreview},
		{name: "answer on the first call", run: answersUnasked, code: tools.NotAllowed},
		{name: "dry run with an answer", run: answersADryRun, code: tools.NotAllowed},
		{name: "state made of what the result shows", run: forgesState, code: tools.NotAllowed, state: confirm.Pending, kinds: refused},
		{
			name: "expired", run: one(func(c testCase) answer { return after(func() { c.Pass(15 * time.Minute) }, yes(c)) }),
			code: tools.Expired, state: confirm.Expired, kinds: late,
		},
		{
			name: "tenant changed meanwhile, then no",
			run:  whoAnswers(func(c testCase) []answer { return []answer{after(changes(c), yes(c)), no} }),
			code: tools.Declined, state: confirm.Stale, kinds: dropped, fresh: confirm.Declined,
		},
		{
			name:   "tenant changed meanwhile, then yes",
			run:    whoAnswers(func(c testCase) []answer { return []answer{after(changes(c), yes(c)), again(c)} }),
			status: tools.StatusDone, changed: true, state: confirm.Stale, kinds: dropped, fresh: confirm.Done,
		},
	}
}

func cannotBeAsked(t *testing.T, c testCase) *mcp.CallToolResult {
	result := c.meet(t, c.over, c.version, nil).do(c.operation)
	text := textOf(t, result)
	assert.Contains(t, text, "Nothing has happened yet")
	assert.Contains(t, text, "may decide: by asking again from an MCP client that can show confirmation prompts", "where a person can decide")
	assert.Contains(t, text, "“"+c.group.Name)
	var o tools.Outcome
	require.NoError(t, json.Unmarshal([]byte(rawText(t, result.StructuredContent)), &o))
	require.NotNil(t, o.Confirmation)
	assert.Equal(t, string(c.level), o.Confirmation.Level)
	assert.NotEmpty(t, o.Confirmation.Preview)
	assert.False(t, o.Confirmation.Expires.IsZero())
	assert.Contains(t, text, o.Confirmation.ID)
	return result
}

func canOnlyOpenPages(t *testing.T, c testCase) *mcp.CallToolResult {
	p := whoSays(fillIn(c.yes))
	pages := mcp.ClientCapabilities{Elicitation: &mcp.ElicitationCapability{URL: &struct{}{}}}
	result := c.meet(t, c.over, c.version, p, pages).do(c.operation)
	assert.Empty(t, p.questions(), "asked in a mode that the client did not declare")
	return result
}

func answersUnasked(t *testing.T, c testCase) *mcp.CallToolResult {
	before := c.entries(t, about(""))
	result := c.meet(t, c.over, c.version, whoSays()).byHand(c.operation, turn{Responses: accepts(c.yes)})
	noted := c.entries(t, about(""))[len(before):]
	require.Len(t, noted, 1, "the attempt is on record")
	assert.Equal(t, audit.Refused, noted[0].Kind)
	assert.Equal(t, c.tool, noted[0].Tool)
	return result
}

// forgesState is a model that takes the request's id for the state that answers.
func forgesState(t *testing.T, c testCase) *mcp.CallToolResult {
	model := c.meet(t, c.over, c.version, nil)
	model.do(c.operation)
	id := c.requests(t, c.group.ID)[0].ID
	result := model.byHand(c.operation, turn{State: id + "." + id, Responses: accepts(c.yes)})
	assert.Contains(t, textOf(t, result), "never asked")
	return result
}

func TestTheGateThroughEveryClient(t *testing.T) {
	t.Parallel()
	acrossEras(t, append(rows(), stateRows()...))
}

// acrossEras runs the rows for every version, transport and level. Each version
// and transport has a tenant of its own; its cases take turns.
func acrossEras(t *testing.T, rows []row) {
	for _, version := range []string{"2025-06-18", "2025-11-25", "2026-07-28"} {
		for _, over := range transports() {
			t.Run(version+" "+over, func(t *testing.T) {
				t.Parallel()
				w := newEnv(t)
				for _, r := range rows {
					t.Run(r.name+", plain yes", func(t *testing.T) { r.check(t, testCase{w, w.removal(t), over, version}) })
					t.Run(r.name+", typed", func(t *testing.T) { r.check(t, testCase{w, w.deletion(t), over, version}) })
				}
				w.sound(t)
				assert.NotRegexp(t, token, w.logged.String(), "the log holds a token")
			})
		}
	}
}

// check runs a case and compares everything that is left behind.
func (r row) check(t *testing.T, c testCase) {
	if r.cannot != nil {
		if reason := r.cannot(c); reason != "" {
			t.Skip("cannot exist: " + reason)
		}
	}
	result := r.run(t, c)
	r.readable(t, result)
	effects := c.effects(c.group.ID)
	if r.changed {
		require.Len(t, effects, 1, "the tenant is changed exactly once")
		assert.Equal(t, c.effect, effects[0].Kind)
	} else {
		require.Empty(t, effects, "the tenant was changed")
	}
	requests := c.requests(t, c.group.ID)
	if r.state == "" {
		require.Empty(t, requests)
		return
	}
	r.recorded(t, c, requests)
}

// readable checks that the answer is a tool's, with the right code or status, and
// that nothing in it lets its reader approve.
func (r row) readable(t *testing.T, result *mcp.CallToolResult) {
	t.Helper()
	text := textOf(t, result)
	assert.False(t, result.NeedsInput())
	assert.Empty(t, result.RequestState)
	assert.NotRegexp(t, token, rawText(t, result))
	assert.Equal(t, r.code != "", result.IsError, text)
	if r.code != "" {
		assert.Regexp(t, "^"+string(r.code)+": \\p{Lu}.*\\.$", text, "a code, a colon, and sentences")
		assert.Regexp(t, "(?i)nothing was changed|changed nothing", text)
		return
	}
	var o tools.Outcome
	require.NoError(t, json.Unmarshal([]byte(rawText(t, result.StructuredContent)), &o))
	assert.Equal(t, r.status, o.Status, text)
	assert.Contains(t, text, o.Summary)
	if r.changed {
		require.Len(t, o.Items, 1)
		assert.Equal(t, tools.ItemDone, o.Items[0].Outcome)
	}
}

// recorded checks the requests and the audit about them.
func (r row) recorded(t *testing.T, c testCase, requests []confirm.Request) {
	t.Helper()
	first := requests[0]
	assert.Equal(t, r.state, first.State)
	assert.Equal(t, c.level, first.Level)
	assert.Equal(t, r.kinds, kindsOf(c.entries(t, about(first.ID))))
	assert.Equal(t, c.over, first.Requester.Surface)
	assert.Equal(t, "tester 9", first.Requester.Client)
	if r.fresh == "" {
		assert.Len(t, requests, 1)
	} else if assert.Len(t, requests, 2) {
		assert.Equal(t, r.fresh, requests[1].State)
	}
	for _, request := range requests {
		for _, yes := range request.Approvals {
			assert.Equal(t, c.level, yes.Level, "the level reached is the level asked for")
			assert.Equal(t, request.Requester, yes.By)
		}
	}
}

// token is what opens a question: a request's id and its secret.
var token = regexp.MustCompile(`[0-9a-f]{32}\.[0-9a-f]{32}`)
