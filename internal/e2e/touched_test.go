// How many files one call runs through, measured with coverage:
//
//	go test -covermode=atomic -coverpkg=./... -run TestFilesThatACallTouches -v ./internal/e2e

package e2e_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/coverage"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestFilesThatACallTouches(t *testing.T) {
	if testing.CoverMode() != "atomic" {
		t.Skip("counts files by coverage: run it with -covermode=atomic -coverpkg=./...")
	}
	m := newMaker(t, confirm.Client).of(t, 999)
	c, r := newClient(m), newSlack(m).(room)
	user, channel := r.AddUser(slacktest.User{Email: asker}).ID, r.AddChannel(slacktest.Channel{Name: "helpdesk"}).ID
	groups := m.groups(4)
	command := func(words string) slacktest.Message {
		before := len(r.Messages(channel, user))
		_, err := r.Command(user, channel, "/govgroup "+words)
		require.NoError(t, err)
		seen, err := r.WaitMessage(channel, user, soon, func(slacktest.Message) bool { return len(r.Messages(channel, user)) > before })
		require.NoError(t, err)
		return seen
	}
	for _, one := range []struct {
		name string
		call func()
	}{
		{"first use of each surface", func() { c.get(m, groups[0]); command("get " + groups[0]) }},
		{"MCP get", func() { c.get(m, groups[0]) }},
		{"MCP delete", func() { c.ask(m, tools.NameDelete, testenv.Args{"group": groups[1]}) }},
		{"Slack get", func() { command("get " + groups[2]) }},
		{"Slack delete", func() {
			card := command("delete " + groups[3])
			a := approver{r, m, user, m.pending()}
			a.approve(card)
		}},
	} {
		require.NoError(t, coverage.ClearCounters())
		one.call()
		t.Logf("%-26s %d files", one.name, len(touched(t)))
	}
}

// get reads a group.
func (c *client) get(m maker, group string) {
	c.send(m.t, `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"`+tools.NameGet+`","arguments":{"group":"`+group+`"}}}`)
	require.False(m.t, c.next(m.t).Result.IsError)
}

// pending is the request that waits.
func (m maker) pending() string {
	m.t.Helper()
	waiting, err := m.DB.Requests().List(m.t.Context(), confirm.Query{Tenant: m.URL, States: []confirm.State{confirm.Pending}})
	require.NoError(m.t, err)
	require.Len(m.t, waiting, 1)
	return waiting[0].ID
}

// touched are the files of the programs that ran since the counters were
// cleared.
func touched(t *testing.T) map[string]bool {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, coverage.WriteMetaDir(dir))
	require.NoError(t, coverage.WriteCountersDir(dir))
	text := filepath.Join(dir, "text")
	out, err := exec.Command("go", "tool", "covdata", "textfmt", "-i="+dir, "-o="+text).CombinedOutput()
	require.NoError(t, err, string(out))
	file, err := os.Open(text)
	require.NoError(t, err)
	defer file.Close()
	found := map[string]bool{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		name, _, _ := strings.Cut(lines.Text(), ":")
		if strings.HasSuffix(lines.Text(), " 0") || name == "mode" {
			continue
		}
		if !strings.Contains(name, "/sandbox/") && !strings.Contains(name, "/slacktest/") && !strings.Contains(name, "/testenv/") {
			found[name] = true
		}
	}
	return found
}
