// Property: arguments of a tool as the grammar sees them, read from its schema.

package command

import (
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// Subject is what the value of an argument names.
type Subject int

// The subjects. A Group and a Person can be searched for while typing; only a
// Person can be given as a mention.
const (
	Text Subject = iota
	Number
	Group
	Person
	Switch // given or not; true without a value
)

// Property is one argument of a tool.
type Property struct {
	Name     string
	About    string // a sentence, maybe empty
	Required bool
	Many     bool // takes a list
	Subject  Subject
	Options  []string // all that it can be; none: anything
}

// is reports whether a flag names the argument. People write the words of a name
// with dashes.
func (p Property) is(flag string) bool {
	return strings.EqualFold(p.Name, strings.ReplaceAll(flag, "-", "_"))
}

// flag is how the argument is named on a line.
func (p Property) flag() string { return "--" + strings.ReplaceAll(p.Name, "_", "-") }

// Spoken reports whether people are told of the argument. The others are for programs: they
// can be typed all the same, and people sort and page with buttons.
func (p Property) Spoken() bool { return p.Name != "sorters" && p.Name != "offset" }

// spoken are the arguments that people are told of.
func spoken(all []Property) []Property {
	return slices.DeleteFunc(slices.Clone(all), func(p Property) bool { return !p.Spoken() })
}

// Properties lists a tool's arguments in declared order.
func Properties(t tools.Tool) []Property {
	var all []Property
	for p := t.Input.Properties.Oldest(); p != nil; p = p.Next() {
		next := Property{
			Name: p.Key, About: p.Value.Description, Required: slices.Contains(t.Input.Required, p.Key),
			Many: p.Value.Type == "array", Subject: SubjectOf(p.Key, p.Value.Type),
		}
		for _, option := range p.Value.Enum {
			next.Options = append(next.Options, fmt.Sprint(option))
		}
		all = append(all, next)
	}
	return all
}

// Explained is what the argument is about, and all that it can be.
func (p Property) Explained() string {
	said := strings.Join(p.Options, ", ")
	if said != "" && p.About != "" {
		said += "; "
	}
	return said + p.About
}

// SubjectOf says what an argument names; kind is its type in the schema. It goes
// by the names, which mean the same in every tool: they are part of the
// contract.
func SubjectOf(name, kind string) Subject {
	switch {
	case kind == "integer":
		return Number
	case kind == "boolean":
		return Switch
	case slices.Contains([]string{"group", "groups"}, name):
		return Group
	case slices.Contains([]string{"owner", "member", "members", "actor", "from", "to"}, name):
		return Person
	}
	return Text
}

// positional are the arguments that need no flag: the required ones, or else
// the first.
func positional(all []Property) []Property {
	var required []Property
	for _, p := range all {
		if p.Required {
			required = append(required, p)
		}
	}
	if required == nil && len(all) > 0 {
		return all[:1]
	}
	return required
}
