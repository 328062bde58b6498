// The desk: one person, what they type, and what they see.

package console

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
)

// desk is where the person sits.
type desk struct {
	Options
	*slacktest.Slack
	bot     *slackbot.Bot
	root    string // the slash command
	lines   chan string
	user    string
	channel slacktest.Channel
	screen  screen
}

// newDesk gives the workspace its people and the channel that they are in.
func newDesk(o Options, fake *slacktest.Slack, bot *slackbot.Bot) *desk {
	d := &desk{Options: o, Slack: fake, bot: bot, root: bot.Command, lines: make(chan string)}
	d.user = fake.AddUser(slacktest.User{Name: name(o.As), Email: o.As}).ID
	for _, email := range o.Colleagues {
		if email != o.As {
			fake.AddUser(slacktest.User{Name: name(email), Email: email})
		}
	}
	d.channel = fake.AddChannel(slacktest.Channel{Name: "helpdesk"})
	d.screen = screen{out: o.Out, terminal: o.Terminal, seen: map[string]string{}}
	return d
}

// connecting is how long the bot may take to connect.
const connecting = 10 * time.Second

// sit takes lines until there are no more.
func (d *desk) sit(ctx context.Context) error {
	if err := d.WaitSockets(1, connecting); err != nil {
		return fmt.Errorf("the bot did not connect: %w", err)
	}
	go d.read(ctx, d.In)
	d.screen.say(fmt.Sprintf("You are %s in #%s. Type a command (%s help), the number of a button, or quit.", d.As, d.channel.Name, d.root))
	for {
		line, more := d.ask(ctx, "> ")
		if !more || line == "quit" || line == "exit" {
			return nil
		}
		if err := d.act(line); err != nil {
			d.screen.say(err.Error())
			continue
		}
		d.watch(ctx)
		d.fillIn(ctx)
	}
}

// read passes lines on until the input ends or ctx is done.
func (d *desk) read(ctx context.Context, in io.Reader) {
	defer close(d.lines)
	scanner := bufio.NewScanner(in)
	for scanner.Scan() {
		select {
		case d.lines <- scanner.Text():
		case <-ctx.Done():
			return
		}
	}
}

// ask prompts for a line; false: there is none any more.
func (d *desk) ask(ctx context.Context, prompt string) (string, bool) {
	d.screen.prompt(prompt)
	select {
	case line, more := <-d.lines:
		if !d.Terminal && more {
			fmt.Fprintln(d.Out, line)
		}
		return strings.TrimSpace(line), more
	case <-ctx.Done():
		return "", false
	}
}

// act does what a line says: presses a button, or types a command. The slash
// command's own word may be left out.
func (d *desk) act(line string) error {
	if n, err := strconv.Atoi(line); err == nil {
		b, shown := d.screen.button(n)
		if !shown {
			return fmt.Errorf("there is no button %d", n)
		}
		_, err := d.Press(d.user, b.on, b.control.BlockID+"/"+b.control.ActionID)
		return err
	}
	switch {
	case line == "":
		return nil
	case !strings.HasPrefix(line, "/"):
		line = d.root + " " + line
	case line != d.root && !strings.HasPrefix(line, d.root+" "):
		return fmt.Errorf("there is only %s here", d.root)
	}
	_, err := d.Command(d.user, d.channel.ID, line)
	return err
}

// watch shows what happens until the bot has nothing to do any more.
func (d *desk) watch(ctx context.Context) {
	settled := make(chan struct{})
	go func() {
		defer close(settled)
		d.bot.Settled(ctx)
	}()
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-settled:
			d.look()
			return
		case <-ticker.C:
			if d.Terminal { // elsewhere only ends are shown: how far work has come depends on the machine
				d.look()
			}
		}
	}
}

// look shows what is new or changed, in the channel and in the conversation with
// the app.
func (d *desk) look() {
	for _, m := range d.Messages(d.channel.ID, d.user) {
		d.screen.show(m)
	}
	for _, m := range d.Direct(d.user) {
		d.screen.show(m)
	}
}
