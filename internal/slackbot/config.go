// Config: what a bot is made of, and making one.

package slackbot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/observe"
	"govgroup/internal/redact"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/tools"
	people "govgroup/internal/tools/directory"
)

// Config says what a bot works with and for whom. Registry, Directory, Gate, BotToken and
// one of AppToken and SigningSecret are required.
type Config struct {
	Registry  *tools.Registry
	Directory *people.Directory
	Gate      *confirm.Gate

	BotToken      redact.Secret // xoxb-…
	AppToken      redact.Secret // xapp-…: Socket Mode
	SigningSecret redact.Secret // HTTP, where there is no app token

	Seen transport.Seen // which signed requests came before, here or at another replica; nil: only this process's own are known

	Surface   string // what callers from here are called in logs and the audit; empty: slack
	Command   string // the slash command; empty: /govgroup
	GroupURL  string // where a group's page is, with {id}; empty: names are no links
	Approvers string // the channel by id where approvers are told of what needs a second person; empty: none
	Rules     Rules  // without a workspace: the one that the app is installed in

	APIURL    string        // Slack's Web API, with a slash at its end; empty: the real one. Its host may then have response URLs too
	LookEvery time.Duration // for requests that were made or decided elsewhere, and that nobody was told of; 0: 3 seconds
	Grace     time.Duration // for work in progress when the bot ends; 0: 20 seconds
	Log       *slog.Logger  // nil: nothing is logged

	Tracer observe.Tracer // nil: no spans are kept

	Acknowledged func(kind string, took time.Duration, err error) // hears of every delivery; see [transport.Observed]; nil: nobody counts
}

// check finds what a bot cannot be without.
func (c Config) check() error {
	switch {
	case c.Registry == nil || c.Directory == nil || c.Gate == nil:
		return errors.New("the bot lacks the tools or their gate")
	case c.BotToken.Empty():
		return errors.New("the bot needs its token: set SLACK_BOT_TOKEN")
	case c.AppToken.Empty() && c.SigningSecret.Empty():
		return errors.New("the bot needs a way to receive: set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")
	}
	return nil
}

// filled puts in the defaults.
func (c Config) filled() Config {
	if c.Surface == "" {
		c.Surface = "slack"
	}
	if c.Command == "" {
		c.Command = "/govgroup"
	}
	if !strings.HasPrefix(c.Command, "/") {
		c.Command = "/" + c.Command
	}
	if c.LookEvery == 0 {
		c.LookEvery = 3 * time.Second
	}
	if c.Grace == 0 {
		c.Grace = 20 * time.Second
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// New makes a bot. It asks Slack which app the token is for; a refusal is an
// error. [Bot.Serve] runs it.
func New(ctx context.Context, c Config) (*Bot, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	c = c.filled()
	api := newAPI(c)
	self, err := api.AuthTestContext(ctx)
	if err != nil {
		return nil, withCure(fmt.Errorf("asking Slack who the app is: %w", withoutAddress(err)), tokenCure)
	}
	if len(c.Rules.Teams) == 0 {
		c.Rules.Teams = []string{self.TeamID}
	}
	c.Log.Info("the app is installed", "workspace", self.TeamID, "bot", self.UserID)
	parts, err := newServices(c, api)
	if err != nil {
		return nil, err
	}
	return &Bot{Config: c, services: parts}, nil
}

// newAPI makes the client. The library sets no time limit; a limited rate is waited
// out three times, as far as somebody is not left waiting for that.
func newAPI(c Config) *slack.Client {
	options := []slack.Option{
		slack.OptionAppLevelToken(c.AppToken.Reveal()),
		slack.OptionHTTPClient(&http.Client{Timeout: 30 * time.Second}),
		slack.OptionRetryConfig(slack.RetryConfig{MaxRetries: retries.MaxRetries, Handlers: []slack.RetryHandler{briefly{slack.NewRateLimitErrorRetryHandler(retries)}}}),
	}
	if c.APIURL != "" {
		options = append(options, slack.OptionAPIURL(c.APIURL))
	}
	return slack.New(c.BotToken.Reveal(), options...)
}

// retries are the library's own.
var retries = func() slack.RetryConfig {
	config := slack.DefaultRetryConfig()
	config.MaxRetries = 3
	return config
}()

// longestWait is how long a question to Slack may have to wait for its turn: people wait
// for what it is about, and a form can only be opened while they do. What is said to them
// may wait longer.
const longestWait = 2 * time.Second

// briefly gives up what would have to wait for long.
type briefly struct{ slack.RetryHandler }

// ShouldRetry implements [slack.RetryHandler].
func (b briefly) ShouldRetry(state *slack.RetryState, req *http.Request, resp *http.Response, err error) (bool, time.Duration) {
	again, wait := b.RetryHandler.ShouldRetry(state, req, resp, err)
	return again && (strings.Contains(req.URL.Path, "/chat.") || wait <= longestWait), wait
}

// host is the host of another Slack; "" for the real one.
func host(api string) string {
	u, err := url.Parse(api)
	if err != nil {
		return ""
	}
	return u.Host
}

// withoutAddress leaves the request out of an error.
func withoutAddress(err error) error {
	var inner *url.Error
	if errors.As(err, &inner) {
		return inner.Err
	}
	return err
}
