// Session: one person, what they type, and what they see.

package console

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"govgroup/internal/slacktest"
)

// session is one person at the console. It does what they could do in Slack and sees
// what they would see there, through the fake Slack alone.
type session struct {
	Options
	*slacktest.Slack
	bot     Bot
	root    string // the slash command
	lines   chan string
	user    string
	channel slacktest.Channel
	display display
	home    bool // the Home tab is waited for
}

// newSession gives the workspace its people and the channel that they are in.
func newSession(o Options, fake *slacktest.Slack, bot Bot) *session {
	s := &session{Options: o, Slack: fake, bot: bot, root: bot.Command, lines: make(chan string)}
	s.user = fake.AddUser(slacktest.User{ID: userID(o.As), Name: name(o.As), Email: o.As}).ID
	for _, email := range o.Colleagues {
		if email != o.As {
			fake.AddUser(slacktest.User{ID: userID(email), Name: name(email), Email: email})
		}
	}
	s.channel = fake.AddChannel(slacktest.Channel{Name: "helpdesk"})
	s.display = display{out: o.Out, terminal: o.Terminal, seen: map[string]string{}}
	return s
}

// userID gives each person an id of their own, the same in every session: what is
// decided at one console is told apart by it at another on the same state.
func userID(email string) string {
	sum := sha256.Sum256([]byte(email))
	return fmt.Sprintf("U%X", sum[:5])
}

// connecting is how long the bot may take to connect.
const connecting = 10 * time.Second

// run takes lines until there are no more.
func (s *session) run(ctx context.Context) error {
	if err := s.WaitSockets(1, connecting); err != nil {
		return fmt.Errorf("the bot did not connect: %w", err)
	}
	go s.read(ctx, s.In)
	s.display.say(fmt.Sprintf("You are %s in #%s. Type a command (%s help), the number of a button, or quit.", s.As, s.channel.Name, s.root))
	if s.Note != "" {
		s.display.say(s.Note)
	}
	for {
		line, more := s.ask(ctx, "> ")
		if !more || line == "quit" || line == "exit" {
			return nil
		}
		// A mistake in a line ends nothing: scripts and people go on with the next one.
		if err := s.act(line); err != nil {
			s.display.say(err.Error())
			continue
		}
		s.watch(ctx)
		s.fillIn(ctx)
	}
}

// read passes lines on until the input ends or ctx is done.
func (s *session) read(ctx context.Context, in io.Reader) {
	defer close(s.lines)
	scanner := bufio.NewScanner(in)
	for scanner.Scan() {
		select {
		case s.lines <- scanner.Text():
		case <-ctx.Done():
			return
		}
	}
}

// ask prompts for a line; false: there is none any more.
func (s *session) ask(ctx context.Context, prompt string) (string, bool) {
	s.display.prompt(prompt)
	select {
	case line, more := <-s.lines:
		if !s.Terminal && more { // a terminal shows what is typed; a script is read back with it
			fmt.Fprintln(s.Out, line)
		}
		return strings.TrimSpace(line), more
	case <-ctx.Done():
		return "", false
	}
}

// press presses a button, or chooses from a menu what begins like that.
func (s *session) press(b button, which string) error {
	var value []string
	if b.control.Type == "static_select" {
		for _, o := range b.control.Options {
			if which != "" && value == nil && strings.HasPrefix(strings.ToLower(o.Text), strings.ToLower(which)) {
				value = []string{o.Value}
			}
		}
		if value == nil {
			return fmt.Errorf("write the number, a blank, and how the name begins that you choose: there are %d, such as %s", len(b.control.Options), b.control.Options[0].Text)
		}
	}
	_, err := s.Press(s.user, b.on, b.control.BlockID+"/"+b.control.ActionID, value...)
	return err
}

// act does what a line says: presses a button, or types a command. The slash
// command's own word may be left out.
func (s *session) act(line string) error {
	// No command begins with a number, so that a number is always a button.
	number, rest, _ := strings.Cut(line, " ")
	if n, err := strconv.Atoi(number); err == nil {
		b, shown := s.display.button(n)
		if !shown {
			return fmt.Errorf("there is no button %d", n)
		}
		return s.press(b, rest)
	}
	switch {
	case line == "":
		return nil
	case line == "home":
		s.home = true
		_, err := s.OpenHome(s.user)
		return err
	case !strings.HasPrefix(line, "/"):
		line = s.root + " " + line
	case line != s.root && !strings.HasPrefix(line, s.root+" "):
		return fmt.Errorf("there is only %s here", s.root)
	}
	_, err := s.Command(s.user, s.channel.ID, line)
	return err
}

// watch shows what happens until the bot has nothing to do any more.
func (s *session) watch(ctx context.Context) {
	settled := make(chan struct{})
	go func() {
		defer close(settled)
		s.bot.Settled(ctx)
	}()
	// Whoever waits at a terminal wants to see how far it is.
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-settled:
			s.look()
			return
		case <-ticker.C:
			if s.Terminal { // elsewhere only ends are shown: how far work has come depends on the machine
				s.look()
			}
		}
	}
}

// look shows what is new or changed, in the channel and in the conversation with
// the app.
func (s *session) look() {
	for _, m := range s.Messages(s.channel.ID, s.user) {
		s.display.show(m)
	}
	for _, m := range s.Direct(s.user) {
		s.display.show(m)
	}
	if v, there := s.Home(s.user); there && s.home {
		s.home = false
		s.display.frame("the Home tab", s.display.number(v))
	}
}
