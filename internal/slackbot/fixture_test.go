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
	"govgroup/internal/observe"
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

// lookEvery is how often bots look for what was made or decided elsewhere.
const lookEvery = 100 * time.Millisecond

// setup is what a test may choose.
type setup struct {
	sandbox  sandbox.Options
	rules    slackbot.Rules
	overHTTP bool
	policy   string // in YAML; empty: none
	surface  string // empty: slack
	readOnly bool
	real     bool         // not said to be the embedded tenant
	orgWide  bool         // the app is installed for a whole organisation
	tools    []tools.Tool // beside those that there are
	log      io.Writer    // nil: the test's output
	tracer   observe.Tracer
}

// env is one tenant, one workspace and one state, for any number of bots.
type env struct {
	t testing.TB
	*testenv.Env
	*slacktest.Slack
	setup

	jane, bob, stranger string // users
	room, direct        string // channels; direct is jane's with the app
	approvers           string // the channel where approvers are told; empty: none

	bots []*replica
}

// transports runs a test over both.
func transports(t *testing.T, s setup, test func(*testing.T, *env, *replica)) {
	for name, overHTTP := range map[string]bool{"socket": false, "http": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // much of the time is waiting
			with := s
			with.overHTTP = overHTTP
			e := newEnv(t, with)
			test(t, e, e.start())
		})
	}
}

func newEnv(t testing.TB, s setup) *env {
	t.Helper()
	return newEnvWith(t, s, slackbot.Scopes())
}

func newEnvWith(t testing.TB, s setup, scopes []string) *env {
	t.Helper()
	fake, err := slacktest.Start(slacktest.Options{Scopes: scopes, AckTimeout: soon, OrgWide: s.orgWide})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, fake.Close()) })
	e := &env{t: t, Env: testenv.New(t, testenv.Options{Tenant: s.sandbox}), Slack: fake, setup: s}
	e.jane = fake.AddUser(slacktest.User{Name: "jane", Email: e.JaneDoe.Email}).ID
	e.bob = fake.AddUser(slacktest.User{Name: "bob", Email: e.Admin.Email}).ID
	e.stranger = fake.AddUser(slacktest.User{Name: "mallory", Email: "mallory@elsewhere.example"}).ID
	e.room = fake.AddChannel(slacktest.Channel{Name: "helpdesk"}).ID
	e.direct = fake.AddChannel(slacktest.Channel{DM: true, Members: []string{e.jane}}).ID
	return e
}

// policyFile writes the policy down.
func (e *env) policyFile() string {
	if e.policy == "" {
		return ""
	}
	path := filepath.Join(e.t.TempDir(), "policy.yaml")
	require.NoError(e.t, os.WriteFile(path, []byte(e.policy), 0o600))
	return path
}

// replica is one running bot with everything of its own but the state.
type replica struct {
	*slackbot.Bot
	w    *env
	addr string
	gate *confirm.Gate
	stop func()
}

// start runs a bot until it is stopped, or the test ends.
func (e *env) start() *replica {
	e.t.Helper()
	e.With = testenv.Options{
		StateFile: e.With.StateFile, Settings: tools.Settings{Sandbox: !e.real, ReadOnly: e.readOnly}, PolicyFile: e.policyFile(),
		Places: confirm.Places{Slack: true, Channel: e.approvers}, Tools: e.tools,
	}
	program := e.Another(e.t)
	r := &replica{w: e, gate: program.Gate}
	config := slackbot.Config{
		Registry: program.Registry, Directory: program.Directory, Gate: program.Gate, Rules: e.rules, Seen: program.DB, APIURL: e.URL, Grace: 5 * time.Second, LookEvery: lookEvery,
		Surface: e.surface, Approvers: e.approvers, Tracer: e.tracer,
		BotToken: redact.New(e.BotToken), GroupURL: "https://tenant.example/groups/{id}",
		Log: slog.New(slog.NewTextHandler(e.output(), nil)),
	}
	if e.overHTTP {
		config.SigningSecret = redact.New(e.SigningSecret)
	} else {
		config.AppToken = redact.New(e.AppToken)
	}
	var err error
	r.Bot, err = slackbot.New(context.Background(), config)
	require.NoError(e.t, err)
	r.serve(func() { assert.NoError(e.t, program.Close()) })
	e.bots = append(e.bots, r)
	return r
}

func (e *env) output() io.Writer {
	if e.log != nil {
		return e.log
	}
	return e.t.Output()
}

func (r *replica) serve(after func()) {
	e := r.w
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(e.t, err)
	r.addr = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	before := e.Sockets()
	go func() { ended <- r.Serve(ctx, slackbot.Serving{Listener: listener}) }()
	var once sync.Once
	r.stop = func() {
		once.Do(func() {
			live := e.Sockets()
			cancel()
			assert.NoError(e.t, <-ended)
			if live > 0 { // the next bot waits for a socket more than there are
				_ = e.Wait(2*time.Second, func() bool { return e.Sockets() < live })
			}
			after()
		})
	}
	e.t.Cleanup(r.stop)
	if e.overHTTP {
		e.Deliver(slacktest.RequestURLs{Commands: r.addr + transport.CommandPath, Interactivity: r.addr + transport.InteractionPath, Events: r.addr + transport.EventPath})
	} else {
		require.NoError(e.t, e.WaitSockets(before+1, soon))
	}
}
