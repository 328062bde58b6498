// Binding: which word is for which argument.

package command

import (
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// binding assigns words to the arguments of one tool.
type binding struct {
	root       string
	said       command
	properties []Property
	positional []Property
	values     []*value
	open       *value // of a flag that waits for its value or takes more
}

// bind makes a command of a tool's words and what follows them.
func (g *Grammar) bind(said command, rest []word) (Command, error) {
	a := binding{root: g.Root, said: said, properties: Properties(said.tool)}
	a.positional = positional(a.properties)
	for i, w := range rest {
		if err := a.take(w, rest[i:]); err != nil {
			return Command{}, err
		}
	}
	if a.open != nil && len(a.open.words) == 0 {
		return Command{}, tools.Errorf(tools.InvalidInput, "--%s needs a value.", a.open.property.Name)
	}
	// In the order of the declaration, whatever the order in which they were typed.
	c := Command{Kind: Run, Tool: said.tool}
	for _, p := range a.properties {
		if v := a.given(p.Name); v != nil {
			c.values = append(c.values, *v)
		}
	}
	return g.complete(c, a)
}

// complete decides between running the tool, opening its form, and saying what
// is missing. Only what changes has a form: what destroys must be said whole.
func (g *Grammar) complete(c Command, a binding) (Command, error) {
	var missing []string
	for _, p := range a.properties {
		if p.Required && !c.has(p.Name) {
			missing = append(missing, p.Name)
		}
	}
	// “update DB” names a group and nothing to change: the form asks what.
	onlyGroup := len(c.values) == 1 && c.values[0].property.Subject == Group && len(a.properties) > len(a.positional)
	switch {
	case c.Tool.Effect == tools.Changes && (len(missing) > 0 || onlyGroup):
		c.Kind = OpenForm
	case len(missing) > 0:
		return Command{}, tools.Errorf(tools.InvalidInput, "Missing: %s. For example: %s",
			strings.Join(missing, " and "), g.example(a.said))
	}
	return c, nil
}

// take assigns the first of the words that are left.
func (a *binding) take(w word, left []word) error {
	w = a.named(w)
	if w.flag != "" {
		if a.open != nil && len(a.open.words) == 0 {
			return tools.Errorf(tools.InvalidInput, "--%s needs a value; put it in quotes if it begins with dashes.", a.open.property.Name)
		}
		if err := a.flag(w.flag, w.valued); err != nil || !w.valued {
			return err
		}
		w.flag = ""
	}
	v := a.open
	if v == nil {
		if v = a.next(); v == nil {
			return a.tooMany(left)
		}
	}
	// A flag of several values takes words until the next flag.
	if !v.property.Many {
		a.open = nil
	}
	return v.take(w)
}

// named decides about a word such as reason=x: it is a flag where the tool has such
// an argument, and the word that it looks like where not.
func (a *binding) named(w word) word {
	if w.key == "" {
		return w
	}
	if slices.ContainsFunc(a.properties, func(p Property) bool { return p.is(w.key) }) {
		w.flag, w.valued = w.key, true
	} else {
		w.text = w.key + "=" + w.text
	}
	w.key = ""
	return w
}

// flag opens the argument that a flag names. A switch is on by its name alone.
func (a *binding) flag(name string, valued bool) error {
	var names []string
	for _, p := range a.properties {
		if p.is(name) {
			a.open = a.add(p)
			if p.Subject == Switch && !valued {
				a.open = nil
				return nil
			}
			if !p.Many && len(a.open.words) > 0 {
				return tools.Errorf(tools.InvalidInput, "“%s” is given twice and takes one value.", p.Name)
			}
			return nil
		}
		names = append(names, strings.TrimPrefix(p.flag(), "--"))
	}
	phrase := strings.Join(a.said.words, " ")
	// A guess at what was meant is worth more than the whole list.
	if near := tools.Nearest(tools.Clean(name), names); near != "" && len(name) < 100 {
		return tools.Errorf(tools.InvalidInput, "“%s” has no --%s; did you mean --%s?", phrase, tools.Clean(name), near)
	}
	if len(names) == 0 {
		return tools.Errorf(tools.InvalidInput, "“%s” takes no arguments.", phrase)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !(Property{Name: name}).Spoken() })
	return tools.Errorf(tools.InvalidInput, "“%s” has no --%s; it takes --%s.", phrase, tools.Clean(name), strings.Join(names, ", --"))
}

// next is the argument that a word without a flag is for; nil if there is none.
func (a *binding) next() *value {
	for _, p := range a.positional {
		// The last one that takes several keeps taking.
		if v := a.given(p.Name); v == nil || p.Many {
			return a.add(p)
		}
	}
	return nil
}

// given finds what an argument got so far; nil if nothing.
func (a *binding) given(name string) *value {
	for _, v := range a.values {
		if v.property.Name == name {
			return v
		}
	}
	return nil
}

// add opens an argument, or goes on with it where it takes several values.
func (a *binding) add(p Property) *value {
	if v := a.given(p.Name); v != nil {
		return v
	}
	v := &value{property: p}
	a.values = append(a.values, v)
	return v
}

// tooMany says what to do about words that are for nothing: most often a name
// of several words without its quotes.
func (a *binding) tooMany(left []word) error {
	phrase := strings.Join(a.said.words, " ")
	if len(a.properties) == 0 {
		return tools.Errorf(tools.InvalidInput, "“%s” takes no arguments.", phrase)
	}
	last := a.positional[len(a.positional)-1]
	v := a.given(last.Name)
	if v == nil || v.property.Subject == Number {
		return tools.Errorf(tools.InvalidInput, "“%s” is for no argument of “%s”.", tools.Clean(left[0].text), phrase)
	}
	// Show it as it should have been typed, up to the first flag.
	name := []string{v.words[0].text}
	for _, w := range left {
		if w.flag != "" {
			break
		}
		name = append(name, w.text)
	}
	return tools.Errorf(tools.InvalidInput, "Put what belongs together in quotes: %s %s … %s. Everything else has a flag.",
		a.root, phrase, quote(tools.Clean(strings.Join(name, " "))))
}
