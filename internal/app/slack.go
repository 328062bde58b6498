// Slack: the Slack bot as a program.

package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"

	"govgroup/internal/confirm"
	"govgroup/internal/redact"
	"govgroup/internal/slackbot"
	"govgroup/internal/slackbot/console"
	"govgroup/internal/web"
)

// SlackSettings are what an operator chooses for the bot. The tokens are in the
// environment and nowhere else: flags can be read in the list of processes.
type SlackSettings struct {
	Settings // of these State, Sandbox, ReadOnly, MemberBatch, APIVersion and Addr

	Command    string   // the slash command, with or without its slash
	GroupURL   string   // where a group's page is, with {id}; empty: names are no links
	Teams      []string // workspaces by id; none: the one that the app is installed in
	Channels   []string // channels by id; none: all that no outsider reads
	Approvers  string   // the channel by id where approvers are told; empty: none
	UserGroups []string // Slack's user groups by id that the policy speaks of
	Guests     bool     // guests may use it
	Shared     bool     // channels shared with other organisations may be used
	APIURL     string   // another Slack than the real one, for tests
	As         string   // who is at the console
}

// The names of the variables with Slack's secrets.
const (
	botTokenVariable      = "SLACK_BOT_TOKEN"
	appTokenVariable      = "SLACK_APP_TOKEN"
	signingSecretVariable = "SLACK_SIGNING_SECRET"
)

// Slack runs the bot until ctx is done. Work in progress is finished first.
func Slack(ctx context.Context, s SlackSettings, h Host) error {
	h, done := h.tracing(ctx, "slackbot")
	defer done()
	if s.Addr != "" {
		h = h.counting()
	}
	return withBot(ctx, s, h, func(c slackbot.Config, ready []web.Part) error {
		bot, err := slackbot.New(ctx, c)
		if err != nil {
			return err
		}
		serving := slackbot.Serving{Ready: ready, Metrics: h.metricsHandler()}
		if s.Addr != "" {
			if serving.Listener, err = net.Listen("tcp", s.Addr); err != nil {
				return fmt.Errorf("cannot listen at %s: %w", s.Addr, err)
			}
			h.Log.Info("listening", "address", serving.Listener.Addr().String())
		} else if c.AppToken.Empty() {
			return errNoAddress
		}
		return bot.Serve(ctx, serving)
	})
}

// The people of the embedded tenant whom the console knows by name.
const (
	sandboxPerson    = "jane.doe@corp.example"
	sandboxColleague = "avery.stone@corp.example"
)

// onRealTenant says what a console is not good for.
const onRealTenant = "This is a real tenant. At a console anybody could claim to be you, so requests that need a known person, or a second one, are decided elsewhere: in Slack or on the approval page."

// SlackConsole runs the bot in the terminal, over a fake Slack.
func SlackConsole(ctx context.Context, s SlackSettings, h Host) error {
	return withBot(ctx, s, h, func(c slackbot.Config, _ []web.Part) error {
		o := console.Options{
			Connect: atConsole(c), Scopes: slackbot.Scopes(), As: s.As,
			In: h.Stdin, Out: h.Stdout, Terminal: isTerminal(h.Stdout), Note: onRealTenant,
		}
		if s.Sandbox {
			o.Note = ""
			o.Colleagues = []string{sandboxPerson, sandboxColleague}
			if o.As == "" {
				o.As = sandboxPerson
			}
		}
		return console.Run(ctx, o)
	})
}

// atConsole makes the bot that answers at a console, over the fake Slack there.
func atConsole(c slackbot.Config) func(context.Context, console.Slack) (console.Bot, error) {
	return func(ctx context.Context, fake console.Slack) (console.Bot, error) {
		c.Surface = "console" // where anybody may claim to be anybody: no known person, but for practice
		c.BotToken, c.AppToken, c.APIURL = redact.New(fake.BotToken), redact.New(fake.AppToken), fake.URL
		bot, err := slackbot.New(ctx, c)
		if err != nil {
			return console.Bot{}, err
		}
		serve := func(ctx context.Context) error { return bot.Serve(ctx, slackbot.Serving{}) }
		return console.Bot{Command: bot.Command, Serve: serve, Settled: bot.Settled}, nil
	}
}

// withBot opens the tenant and the records, and says what a bot works with.
func withBot(ctx context.Context, s SlackSettings, h Host, run func(slackbot.Config, []web.Part) error) error {
	t, err := openTenant(s.Settings, h)
	if err != nil {
		return err
	}
	defer func() { _ = t.close() }()
	g, err := start(context.WithoutCancel(ctx), s.Settings, h, t, confirm.Places{Slack: true, Channel: channelMention(s.Approvers)})
	if err != nil {
		return err
	}
	defer g.close()
	c := s.config(h)
	c.Registry, c.Directory, c.Gate, c.Seen = g.registry, g.people, g.gate, g.db
	return run(c, g.parts(t))
}

// config is what the settings and the environment say of a bot.
func (s SlackSettings) config(h Host) slackbot.Config {
	return slackbot.Config{
		BotToken: redact.New(h.Getenv(botTokenVariable)), AppToken: redact.New(h.Getenv(appTokenVariable)),
		SigningSecret: redact.New(h.Getenv(signingSecretVariable)),
		Command:       s.Command, GroupURL: s.GroupURL, Approvers: s.Approvers,
		Rules:  slackbot.Rules{Teams: s.Teams, Channels: s.Channels, Guests: s.Guests, Shared: s.Shared, Groups: s.UserGroups},
		APIURL: s.APIURL, Log: h.Log, Tracer: h.tracer, Acknowledged: h.countAcknowledged(),
	}
}

// channelMention names a channel so that Slack shows its name; empty for none.
func channelMention(id string) string {
	if id == "" {
		return ""
	}
	return "<#" + id + ">"
}

// isTerminal tells whether somebody sees what is written.
func isTerminal(w io.Writer) bool {
	f, is := w.(*os.File)
	if !is {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
