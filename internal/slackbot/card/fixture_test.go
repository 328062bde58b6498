// What the tests share: an embedded tenant behind the gate, and a Slack to show
// things in.

package card_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

var update = flag.Bool("update", false, "write what is shown as what should be shown")

const (
	jane = "U0JANE"
	room = "C0ROOM"
)

// someone is the caller in these tests.
var someone = tools.Caller{Surface: "slack", Subject: "T0CORP/" + jane, Email: "jane@corp.example"}

// env is a tenant with its tools, and a Slack with one person and one channel.
type env struct {
	*testenv.Env
	slack   *slacktest.Slack
	api     *slack.Client
	render  *card.Renderer
	forms   card.Forms
	sent    chan slack.InteractionCallback // forms that were submitted
	trigger chan string
}

func newEnv(t *testing.T) *env {
	t.Helper()
	e := &env{
		Env:  testenv.New(t, testenv.Options{Tenant: sandbox.Options{Groups: 50, People: 700}, Settings: tools.Settings{Sandbox: true}}),
		sent: make(chan slack.InteractionCallback, 1), trigger: make(chan string, 1),
	}
	var err error
	e.render, err = card.New(card.Settings{
		Grammar: command.New("/govgroup", e.Registry.Tools()), GroupURL: "https://corp.example/groups/{id}",
	})
	require.NoError(t, err)
	e.forms = card.Forms{Renderer: e.render, Registry: e.Registry}
	e.connect(t)
	return e
}

// connect starts a Slack whose app only keeps what it is sent.
func (e *env) connect(t *testing.T) {
	t.Helper()
	app := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if trigger := r.FormValue("trigger_id"); trigger != "" {
			e.trigger <- trigger
			return
		}
		var i slack.InteractionCallback
		assert.NoError(t, json.Unmarshal([]byte(r.FormValue("payload")), &i))
		e.sent <- i
	}))
	t.Cleanup(app.Close)
	s, err := slacktest.Start(slacktest.Options{Requests: slacktest.RequestURLs{Commands: app.URL, Interactivity: app.URL}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	s.AddUser(slacktest.User{ID: jane, Name: "jane", Email: "jane@corp.example"})
	s.AddChannel(slacktest.Channel{ID: room, Name: "room"})
	e.slack, e.api = s, slack.New(s.BotToken, slack.OptionAPIURL(s.URL))
}

// call asks a tool and gives what it answers.
func (e *env) call(t *testing.T, tool string, arguments map[string]any) (tools.Call, tools.Result) {
	t.Helper()
	call := tools.Call{Tool: tool, Arguments: testenv.Raw(t, arguments), Caller: someone}
	result, err := e.Registry.Call(t.Context(), call)
	require.NoError(t, err)
	return call, result
}

// request is how one stands, as someone sees it who asked for it.
func (e *env) request(t *testing.T, id tools.RequestID) card.Request {
	t.Helper()
	v, err := e.Gate.View(t.Context(), id, someone)
	require.NoError(t, err)
	q := card.Request{
		ID: v.ID, Lines: tools.Lines{{Value: v.Plan.Summary}}, Tenant: "tenant.example", Sandbox: true, Asker: v.Requester.Who(), Surface: v.Requester.Surface,
		Expires: v.Expires, Phrase: v.Phrase, Own: v.Own, Outcome: v.Outcome,
	}
	if c := v.Outcome.Confirmation; c != nil {
		q.Lines, q.Deciders = c.Preview, c.Decide
	}
	for _, a := range v.Approvals {
		q.DecidedBy, q.DecidedAt = a.By.Who(), a.At
	}
	return q
}

// waiting is a request of the reader's own that waits.
func waiting(headline string, lines ...tools.Line) card.Request {
	return card.Request{ID: "1", Lines: append(tools.Lines{{Value: headline}}, lines...), Own: true, Expires: time.Now(), Outcome: tools.Outcome{Status: tools.StatusAsk}}
}

// show posts a message and gives what Jane sees. Slack must take it as it is.
func (e *env) show(t *testing.T, m card.Message) slacktest.Message {
	t.Helper()
	require.NoError(t, m.Check())
	require.NotEmpty(t, m.Blocks, "sent as plain text only")
	saidInText(t, m)
	_, err := e.api.PostEphemeralContext(t.Context(), room, jane, m.Options()...)
	require.NoError(t, err)
	seen := e.slack.Messages(room, jane)
	require.NotEmpty(t, seen)
	return seen[len(seen)-1]
}

// What differs from run to run: ids, and times, which a reader may see in their
// own time zone.
var (
	ids   = regexp.MustCompile(`\b[0-9a-f]{32}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b`)
	times = regexp.MustCompile(`(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d( UTC)?`)
)

// looks compares what is shown with what was checked in.
func looks(t *testing.T, name, shown string) {
	t.Helper()
	shown = times.ReplaceAllString(ids.ReplaceAllString(strings.TrimSpace(shown), "▪"), "") + "\n"
	path := filepath.Join("testdata", name+".txt")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(shown), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run with -update")
	assert.Equal(t, string(want), shown)
}
