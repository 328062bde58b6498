// What the tests share: a fake Slack, and a handler that keeps what it gets.

package transport_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/transport"
	"govgroup/internal/slacktest"
)

const soon = 10 * time.Second

// recorder is a handler.
type recorder struct {
	answer func(d transport.Delivery) (any, error) // nil: nothing

	mu  sync.Mutex
	got []transport.Delivery
}

func (r *recorder) Handle(_ context.Context, d transport.Delivery) (any, error) {
	r.mu.Lock()
	r.got = append(r.got, d)
	r.mu.Unlock()
	if r.answer == nil {
		return nil, nil
	}
	return r.answer(d)
}

func (r *recorder) deliveries() []transport.Delivery {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]transport.Delivery(nil), r.got...)
}

// workspace is a fake Slack with one person in one channel.
type workspace struct {
	*slacktest.Slack
	user, channel string
	seen          transport.Seen // that all its programs share; nil: none
}

func newWorkspace(t testing.TB, o slacktest.Options) workspace {
	t.Helper()
	s, err := slacktest.Start(o)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	u := s.AddUser(slacktest.User{Name: "jane", Email: "jane@corp.example"})
	c := s.AddChannel(slacktest.Channel{Name: "helpdesk"})
	return workspace{Slack: s, user: u.ID, channel: c.ID}
}

func (w workspace) api() *slack.Client {
	return slack.New(w.BotToken, slack.OptionAPIURL(w.URL), slack.OptionAppLevelToken(w.AppToken))
}

// socket runs the Socket Mode transport until the test ends.
func (w workspace) socket(t testing.TB, h transport.Handler, quiet time.Duration) (s *transport.Socket, stop func()) {
	t.Helper()
	s = transport.NewSocket(w.api(), h, logTo(t.Output()), quiet)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	var once sync.Once
	stop = func() { once.Do(func() { cancel(); assert.NoError(t, <-ended) }) }
	t.Cleanup(stop)
	return s, stop
}

// web serves the HTTP transport until the test ends, and has Slack deliver there.
func (w workspace) web(t testing.TB, h transport.Handler, log io.Writer) (url string) {
	t.Helper()
	web, err := transport.NewWeb(w.SigningSecret, w.seen, h, logTo(log))
	require.NoError(t, err)
	mux := http.NewServeMux()
	web.Routes(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	w.Deliver(slacktest.RequestURLs{
		Commands: server.URL + transport.CommandPath, Interactivity: server.URL + transport.InteractionPath,
	})
	return server.URL
}

func logTo(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (w workspace) say(t testing.TB, text string) slacktest.Invocation {
	t.Helper()
	inv, err := w.Command(w.user, w.channel, text)
	require.NoError(t, err)
	return inv
}
