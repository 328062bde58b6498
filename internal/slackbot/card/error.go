// Errors: what happened, what was not changed, what to try, and how to find it
// in the log.

package card

import (
	"errors"
	"fmt"
	"maps"

	"govgroup/internal/tools"
)

// Error shows why something did not happen. The reference is what the log has
// it under.
func (r *Renderer) Error(failure *tools.Error, reference string) Message {
	return r.ErrorOf(tools.Call{}, failure, reference)
}

// mostChoices is how many buttons are offered.
const mostChoices = 5

// ErrorOf is [Renderer.Error] of a call. The groups or people that may have been meant
// are buttons: to read they are asked about, to change they fill the form. So does what
// was asked for, to be corrected.
func (r *Renderer) ErrorOf(c tools.Call, failure *tools.Error, reference string) Message {
	b := &messageBuilder{}
	what, advice := meaning(failure.Code)
	if slacks := (SlackFault{}); errors.As(failure.Cause, &slacks) {
		what, advice = slacks.meaning()
	}
	b.line(text("⚠️ "), bold(what))
	b.line(sentence(text, r.grammar.Rewrite(failure.Message))...)
	if advice != "" {
		b.line(italic(advice))
	}
	b.context(fmt.Sprintf("%s · reference %s", failure.Code, reference))
	b.buttons(r.choices(c, failure)...)
	return b.message()
}

// choices are buttons for the groups or people that may have been meant.
func (r *Renderer) choices(c tools.Call, failure *tools.Error) (buttons []labelledButton) {
	t, known := r.grammar.Tool(c.Tool)
	if !known {
		return nil
	}
	kind := Open
	if t.ReadOnly() {
		kind = Show
	}
	offer := func(label string, given map[string]any) {
		buttons = append(buttons, labelledButton{label: label, Button: Button{Kind: kind, Tool: c.Tool, Arguments: arguments(given)}})
	}
	given := callArguments(c)
	_, aboutGroup := given["group"]
	for _, g := range failure.Groups[:min(len(failure.Groups), mostChoices)] {
		if aboutGroup {
			chosen := maps.Clone(given)
			chosen["group"] = g.ID
			offer(g.Name, chosen)
		}
	}
	for _, p := range failure.People[:min(len(failure.People), mostChoices)] {
		if chosen := saying(given, failure.Said, p.ID); chosen != nil {
			offer(p.Name, chosen)
		}
	}
	if kind == Open && len(buttons) == 0 && failure.Code == tools.NotFound {
		offer("Correct it…", given)
	}
	return buttons
}

// saying are the arguments with another word for somebody; nil where what was said is
// not among them.
func saying(given map[string]any, said, instead string) map[string]any {
	chosen, found := maps.Clone(given), false
	swap := func(v any) any {
		if text, is := v.(string); is && tools.Visible(text) == said {
			found = true
			return instead
		}
		return v
	}
	for name, value := range chosen {
		if list, many := value.([]any); many {
			swapped := make([]any, len(list))
			for i, one := range list {
				swapped[i] = swap(one)
			}
			chosen[name] = swapped
		} else if name != "group" {
			chosen[name] = swap(value)
		}
	}
	if !found {
		return nil
	}
	return chosen
}

// SlackFault is the cause of an error that is Slack's fault and nobody else's.
type SlackFault struct {
	Err     error
	Lasting bool // trying again does not help: whoever runs the app has to do something
}

// Error is Slack's own word.
func (f SlackFault) Error() string { return f.Err.Error() }

// Unwrap gives what Slack answered.
func (f SlackFault) Unwrap() error { return f.Err }

// meaning says whose fault it is; what helps is in the message.
func (f SlackFault) meaning() (what, advice string) {
	if f.Lasting {
		advice = "Tell whoever runs this app the reference below."
	}
	return "Slack did not do its part", advice
}

// meaning says in a few words what kind of error it is, and what to try.
func meaning(code tools.Code) (what, advice string) {
	if m, known := meanings[code]; known {
		return m.what, m.advice
	}
	return "That did not work", "Tell whoever runs this app the reference below."
}

var meanings = map[tools.Code]struct{ what, advice string }{
	tools.InvalidInput:   {"That was not understood", "Nothing is written on a doubt: correct the line and send it again."},
	tools.NotFound:       {"Nothing was found", "Look it up first; an id always works."},
	tools.Ambiguous:      {"More than one fits", "Say it by its id."},
	tools.InUse:          {"It is in use", "Take it out of use first; its connections say where."},
	tools.NotAllowed:     {"That is not allowed", "If it should be, ask whoever runs this app."},
	tools.CannotAsk:      {"Nobody can be asked", "Ask whoever runs this app."},
	tools.Declined:       {"Cancelled", ""},
	tools.Expired:        {"Too late", "Give the command again for a fresh request."},
	tools.Stale:          {"The tenant has changed meanwhile", "Look at it, and give the command again if it is still wanted."},
	tools.AlreadyDecided: {"That was decided already", ""},
	tools.RateLimited:    {"The tenant is busy", "Try again in a moment."},
	tools.Unavailable:    {"The tenant or the records could not be reached", "Try again in a moment."},
	tools.OutcomeUnknown: {"It is not known whether that took effect", "Look at the group before you ask again."},
	tools.Internal:       {"Something went wrong inside the app", "Look at the group before you ask again, and tell whoever runs this app the reference below."},
}
