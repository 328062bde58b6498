// The screen: what is shown, and the numbers of the buttons on it.

package console

import (
	"fmt"
	"io"
	"strings"

	"govgroup/internal/slacktest"
)

// screen remembers what it shows. Numbers are given once: those of an older card
// stay the older card's.
type screen struct {
	out      io.Writer
	terminal bool
	seen     map[string]string // what each message says, by channel and timestamp
	buttons  []pressable
}

// pressable is a button with where it was seen.
type pressable struct {
	on      slacktest.Surface
	control slacktest.Control
}

func (s *screen) button(n int) (pressable, bool) {
	if n < 1 || n > len(s.buttons) {
		return pressable{}, false
	}
	return s.buttons[n-1], true
}

// show draws a message if it is new or says something new.
func (s *screen) show(m slacktest.Message) {
	key, plain := m.Channel+"/"+m.TS, m.Render(nil)
	if s.seen[key] == plain {
		return
	}
	to := "to everyone in the channel"
	switch {
	case m.EphemeralTo != "":
		to = "only you see this"
	case strings.HasPrefix(m.Channel, "D"):
		to = "direct message"
	}
	if s.seen[key] != "" {
		to += ", changed"
	}
	s.seen[key] = plain
	s.frame("govgroup ("+to+")", s.number(m))
}

// number draws a surface with a number on each button.
func (s *screen) number(on slacktest.Surface) string {
	return on.Render(func(c slacktest.Control) string {
		if c.Type != "button" || c.URL != "" {
			return c.String()
		}
		s.buttons = append(s.buttons, pressable{on, c})
		return s.bold(fmt.Sprintf("[%d: %s]", len(s.buttons), c.Label))
	})
}

// frame puts a line before each line of a text, so that what the bot says can be
// told from what is typed.
func (s *screen) frame(title, text string) {
	fmt.Fprintln(s.out, s.bold("│ "+title))
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(s.out, "│ "+line)
	}
	fmt.Fprintln(s.out)
}

func (s *screen) say(text string) { fmt.Fprintln(s.out, text) }

func (s *screen) prompt(text string) { fmt.Fprint(s.out, s.bold(text)) }

// bold makes text stand out where it can.
func (s *screen) bold(text string) string {
	if !s.terminal {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}
