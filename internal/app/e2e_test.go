// End to end: everything through the programs as they are wired: an assistant asks over
// MCP for what needs a second person, an approver says yes in Slack, the group is
// gone, the assistant learns who approved, and the audit verifies.

package app_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
)

const storyPolicy = `
protected:
  names: ["DB Access"]
roles:
  everyone: {anyone: true}
  approvers: {emails: [%s]}
rules:
  - name: everyone may ask
    roles: [everyone]
    allow: ["govgroup_*"]
levels:
  - level: second
    groups: {protected: true}
approvers:
  - roles: [approvers]
`

// patient is how long the test waits for what must happen.
const patient = 30 * time.Second

// assistant is a client of the MCP server over stdio.
type assistant struct {
	t       *testing.T
	in      io.Writer
	answers *bufio.Scanner
	id      int
}

// call makes a call on the newest revision of the protocol, as a client that
// cannot ask its user.
func (a *assistant) call(tool string, arguments map[string]any) (text string) {
	a.t.Helper()
	a.id++
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": a.id, "method": "tools/call", "params": map[string]any{
		"name": tool, "arguments": arguments, "_meta": map[string]any{
			"io.modelcontextprotocol/protocolVersion":    "2026-07-28",
			"io.modelcontextprotocol/clientInfo":         map[string]any{"name": "assistant", "version": "1"},
			"io.modelcontextprotocol/clientCapabilities": map[string]any{},
		}}})
	require.NoError(a.t, err)
	_, err = fmt.Fprintf(a.in, "%s\n", request)
	require.NoError(a.t, err)
	require.True(a.t, a.answers.Scan(), "the server answers")
	var answer struct {
		Result struct{ Content []struct{ Text string } }
	}
	require.NoError(a.t, json.Unmarshal(a.answers.Bytes(), &answer), a.answers.Text())
	require.NotEmpty(a.t, answer.Result.Content, a.answers.Text())
	return answer.Result.Content[0].Text
}

// company is one tenant, one workspace, one state, and both programs on them.
type company struct {
	*sandbox.Server
	people   sandbox.Scenario
	slack    *slacktest.Slack
	channel  string
	asker    string // Slack users
	approver string
	mcp      *assistant
	settings app.Settings
	host     system
}

func newCompany(t *testing.T) *company {
	t.Helper()
	tenant, variables := startTenant(t)
	c := &company{Server: tenant, people: tenant.Tenant.Scenario()}
	fake, err := slacktest.Start(slacktest.Options{Scopes: slackbot.Scopes()})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, fake.Close()) })
	c.slack = fake
	c.asker = fake.AddUser(slacktest.User{Name: "asker", Email: c.people.Admin.Email}).ID
	c.approver = fake.AddUser(slacktest.User{Name: "approver", Email: c.people.Approver.Email}).ID
	c.channel = fake.AddChannel(slacktest.Channel{Name: "approvals"}).ID
	variables["SLACK_BOT_TOKEN"], variables["SLACK_APP_TOKEN"] = fake.BotToken, fake.AppToken
	c.host = newSystem(t, "", variables)
	policy := filepath.Join(t.TempDir(), "policy.yaml")
	require.NoError(t, os.WriteFile(policy, []byte(fmt.Sprintf(storyPolicy, c.people.Approver.Email)), 0o600))
	c.settings = settings(t, func(s *app.Settings) { s.Policy, s.Actor = policy, c.people.Admin.Email })
	c.run(t)
	return c
}

// run starts both programs until the test ends.
func (c *company) run(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var programs sync.WaitGroup
	stdin, in := io.Pipe()
	out, stdout := io.Pipe()
	server, bot := c.host.Host, c.host.Host
	server.Stdin, server.Stdout = stdin, stdout
	programs.Go(func() { assert.NoError(t, app.Serve(ctx, c.settings, server)) })
	programs.Go(func() {
		s := app.SlackSettings{Settings: c.settings, Approvers: c.channel, APIURL: c.slack.URL}
		s.Addr = ""
		assert.NoError(t, app.Slack(ctx, s, bot))
	})
	t.Cleanup(func() { _ = in.Close(); stop(); programs.Wait() })
	answers := bufio.NewScanner(out)
	answers.Buffer(nil, 1<<20)
	c.mcp = &assistant{t: t, in: in, answers: answers}
	require.NoError(t, c.slack.WaitSockets(1, patient))
}

// card waits for the message in the approvers' channel that says so.
func (c *company) card(t *testing.T, says string) slacktest.Message {
	t.Helper()
	m, err := c.slack.WaitMessage(c.channel, c.approver, patient, func(m slacktest.Message) bool {
		return strings.Contains(m.Render(nil), says)
	})
	require.NoError(t, err)
	return m
}

// press presses the button with the label.
func (c *company) press(t *testing.T, user string, m slacktest.Message, label string) {
	t.Helper()
	for _, control := range m.Controls() {
		if control.Label == label {
			_, err := c.slack.Press(user, m, control.ActionID)
			require.NoError(t, err)
			return
		}
	}
	t.Fatalf("no button %q on:\n%s", label, m.Render(nil))
}

// confirm opens the form behind the card's button and types the name.
func (c *company) confirm(t *testing.T, user string, card slacktest.Message, name string) {
	t.Helper()
	c.press(t, user, card, "Confirm…")
	form, err := c.slack.WaitView(user, patient, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(t, err)
	_, err = c.slack.Submit(user, form, slacktest.Values{"name": {name}})
	require.NoError(t, err)
}

func TestASecondPersonApprovesInSlackWhatAnAssistantAskedFor(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	asked := c.mcp.call("govgroup_delete", map[string]any{"group": "DB Access"})
	assert.Contains(t, asked, "a person must decide")
	card := c.card(t, "Delete governance group")

	// Whoever asked cannot approve, on whichever surface.
	c.confirm(t, c.asker, card, "DB Access")
	_, err := c.slack.WaitMessage(c.channel, c.asker, patient, func(m slacktest.Message) bool {
		return strings.Contains(m.Render(nil), "made this request yourself")
	})
	require.NoError(t, err)
	_, there := c.Group(c.people.DBAccess.ID)
	require.True(t, there, "the requester's own yes does nothing")

	c.confirm(t, c.approver, card, "DB Access")
	c.card(t, "Done")
	_, there = c.Group(c.people.DBAccess.ID)
	assert.False(t, there)

	_, id, found := strings.Cut(asked, "Request ")
	require.True(t, found, asked)
	id, _, _ = strings.Cut(id, ".")
	told := c.mcp.call("govgroup_confirmation", map[string]any{"id": id})
	assert.Contains(t, told, "done")
	history := c.mcp.call("govgroup_history", map[string]any{"group": "DB Access"})
	assert.Contains(t, history, c.people.Approver.Email, "who said yes")
	assert.Contains(t, history, "second")

	verified := newSystem(t, "", nil)
	require.NoError(t, app.VerifyAudit(t.Context(), c.settings, verified.Host, app.Verification{}))
	assert.Contains(t, verified.out.String(), "sound")
}
