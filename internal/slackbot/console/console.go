// Package console is the bot in a terminal, without Slack: the same bot, over a
// fake Slack on the loopback interface, with one person at the keyboard.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"govgroup/internal/redact"
	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
)

// Options say who is at the keyboard, and what the bot works with.
type Options struct {
	Bot        slackbot.Config // tokens and address are the fake's
	As         string          // e-mail of the person at the keyboard
	Colleagues []string        // e-mails of others, who can be mentioned
	In         io.Reader
	Out        io.Writer
	Terminal   bool // Out is one: what is shown may be coloured, and progress too
}

// Run takes commands until the input ends, somebody types quit, or ctx is done.
// Where the output is no terminal, every line of the input is repeated in it, so
// that the whole reads as a session.
func Run(ctx context.Context, o Options) error {
	if !strings.Contains(o.As, "@") {
		return errors.New("the console needs to know who is at the keyboard: give an e-mail with --as")
	}
	fake, err := slacktest.Start(slacktest.Options{Scopes: slackbot.Scopes()})
	if err != nil {
		return fmt.Errorf("starting the fake Slack: %w", err)
	}
	defer fake.Close()
	o.Bot.BotToken, o.Bot.AppToken = redact.New(fake.BotToken), redact.New(fake.AppToken)
	o.Bot.APIURL = fake.URL
	bot, err := slackbot.New(ctx, o.Bot)
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- bot.Serve(serving, slackbot.Serving{}) }()
	err = newDesk(o, fake, bot).sit(ctx)
	stop()
	return errors.Join(err, <-served)
}

// name is how somebody is mentioned: what stands before the @ of their e-mail.
func name(email string) string {
	local, _, _ := strings.Cut(email, "@")
	return local
}
