// Help: what can be typed, derived from the declarations.

package command

import (
	"cmp"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// Help explains one command.
type Help struct {
	Tool      string // its name
	Usage     string // /govgroup members add GROUP MEMBERS…
	Title     string
	About     string
	Effect    tools.Effect
	Arguments []Property
	Example   string
}

// Help explains the commands that begin with the words, or with what they mean; none
// are all commands. Words that begin no command are an error with the nearest right ones.
func (g *Grammar) Help(words []string) ([]Help, error) {
	found := g.beginning(words)
	if len(found) == 0 {
		found = g.beginning(texts(g.meant(plain(words...))))
	}
	if len(found) == 0 {
		return nil, g.unknown(words)
	}
	return found, nil
}

func (g *Grammar) beginning(words []string) (found []Help) {
	for _, c := range g.commands {
		if begins(c.words, words) {
			found = append(found, g.explain(c))
		}
	}
	return found
}

// explain derives the help of one command. The one word that is no tool's own
// name is explained here too, since no declaration does.
func (g *Grammar) explain(c command) Help {
	h := Help{
		Tool:  c.tool.Name,
		Title: c.tool.Title, About: g.Rewrite(c.tool.Description), Effect: c.tool.Effect,
		Arguments: spoken(Properties(c.tool)), Example: g.example(c),
	}
	if c.words[0] == pending {
		h.Title, h.About, h.Arguments = "What waits for you", "What waits for your approval, and what you asked for.", nil
	}
	h.Usage = strings.Join(append([]string{g.Root}, c.words...), " ") + usage(h.Arguments)
	return h
}

// usage writes arguments as manuals do: what must be given in capitals, what
// may be left out in brackets.
func usage(all []Property) string {
	var b strings.Builder
	for _, p := range positional(all) {
		word := strings.ToUpper(p.Name)
		if p.Many {
			word += "…"
		}
		if !p.Required {
			word = "[" + word + "]"
		}
		b.WriteString(" " + word)
	}
	for _, p := range all {
		if !slices.ContainsFunc(positional(all), func(first Property) bool { return first.Name == p.Name }) {
			b.WriteString(" [" + p.flag() + argument(p) + "]")
		}
	}
	return b.String()
}

// argument stands for what follows a flag.
func argument(p Property) string {
	if p.Subject == Switch {
		return ""
	}
	return " …"
}

// example is a line that could be typed.
func (g *Grammar) example(c command) string {
	words := append([]string{g.Root}, c.words...)
	all := Properties(c.tool)
	for _, p := range positional(all) {
		if p.Required {
			words = append(words, sample(p))
		}
	}
	if c.tool.Effect == tools.Changes && len(all) > 1 && !all[1].Required {
		words = append(words, all[1].flag(), sample(all[1])) // a group alone would open the form
	}
	return strings.Join(words, " ")
}

// sample is a value that could be typed, of the kind that the argument takes.
func sample(p Property) string {
	switch {
	case p.Subject == Group && p.Many:
		return `"DB Access" "Old Team"`
	case p.Subject == Group:
		return `"DB Access"`
	case p.Subject == Person && p.Many:
		return "@jane bob@corp.example"
	case p.Subject == Person:
		return "@jane"
	case p.Subject == Number:
		return "5"
	}
	named := map[string]string{"name": `"New Team"`, "query": "jane", "change": "last"}
	return cmp.Or(named[p.Name], strings.ToUpper(p.Name))
}
