// One kind of call, made so many times: scripts/touched.sh runs this with
// coverage and counts the files that one call more runs through.

package e2e_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestFilesThatACallTouches(t *testing.T) {
	kind := os.Getenv("TOUCHED_CALL")
	if kind == "" {
		t.Skip("scripts/touched.sh runs this")
	}
	times, err := strconv.Atoi(os.Getenv("TOUCHED_TIMES"))
	require.NoError(t, err)
	m := newMaker(t, confirm.Client).of(t, 999)
	p := newPerson(m, strings.HasPrefix(kind, "slack"))
	call := map[string]func(group string){"mcp get": p.mcpGet, "mcp delete": p.mcpDelete, "slack get": p.slackGet, "slack delete": p.slackDelete}[kind]
	require.NotNil(t, call, kind)
	for range times {
		call(m.group(m.people(1)).ID)
	}
}

// newPerson has one of the front ends alone: what the other does in the background
// is not counted.
func newPerson(m maker, slack bool) person {
	if !slack {
		return person{m: m, client: newClient(m)}
	}
	p := person{m: m, room: newRoom(m, time.Hour)}
	p.user, p.channel = p.AddUser(slacktest.User{Email: asker}).ID, p.AddChannel(slacktest.Channel{Name: "helpdesk"}).ID
	return p
}

// person is somebody with an assistant and with Slack.
type person struct {
	m maker
	*client
	room
	user, channel string
}

func (p person) mcpGet(group string) {
	p.send(p.m.t, `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"`+tools.NameGet+`","arguments":{"group":"`+group+`"}}}`)
	require.False(p.m.t, p.next(p.m.t).Result.IsError)
}

func (p person) mcpDelete(group string) {
	p.client.ask(p.m, tools.NameDelete, testenv.Args{"group": group})
}

func (p person) slackGet(group string) { p.command("get " + group) }

func (p person) slackDelete(group string) {
	card := p.command("delete " + group)
	waiting, err := p.m.DB.Requests().List(p.m.t.Context(), confirm.Query{Tenant: p.m.URL, States: []confirm.State{confirm.Pending}})
	require.NoError(p.m.t, err)
	require.Len(p.m.t, waiting, 1)
	approver{p.room, p.m, p.user, waiting[0].ID}.approve(card)
}

// command types a command and waits for its answer.
func (p person) command(words string) slacktest.Message {
	before := len(p.Messages(p.channel, p.user))
	_, err := p.Command(p.user, p.channel, "/govgroup "+words)
	require.NoError(p.m.t, err)
	seen, err := p.WaitMessage(p.channel, p.user, soon, func(slacktest.Message) bool { return len(p.Messages(p.channel, p.user)) > before })
	require.NoError(p.m.t, err)
	return seen
}
