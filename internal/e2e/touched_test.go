// One kind of call, made so many times: scripts/touched.sh runs this with
// coverage and counts the files that one call more runs through.

package e2e_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

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
	d := newDesk(m, strings.HasPrefix(kind, "slack"))
	call := map[string]func(group string){"mcp get": d.mcpGet, "mcp delete": d.mcpDelete, "slack get": d.slackGet, "slack delete": d.slackDelete}[kind]
	require.NotNil(t, call, kind)
	for range times {
		call(m.group(m.people(1)).ID)
	}
}

// newDesk has one of the front ends alone: what the other does in the background
// is not counted.
func newDesk(m maker, slack bool) desk {
	if !slack {
		return desk{m: m, client: newClient(m)}
	}
	d := desk{m: m, room: newSlack(m).(room)}
	d.user, d.channel = d.AddUser(slacktest.User{Email: asker}).ID, d.AddChannel(slacktest.Channel{Name: "helpdesk"}).ID
	return d
}

// desk is somebody with an assistant and with Slack.
type desk struct {
	m maker
	*client
	room
	user, channel string
}

func (d desk) mcpGet(group string) {
	d.send(d.m.t, `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"`+tools.NameGet+`","arguments":{"group":"`+group+`"}}}`)
	require.False(d.m.t, d.next(d.m.t).Result.IsError)
}

func (d desk) mcpDelete(group string) {
	d.client.ask(d.m, tools.NameDelete, testenv.Args{"group": group})
}

func (d desk) slackGet(group string) { d.command("get " + group) }

func (d desk) slackDelete(group string) {
	card := d.command("delete " + group)
	waiting, err := d.m.DB.Requests().List(d.m.t.Context(), confirm.Query{Tenant: d.m.URL, States: []confirm.State{confirm.Pending}})
	require.NoError(d.m.t, err)
	require.Len(d.m.t, waiting, 1)
	approver{d.room, d.m, d.user, waiting[0].ID}.approve(card)
}

// command types a command and waits for its answer.
func (d desk) command(words string) slacktest.Message {
	before := len(d.Messages(d.channel, d.user))
	_, err := d.Command(d.user, d.channel, "/govgroup "+words)
	require.NoError(d.m.t, err)
	seen, err := d.WaitMessage(d.channel, d.user, soon, func(slacktest.Message) bool { return len(d.Messages(d.channel, d.user)) > before })
	require.NoError(d.m.t, err)
	return seen
}
