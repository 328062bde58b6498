// Approval page: clients that can open addresses are sent to the approval page. That
// they open it is no answer: somebody decides there, and the call learns of it.

package mcpserver_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/mcpserver"
	"govgroup/internal/tools"
)

// pageAnswer is a result as a client of 2026-07-28 reads it.
type pageAnswer struct {
	Result struct {
		ResultType        string
		IsError           bool
		RequestState      string
		InputRequests     map[string]struct{ Params struct{ Mode, URL string } }
		StructuredContent tools.Outcome
	}
}

func TestAClientThatOpensAddressesIsSentToThePage(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	s, err := mcpserver.New(mcpserver.Config{
		Registry: w.registry, Identify: w.Directory.Identify, Gate: w.gate, Actor: "ann",
		ApprovalPage: mcpserver.ApprovalPage{URL: func(id tools.RequestID) string { return "https://pages.example/approvals/requests/" + string(id) }},
	})
	require.NoError(t, err)
	in, client := io.Pipe()
	out, server := io.Pipe()
	go func() { _ = s.Stdio(t.Context(), in, server) }()
	t.Cleanup(func() { _ = client.Close() })
	answers := bufio.NewScanner(out)
	answers.Buffer(nil, 1<<20)
	call := func(group, more string) (a pageAnswer) {
		_, err := fmt.Fprintf(client, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_delete","arguments":{"group":%q}%s,"_meta":{`+
			`"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},`+
			`"io.modelcontextprotocol/clientCapabilities":{"elicitation":{"url":{}}}}}}`+"\n", group, more)
		require.NoError(t, err)
		require.True(t, answers.Scan())
		require.NoError(t, json.Unmarshal(answers.Bytes(), &a), answers.Text())
		return a
	}
	group := w.newGroup(t)
	asked := call(group.ID, "")
	require.Equal(t, "input_required", asked.Result.ResultType)
	question := asked.Result.InputRequests["confirm"].Params
	assert.Equal(t, "url", question.Mode)
	requests := w.requests(t, group.ID)
	require.Len(t, requests, 1)
	assert.Equal(t, "https://pages.example/approvals/requests/"+string(requests[0].ID), question.URL)

	q, err := w.gate.Question(t.Context(), requests[0].ID)
	require.NoError(t, err)
	_, err = w.gate.Decide(t.Context(), requests[0].ID, confirm.Answer{Verdict: confirm.Yes, Typed: q.Phrase, By: requests[0].Requester, Authenticated: true})
	require.NoError(t, err)
	opened := `,"requestState":"` + asked.Result.RequestState + `","inputResponses":{"confirm":{"action":"accept"}}`
	assert.Equal(t, tools.StatusDone, call(group.ID, opened).Result.StructuredContent.Status)

	// Opening an address that nobody gave out decides nothing and tells nothing.
	other := w.newGroup(t)
	forged := call(other.ID, `,"requestState":"page.00000000000000000000000000000000","inputResponses":{"confirm":{"action":"accept"}}`)
	assert.True(t, forged.Result.IsError)
	assert.Empty(t, w.effects(other.ID))
}
