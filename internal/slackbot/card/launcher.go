// The launcher and the help: what can be done, derived from the tools.

package card

import (
	"strings"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

// Launcher offers the tools that somebody may use: those that need nothing are run, the
// others open their form.
func (r *Renderer) Launcher(allowed []tools.Tool) Message {
	b := &messageBuilder{}
	b.title("Governance groups")
	r.launcher(b, allowed)
	return b.message()
}

func (r *Renderer) launcher(b *messageBuilder, allowed []tools.Tool) {
	for _, row := range []struct {
		effect tools.Effect
		says   string
	}{
		{tools.Reads, "Look"},
		{tools.Changes, "Change"},
		{tools.Destroys, "Take away; you are asked before anything happens"},
	} {
		buttons := offers(allowed, row.effect)
		if len(buttons) == 0 {
			continue
		}
		b.line(bold(row.says))
		b.buttons(buttons...)
	}
	b.line(text("Or type it: "), code(r.grammar.Root+" help"), text(" lists the commands."))
	b.buttons(labelledButton{label: "Help", Button: Button{Kind: ShowHelp}})
}

// offers has a button for each tool of one effect, in the tools' own order.
func offers(allowed []tools.Tool, effect tools.Effect) []labelledButton {
	var buttons []labelledButton
	for _, t := range allowed {
		if t.Effect != effect {
			continue
		}
		does := Button{Kind: Show, Tool: t.Name}
		if needs(t) {
			does.Kind = Open
		}
		buttons = append(buttons, labelledButton{label: t.Title, Button: does})
	}
	return buttons
}

// needs reports whether a tool cannot be called without arguments.
func needs(t tools.Tool) bool { return len(t.Input.Required) > 0 }

// Help shows what commands there are, or one of them with its arguments.
func (r *Renderer) Help(commands []command.Help) Message {
	b := &messageBuilder{}
	if len(commands) == 1 {
		r.helpOne(b, commands[0])
		return b.message()
	}
	b.title("Commands")
	for _, h := range commands {
		b.line(code(h.Example), text("  "+h.Title))
	}
	b.line(text("A name needs quotes where other words follow it; a person is @mentioned or given by e-mail. More on one of them: "),
		code(r.grammar.Root+" help members add"))
	return b.message()
}

// helpOne explains one command with everything it takes.
func (r *Renderer) helpOne(b *messageBuilder, h command.Help) {
	b.title(h.Title)
	b.line(text(h.About))
	b.line(code(h.Usage))
	for _, p := range h.Arguments {
		b.line(text("• "), bold(p.Name), text(describe(p)))
	}
	b.line(text("For example: "), code(h.Example))
}

// describe says what an argument takes.
func describe(p command.Property) string {
	var parts []string
	if p.Required {
		parts = append(parts, "required")
	}
	if p.Many {
		parts = append(parts, "one or more")
	}
	if p.Subject == command.Person {
		parts = append(parts, "@mention, e-mail, account name, display name or id")
	} else if said := p.Explained(); said != "" {
		parts = append(parts, said)
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, "; ")
}
