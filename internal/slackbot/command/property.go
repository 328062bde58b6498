// Arguments of a tool as the grammar sees them, read from its schema.

package command

import (
	"slices"

	"govgroup/internal/tools"
)

// Subject is what the value of an argument names.
type Subject int

// The subjects. Group and Person can be searched for; only a Person can be
// given as a mention.
const (
	Text Subject = iota
	Number
	Group
	Person
)

// property is one argument of a tool.
type property struct {
	Name     string
	About    string
	Required bool
	Many     bool // takes a list
	Subject  Subject
}

// Property is an argument as help and forms show it.
type Property = property

// Properties lists a tool's arguments in declared order.
func Properties(t tools.Tool) []Property {
	var all []property
	for p := t.Input.Properties.Oldest(); p != nil; p = p.Next() {
		all = append(all, property{
			Name: p.Key, About: p.Value.Description, Required: slices.Contains(t.Input.Required, p.Key),
			Many: p.Value.Type == "array", Subject: subjectOf(p.Key, p.Value.Type),
		})
	}
	return all
}

// subjectOf goes by the names, which mean the same in every tool: they are part
// of the contract.
func subjectOf(name, kind string) Subject {
	switch {
	case kind == "integer":
		return Number
	case name == "group" || name == "groups":
		return Group
	case slices.Contains([]string{"owner", "member", "members", "actor"}, name):
		return Person
	}
	return Text
}
