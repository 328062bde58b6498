// What the tests share: an embedded tenant, the tools behind their gate, a fake
// Slack, and bots between them, over either transport.

package slackbot_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/redact"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slackbot"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// soon is how long a test waits for what must happen; nothing waits that long
// unless it fails.
const soon = 20 * time.Second

// setup is what a test may choose.
type setup struct {
	sandbox  sandbox.Options
	rules    slackbot.Rules
	clock    func() time.Time // of the gate
	overHTTP bool
	policy   string // in YAML; empty: none
	surface  string // empty: slack
	readOnly bool
	real     bool         // not said to be the embedded tenant
	tools    []tools.Tool // beside those that there are
	log      io.Writer    // nil: the test's output
}

// world is one tenant, one workspace and one state, for any number of bots.
type world struct {
	t testing.TB
	*slacktest.Slack
	sandbox.Scenario
	setup
	tenant *sandbox.Server
	state  string

	jane, bob, stranger string // users
	room, direct        string // channels; direct is jane's with the app
	approvers           string // the channel where approvers are told; empty: none

	bots []*replica
}

// transports runs a test over both.
func transports(t *testing.T, s setup, test func(*testing.T, *world, *replica)) {
	for name, overHTTP := range map[string]bool{"socket": false, "http": true} {
		t.Run(name, func(t *testing.T) {
			s.overHTTP = overHTTP
			w := newWorld(t, s)
			test(t, w, w.start())
		})
	}
}

func newWorld(t testing.TB, s setup) *world {
	t.Helper()
	return newWorldWith(t, s, slackbot.Scopes())
}

func newWorldWith(t testing.TB, s setup, scopes []string) *world {
	t.Helper()
	if s.sandbox.RateLimit == 0 {
		s.sandbox.RateLimit = -1
	}
	tenant, err := sandbox.Start("", s.sandbox)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, tenant.Close()) })
	fake, err := slacktest.Start(slacktest.Options{Scopes: scopes, AckTimeout: soon})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, fake.Close()) })
	w := &world{
		t: t, Slack: fake, Scenario: tenant.Tenant.Scenario(), setup: s, tenant: tenant,
		state: filepath.Join(t.TempDir(), "state.db"),
	}
	w.jane = fake.AddUser(slacktest.User{Name: "jane", Email: w.JaneDoe.Email}).ID
	w.bob = fake.AddUser(slacktest.User{Name: "bob", Email: w.Admin.Email}).ID
	w.stranger = fake.AddUser(slacktest.User{Name: "mallory", Email: "mallory@elsewhere.example"}).ID
	w.room = fake.AddChannel(slacktest.Channel{Name: "helpdesk"}).ID
	w.direct = fake.AddChannel(slacktest.Channel{DM: true, Members: []string{w.jane}}).ID
	return w
}

// policyFile writes the policy down.
func (w *world) policyFile() string {
	if w.policy == "" {
		return ""
	}
	path := filepath.Join(w.t.TempDir(), "policy.yaml")
	require.NoError(w.t, os.WriteFile(path, []byte(w.policy), 0o600))
	return path
}

// replica is one running bot with everything of its own but the state.
type replica struct {
	*slackbot.Bot
	w    *world
	addr string
	gate *confirm.Gate
	stop func()
}

// start runs a bot until it is stopped, or the test ends.
func (w *world) start() *replica {
	w.t.Helper()
	program, err := testenv.Open(context.Background(), w.plan().Tenant, testenv.Options{
		StateFile: w.state, Settings: tools.Settings{Sandbox: !w.real, ReadOnly: w.readOnly}, PolicyFile: w.policyFile(),
		Places: confirm.Places{Slack: true, Channel: w.approvers}, Now: w.clock, Tools: w.tools,
	})
	require.NoError(w.t, err)
	r := &replica{w: w, gate: program.Gate}
	config := slackbot.Config{
		Registry: program.Registry, Directory: program.Directory, Gate: program.Gate, Rules: w.rules, Seen: program.DB, APIURL: w.URL, Grace: 5 * time.Second,
		Surface: w.surface, Approvers: w.approvers,
		BotToken: redact.New(w.BotToken), GroupURL: "https://tenant.example/groups/{id}",
		Log: slog.New(slog.NewTextHandler(w.output(), nil)),
	}
	if w.overHTTP {
		config.SigningSecret = redact.New(w.SigningSecret)
	} else {
		config.AppToken = redact.New(w.AppToken)
	}
	r.Bot, err = slackbot.New(context.Background(), config)
	require.NoError(w.t, err)
	r.serve(func() { assert.NoError(w.t, program.Close()) })
	w.bots = append(w.bots, r)
	return r
}

func (w *world) output() io.Writer {
	if w.log != nil {
		return w.log
	}
	return w.t.Output()
}

func (r *replica) serve(after func()) {
	w := r.w
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(w.t, err)
	r.addr = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	before := w.Sockets()
	go func() { ended <- r.Serve(ctx, slackbot.Serving{Listener: listener}) }()
	var once sync.Once
	r.stop = func() {
		once.Do(func() {
			cancel()
			assert.NoError(w.t, <-ended)
			after()
		})
	}
	w.t.Cleanup(r.stop)
	if w.overHTTP {
		w.Deliver(slacktest.RequestURLs{Commands: r.addr + transport.CommandPath, Interactivity: r.addr + transport.InteractionPath})
	} else {
		require.NoError(w.t, w.WaitSockets(before+1, soon))
	}
}
