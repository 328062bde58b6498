// Slack: starting and stopping the workspace, and what it is made of.

package slacktest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// Slack is a running fake. Its methods may be called from any goroutine.
type Slack struct {
	// URL is the base of the Web API, with a slash at its end.
	URL string
	// BotToken and AppToken are what the app was given when it was installed.
	BotToken, AppToken string
	// SigningSecret is what HTTP deliveries are signed with.
	SigningSecret string
	// TeamID, AppID, BotID and BotUserID identify workspace, app and its bot.
	TeamID, AppID, BotID, BotUserID string

	// What stays as it is from the start.
	options Options
	base    string // scheme and host
	client  *http.Client
	server  *http.Server
	stopped context.Context // done once Close was called
	stop    context.CancelFunc
	work    sync.WaitGroup // handlers of sockets and deliveries

	// mu guards everything below. Nobody waits for the app while holding it,
	// since the app calls back before it acknowledges.
	mu        sync.Mutex
	change    chan struct{}
	ids       ids
	lastStamp int64
	ahead     time.Duration
	requests  RequestURLs
	users     map[string]User
	channels  map[string]Channel
	groups    map[string]UserGroup
	messages  map[string][]*Message // by channel
	stacks    map[string][]*View    // by user
	homes     map[string]*View      // the app's Home tab, by user
	triggers  map[string]*trigger
	hooks     map[string]*hook    // by path
	suggested map[string][]Option // by block_id/action_id
	calls     []Call
	faults    faults
	tickets   map[string]bool // for sockets
	sockets   []*socket
	turn      int                             // of sockets
	pending   map[string]chan acknowledgement // by envelope
	posted    posting                         // the last one over HTTP
}

// Start starts a workspace on a free port of the loopback interface. The
// caller closes it.
func Start(o Options) (*Slack, error) {
	o = o.filled()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := assemble(o, "http://"+listener.Addr().String())
	s.server = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second}
	s.work.Go(func() {
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.stop() // the port was taken away: everyone who waits is told
		}
	})
	return s, nil
}

// assemble makes the workspace without serving it.
func assemble(o Options, base string) *Slack {
	s := &Slack{
		URL: base + "/api/", base: base, options: o, requests: o.Requests,
		BotToken: "xoxb-" + secret(), AppToken: "xapp-1-" + o.AppID + "-" + secret(),
		SigningSecret: o.SigningSecret, TeamID: o.TeamID, AppID: o.AppID,
		BotID: "B0GOVGROUP", BotUserID: "U0GOVGROUP",
		change: make(chan struct{}), users: map[string]User{}, channels: map[string]Channel{},
		groups: map[string]UserGroup{}, messages: map[string][]*Message{}, stacks: map[string][]*View{}, homes: map[string]*View{},
		triggers: map[string]*trigger{}, hooks: map[string]*hook{},
		suggested: map[string][]Option{}, tickets: map[string]bool{}, pending: map[string]chan acknowledgement{},
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}, CheckRedirect: noRedirect},
	}
	s.stopped, s.stop = context.WithCancel(context.Background())
	s.users[s.BotUserID] = User{ID: s.BotUserID, Name: o.BotName, RealName: o.BotName, Bot: true, TeamID: o.TeamID}
	return s
}

// noRedirect follows no redirect: Slack does not when it delivers.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Close stops serving, cuts every socket and returns once nothing is running.
func (s *Slack) Close() error {
	s.stop()
	err := s.server.Close()
	s.DropSockets()
	s.client.CloseIdleConnections()
	s.work.Wait()
	return err
}

// routes are the hosts of the real Slack under one: the Web API, response
// URLs and sockets.
func (s *Slack) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("GET /link/", s.serveSocket)
	mux.HandleFunc("POST /commands/", s.serveHook)
	mux.HandleFunc("POST /actions/", s.serveHook)
	return mux
}

// changed wakes everyone who waits for something. The caller holds the lock.
func (s *Slack) changed() {
	close(s.change)
	s.change = make(chan struct{})
}

// Deliver sends commands and clicks to these addresses from now on,
// or over Socket Mode when they are empty. A real app is switched in its
// settings; here it lets a server that starts after the fake be named.
func (s *Slack) Deliver(to RequestURLs) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = to
}

// Advance moves the workspace's clock ahead: triggers and response URLs grow
// older by that much.
func (s *Slack) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead += d
}
