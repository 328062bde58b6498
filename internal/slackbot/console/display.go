// Display: what is shown, and the numbers of the buttons on it.

package console

import (
	"fmt"
	"io"
	"strings"

	"govgroup/internal/slacktest"
)

// display remembers what it shows. Numbers are given once: those of an older card
// stay the older card's.
type display struct {
	out      io.Writer
	terminal bool
	seen     map[string]string // what each message says, by channel and timestamp
	buttons  []button
}

// button is a button with where it was seen.
type button struct {
	on      slacktest.Surface
	control slacktest.Control
}

// button finds one by the number that was shown with it.
func (d *display) button(n int) (button, bool) {
	if n < 1 || n > len(d.buttons) {
		return button{}, false
	}
	return d.buttons[n-1], true
}

// show draws a message if it is new or says something new.
func (d *display) show(m slacktest.Message) {
	key, plain := m.Channel+"/"+m.TS, m.Render(nil)
	if d.seen[key] == plain { // a card that only got older is not shown again
		return
	}
	to := "to everyone in the channel"
	switch {
	case m.EphemeralTo != "":
		to = "only you see this"
	case strings.HasPrefix(m.Channel, "D"):
		to = "direct message"
	}
	if d.seen[key] != "" {
		to += ", changed"
	}
	d.seen[key] = plain
	d.frame("govgroup ("+to+")", d.number(m))
}

// number draws a surface with a number on each button.
func (d *display) number(on slacktest.Surface) string {
	return on.Render(func(c slacktest.Control) string {
		// An address is opened and not pressed: it is shown as it is.
		if c.Type != "button" && c.Type != "static_select" || c.URL != "" {
			return c.String()
		}
		d.buttons = append(d.buttons, button{on, c})
		return d.bold(fmt.Sprintf("[%d: %s]", len(d.buttons), c.Label))
	})
}

// frame puts a line before each line of a text, so that what the bot says can be
// told from what is typed.
func (d *display) frame(title, text string) {
	fmt.Fprintln(d.out, d.bold("│ "+title))
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(d.out, "│ "+line)
	}
	fmt.Fprintln(d.out)
}

// say is for what the console itself has to tell.
func (d *display) say(text string) { fmt.Fprintln(d.out, text) }

// prompt leaves the line open for an answer.
func (d *display) prompt(text string) { fmt.Fprint(d.out, d.bold(text)) }

// bold makes text stand out where it can.
func (d *display) bold(text string) string {
	if !d.terminal {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}
