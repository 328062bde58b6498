// What the tests share: an embedded tenant, the tools behind their gate, a fake
// Slack, and bots between them, over either transport.

package slackbot_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slackbot"
	"govgroup/internal/slackbot/people"
	"govgroup/internal/slackbot/slacktest"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

// soon is how long a test waits for what must happen; nothing waits that long
// unless it fails.
const soon = 20 * time.Second

// setup is what a test may choose.
type setup struct {
	sandbox  sandbox.Options
	rules    people.Rules
	clock    func() time.Time // of the gate
	overHTTP bool
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
	db, err := store.Open(context.Background(), w.state)
	require.NoError(w.t, err)
	r := &replica{w: w}
	registry, gate, err := govern(w.plan(), db, &w.setup)
	require.NoError(w.t, err)
	r.gate = gate
	config := slackbot.Config{
		Registry: registry, Gate: r.gate, Rules: w.rules, APIURL: w.URL, Grace: 5 * time.Second,
		BotToken: slackbot.Secret(w.BotToken), GroupURL: "https://tenant.example/groups/{id}",
		Log: slog.New(slog.NewTextHandler(w.output(), nil)),
	}
	if w.overHTTP {
		config.SigningSecret = slackbot.Secret(w.SigningSecret)
	} else {
		config.AppToken = slackbot.Secret(w.AppToken)
	}
	r.Bot, err = slackbot.New(context.Background(), config)
	require.NoError(w.t, err)
	r.serve(func() { assert.NoError(w.t, db.Close()) })
	w.bots = append(w.bots, r)
	return r
}

func (w *world) output() io.Writer {
	if w.log != nil {
		return w.log
	}
	return w.t.Output()
}

// nowOf is the clock that a test chose.
func nowOf(s *setup) func() time.Time {
	if s == nil || s.clock == nil {
		return time.Now
	}
	return s.clock
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

// say types a command as jane in the room, and gives the latest message that the
// bot answered with.
func (w *world) say(text string) slacktest.Message { return w.sayAs(w.jane, w.room, text) }

func (w *world) sayAs(user, channel, text string) slacktest.Message {
	w.t.Helper()
	before := len(w.Messages(channel, user))
	inv, err := w.Command(user, channel, text)
	require.NoError(w.t, err)
	require.True(w.t, inv.Acked, inv.Failure)
	return w.after(user, channel, before)
}

// after waits for a message beyond so many.
func (w *world) after(user, channel string, before int) slacktest.Message {
	w.t.Helper()
	var all []slacktest.Message
	err := w.Wait(soon, func() bool {
		all = w.Messages(channel, user)
		return len(all) > before
	})
	require.NoError(w.t, err)
	w.settle() // there may have been word of progress first
	all = w.Messages(channel, user)
	return all[len(all)-1]
}

// sees waits until jane sees the words in a message of the room.
func (w *world) sees(words ...string) slacktest.Message {
	w.t.Helper()
	return w.seesIn(w.room, w.jane, words...)
}

func (w *world) seesIn(channel, user string, words ...string) slacktest.Message {
	w.t.Helper()
	m, err := w.WaitMessage(channel, user, soon, func(m slacktest.Message) bool { return has(m, words...) })
	require.NoError(w.t, err)
	return m
}

func has(m slacktest.Message, words ...string) bool {
	drawn := m.Render(nil)
	for _, word := range words {
		if !strings.Contains(drawn, word) {
			return false
		}
	}
	return true
}

// press presses the button of that label.
func (w *world) press(user string, on slacktest.Surface, label string) slacktest.Invocation {
	w.t.Helper()
	c := button(on, label)
	require.NotEmpty(w.t, c.ActionID, "no button %q in:\n%s", label, on.Render(nil))
	inv, err := w.Press(user, on, c.BlockID+"/"+c.ActionID)
	require.NoError(w.t, err)
	require.True(w.t, inv.Acked, inv.Failure)
	return inv
}

func button(on slacktest.Surface, label string) slacktest.Control {
	for _, c := range on.Controls() {
		if c.Type == "button" && c.Label == label {
			return c
		}
	}
	return slacktest.Control{}
}

// pressAs has somebody press a button with the same value as one that jane sees.
// Her card is hers alone, so the button is put in front of them first.
func (w *world) pressAs(who string, m slacktest.Message, label string) {
	w.t.Helper()
	c := button(m, label)
	w.pressCopy(who, c.ActionID, c.Value)
}

// pressForged has jane press a button that the bot never made.
func (w *world) pressForged(actionID, value string) {
	w.t.Helper()
	w.pressCopy(w.jane, actionID, value)
}

func (w *world) pressCopy(who, actionID, value string) {
	w.t.Helper()
	text := slack.NewTextBlockObject(slack.PlainTextType, "Press", false, false)
	row := slack.NewActionBlock("copied", slack.NewButtonBlockElement(actionID, value, text))
	stamp, err := slack.New(w.BotToken, slack.OptionAPIURL(w.URL)).PostEphemeral(w.room, who, slack.MsgOptionBlocks(row))
	require.NoError(w.t, err)
	for _, m := range w.Messages(w.room, who) {
		if m.TS == stamp {
			_, err = w.Press(who, m, actionID)
			require.NoError(w.t, err)
			return
		}
	}
	require.Fail(w.t, "the copied button is not there")
}

// form waits until jane has a form in front that can be submitted.
func (w *world) form() slacktest.View {
	w.t.Helper()
	v, err := w.WaitView(w.jane, soon, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(w.t, err)
	return v
}

func (w *world) submit(v slacktest.View, values slacktest.Values) slacktest.Invocation {
	w.t.Helper()
	inv, err := w.Submit(w.jane, v, values)
	require.NoError(w.t, err)
	require.True(w.t, inv.Acked, inv.Failure)
	return inv
}

// settle returns once no bot works on anything.
func (w *world) settle() {
	for _, r := range w.bots {
		r.Settled(w.t.Context())
	}
}

// gone reports whether the tenant has the group no more.
func (w *world) gone(id string) bool {
	_, there := w.tenant.Group(id)
	return !there
}
