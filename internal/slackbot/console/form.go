// Form: one that is asked field by field.

package console

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"govgroup/internal/slacktest"
)

// fillIn asks for the fields of the form in front, as long as there is one. A
// form that cannot be submitted is shown and closed.
func (s *session) fillIn(ctx context.Context) {
	for {
		v, open := s.front()
		if !open {
			return
		}
		s.display.frame("a form", v.Render(nil))
		if next, more := nextPage(v); more {
			if !s.turn(ctx, v, next) {
				return
			}
			continue
		}
		values, submit := s.values(ctx, v)
		if v.Submit == "" || !submit {
			_, _ = s.CloseView(s.user, v) // nobody asked to be told
			s.display.say("(closed)")
			return
		}
		// What Slack or the bot refuses is said, and the form stays open to be mended.
		if _, err := s.Submit(s.user, v, values); err != nil {
			s.display.say(err.Error())
			continue
		}
		s.watch(ctx)
	}
}

// nextPage is the button that leads on from a page that cannot be submitted: the last
// one, as the one that leads back comes before it.
func nextPage(v slacktest.View) (slacktest.Control, bool) {
	buttons := slices.DeleteFunc(v.Controls(), func(c slacktest.Control) bool { return c.Type != "button" })
	if v.Submit != "" || len(buttons) == 0 {
		return slacktest.Control{}, false
	}
	return buttons[len(buttons)-1], true
}

// turn goes on to the next page; false: the person has read enough.
func (s *session) turn(ctx context.Context, v slacktest.View, next slacktest.Control) bool {
	line, more := s.ask(ctx, "an empty line turns the page, “.” closes: ")
	if !more || line == "." {
		_, _ = s.CloseView(s.user, v) // nobody asked to be told
		s.display.say("(closed)")
		return false
	}
	if _, err := s.Press(s.user, v, next.BlockID+"/"+next.ActionID); err != nil {
		s.display.say(err.Error())
		return false
	}
	s.watch(ctx)
	return true
}

// front is the form that lies on top.
func (s *session) front() (slacktest.View, bool) {
	open := s.Views(s.user)
	if len(open) == 0 {
		return slacktest.View{}, false
	}
	return open[len(open)-1], true
}

// values asks for each field; false: the person does not want to submit.
func (s *session) values(ctx context.Context, v slacktest.View) (slacktest.Values, bool) {
	values := slacktest.Values{}
	if v.Submit == "" {
		return values, false
	}
	s.display.say("Fill in: an empty line leaves a field as it is, “.” closes it.")
	for _, c := range v.Controls() {
		if !c.Input { // a button within the form is no field
			continue
		}
		given, more := s.value(ctx, v, c)
		if !more {
			return nil, false
		}
		if len(given) > 0 {
			values[c.BlockID+"/"+c.ActionID] = given
		}
	}
	return values, true
}

// value asks for one field.
func (s *session) value(ctx context.Context, v slacktest.View, c slacktest.Control) ([]string, bool) {
	line, more := s.ask(ctx, label(c))
	if !more || line == "." {
		return nil, false
	}
	if line == "" {
		return nil, true
	}
	switch c.Type {
	case "external_select", "multi_external_select":
		return s.choose(ctx, v, c, line)
	case "static_select", "multi_static_select": // all options are known; letters choose
		return s.pick(ctx, c, matching(c.Options, line))
	}
	return []string{line}, true
}

// label is the prompt of a field, with what it holds already.
func label(c slacktest.Control) string {
	text := c.Label
	if !c.Required {
		text += " (optional)"
	}
	switch {
	case len(c.Chosen) > 0:
		text += fmt.Sprintf(" [%s]", strings.Trim(c.String(), "[]"))
	case strings.HasSuffix(c.Type, "external_select"):
		text += " (type to search)"
	}
	return text + ": "
}

// choose searches, and lets one or several be chosen. Several are searched for
// one after the other; an empty line ends that.
func (s *session) choose(ctx context.Context, v slacktest.View, c slacktest.Control, query string) ([]string, bool) {
	var chosen []string
	for query != "" {
		found, more := s.pick(ctx, c, s.suggest(v, c, query))
		if !more {
			return nil, false
		}
		chosen = append(chosen, found...)
		if !strings.HasPrefix(c.Type, "multi_") && len(chosen) > 0 {
			break
		}
		if query, more = s.ask(ctx, "another, or an empty line: "); !more {
			return nil, false
		}
	}
	return chosen, true
}

// patience is how long a search is repeated that finds nothing: the bot looks
// further in the background, and somebody in Slack would type another letter.
const patience = 2 * time.Second

// suggest asks as somebody does who goes on typing until something is offered.
func (s *session) suggest(v slacktest.View, c slacktest.Control, query string) []slacktest.Option {
	for until := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		found, err := s.Suggest(s.user, v, c.BlockID+"/"+c.ActionID, query)
		if err != nil {
			s.display.say(err.Error())
			return nil
		}
		if len(found.Options) > 0 || time.Now().After(until) {
			return found.Options
		}
	}
}

// pick lets one of the options be chosen. A single one is.
func (s *session) pick(ctx context.Context, c slacktest.Control, options []slacktest.Option) ([]string, bool) {
	const most = 9
	switch {
	case len(options) == 0:
		s.display.say("  nothing found")
		return nil, true
	case len(options) == 1:
		s.display.say("  " + title(options[0]))
		return []string{options[0].Value}, true
	}
	for i, o := range options[:min(most, len(options))] {
		s.display.say(fmt.Sprintf("  %d: %s", i+1, title(o)))
	}
	if more := len(options) - most; more > 0 {
		s.display.say(fmt.Sprintf("  … and %d more: search for more letters", more))
	}
	line, more := s.ask(ctx, "number: ")
	if !more || line == "." {
		return nil, false
	}
	// A wrong number leaves the field as it is: that is seen, and can be chosen again.
	n, err := strconv.Atoi(line)
	if err != nil || n < 1 || n > min(most, len(options)) {
		s.display.say("  none chosen for " + c.Label)
		return nil, true
	}
	return []string{options[n-1].Value}, true
}

// title tells two options of one name apart.
func title(o slacktest.Option) string {
	if o.Description == "" {
		return o.Text
	}
	return o.Text + " (" + o.Description + ")"
}

// matching are the options of a fixed list that have the letters in them.
func matching(options []slacktest.Option, part string) []slacktest.Option {
	var found []slacktest.Option
	for _, o := range options {
		if strings.Contains(strings.ToLower(o.Text), strings.ToLower(part)) {
			found = append(found, o)
		}
	}
	return found
}
