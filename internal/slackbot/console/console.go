// Package console is the bot in a terminal, without Slack: the same bot, over a
// fake Slack on the loopback interface, with one person at the keyboard.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"govgroup/internal/slacktest"
)

// Options say who is at the keyboard, and which bot answers.
type Options struct {
	Connect    func(context.Context, Slack) (Bot, error)
	Scopes     []string // what the bot may do in Slack
	As         string   // e-mail of the person at the keyboard
	Note       string   // said first; empty: nothing
	Colleagues []string // e-mails of others, who can be mentioned
	In         io.Reader
	Out        io.Writer
	Terminal   bool // Out is one: what is shown may be coloured, and progress too
}

// Slack is how a bot reaches the fake Slack.
type Slack struct{ URL, BotToken, AppToken string }

// Bot is what the console needs of a bot. It does not know the bot itself, so that
// it cannot reach past Slack into it.
type Bot struct {
	Command string                      // the slash command
	Serve   func(context.Context) error // until the context is done
	Settled func(context.Context)       // returns once nothing is being worked on
}

// Run takes commands until the input ends, somebody types quit, or ctx is done.
// Where the output is no terminal, every line of the input is repeated in it, so
// that the whole reads as a session.
func Run(ctx context.Context, o Options) error {
	if !strings.Contains(o.As, "@") {
		return errors.New("the console needs to know who is at the keyboard: give an e-mail with --as")
	}
	fake, err := slacktest.Start(slacktest.Options{Scopes: o.Scopes})
	if err != nil {
		return fmt.Errorf("starting the fake Slack: %w", err)
	}
	defer fake.Close()
	bot, err := o.Connect(ctx, Slack{URL: fake.URL, BotToken: fake.BotToken, AppToken: fake.AppToken})
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- bot.Serve(serving) }()
	err = newSession(o, fake, bot).run(ctx)
	stop()
	return errors.Join(err, <-served)
}

// name is how somebody is mentioned: what stands before the @ of their e-mail.
func name(email string) string {
	local, _, _ := strings.Cut(email, "@")
	return local
}
