// Fields: one argument of a tool in a form.

package card

import (
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

// field is the block of an argument. Its block id and its action id are the
// argument's name.
func (f Forms) field(t tools.Tool, p command.Property, c content) slack.Block {
	var hint *slack.TextBlockObject
	if p.About != "" && p.Subject != command.Group && p.Subject != command.Person { // what is chosen needs no spelling
		hint = plain(f.Renderer.grammar.Rewrite(p.About), maxLabel)
	}
	block := slack.NewInputBlock(p.Name, plain(capital(p.Name), maxLabel), hint, element(p, c))
	// A name can be changed and not taken away.
	block.Optional = !p.Required && (!c.present || !filledAlways(t, p.Name))
	return block
}

// element is what is typed into or chosen from. What names a group or a person is
// chosen, so that nobody has to know how it is spelt.
func element(p command.Property, c content) slack.BlockElement {
	switch {
	case p.Subject == command.Number:
		return slack.NewNumberInputBlockElement(nil, p.Name, false)
	case (p.Subject == command.Group || p.Subject == command.Person) && p.Many:
		return chooseMany(p, c)
	case p.Subject == command.Group || p.Subject == command.Person:
		return chooseOne(p, c)
	case len(p.Options) > 0:
		return chooseOption(p, c)
	}
	input := slack.NewPlainTextInputBlockElement(nil, p.Name)
	input.Multiline, input.MaxLength = p.Name == "description", maxInput
	if len(c.choices) > 0 {
		input.InitialValue = cut(c.choices[0].value, maxInput)
	}
	return input
}

// chooseOne and chooseMany ask for their options while somebody types.
func chooseOne(p command.Property, c content) slack.BlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, prompt(p), p.Name)
	least := leastQuery(p)
	e.MinQueryLength = &least
	if options := c.options(); len(options) > 0 {
		e.InitialOption = options[0]
	}
	return e
}

func chooseMany(p command.Property, c content) slack.BlockElement {
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeExternal, prompt(p), p.Name)
	least := leastQuery(p)
	e.MinQueryLength, e.InitialOptions = &least, c.options()
	return e
}

// chooseOption offers all that the argument can be.
func chooseOption(p command.Property, c content) slack.BlockElement {
	var all []*slack.OptionBlockObject
	for _, option := range p.Options {
		all = append(all, slack.NewOptionBlockObject(option, plain(capital(option), maxOptionText), nil))
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, p.Name, all...)
	for i, option := range p.Options {
		if len(c.choices) > 0 && c.choices[0].value == option {
			e.InitialOption = all[i]
		}
	}
	return e
}

// prompt says what to type, as the select shows nothing before that.
func prompt(p command.Property) *slack.TextBlockObject {
	if p.Subject == command.Group {
		return plain("Part of a group's name", maxPlaceholder)
	}
	return plain("Part of a name or e-mail", maxPlaceholder)
}

// leastQuery is how much must be typed before anything is offered. Groups are
// few enough to be offered at once.
func leastQuery(p command.Property) int {
	if p.Subject == command.Group {
		return 0
	}
	return 2
}

// options are the contents in Slack's form. One that does not fit is left out.
func (c content) options() []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, one := range c.choices {
		if one.value != "" && length(one.value) <= maxOptionValue && len(options) < maxOptions {
			options = append(options, slack.NewOptionBlockObject(one.value, plain(one.label, maxOptionText), nil))
		}
	}
	return options
}

// filledAlways reports whether an argument must not be empty if it is given.
func filledAlways(t tools.Tool, name string) bool {
	p, known := t.Input.Properties.Get(name)
	return known && p.MinLength != nil && *p.MinLength > 0
}

// capital begins a label as sentences begin. Names of arguments are plain ASCII.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
