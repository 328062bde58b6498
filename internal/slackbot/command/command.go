// Package command understands what people type after the slash command. All it
// knows comes from the tools' declarations: the words, the arguments and their
// order, the help.
package command

import (
	"encoding/json"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// Kind is what a command asks for.
type Kind int

// The kinds.
const (
	ShowLauncher Kind = iota + 1 // nothing was typed: show what there is
	ShowHelp                     // help, on everything or on the words of Topic
	Run                          // call the tool
	OpenForm                     // open the tool's form, filled in with the arguments
	UndoLast                     // call the tool on one's own last change
)

// Command is a line of text that was understood.
type Command struct {
	Kind  Kind
	Topic []string   // of ShowHelp: the words after help; none: everything
	Tool  tools.Tool // of Run and OpenForm

	values []value
}

// IsUserGroup tells the id of a user group of Slack's from that of a user.
func IsUserGroup(id string) bool { return strings.HasPrefix(id, "S") }

// Mentions lists the Slack users and user groups that the arguments mention, each once.
func (c Command) Mentions() []string {
	var users []string
	for _, v := range c.values {
		for _, w := range v.words {
			if w.user != "" && !slices.Contains(users, w.user) {
				users = append(users, w.user)
			}
		}
	}
	return users
}

// Arguments gives the tool's arguments as JSON. emails has those of everyone whom each
// of [Command.Mentions] stands for; one without any is an error.
func (c Command) Arguments(emails map[string][]string) (json.RawMessage, error) {
	arguments := map[string]any{}
	for _, v := range c.values {
		argument, err := v.json(emails)
		if err != nil && !c.Tool.ReadOnly() {
			err = tools.Unchanged(err)
		}
		if err != nil {
			return nil, err
		}
		arguments[v.property.Name] = argument
	}
	return json.Marshal(arguments)
}

// has reports whether something was given for the argument.
func (c Command) has(name string) bool {
	return slices.ContainsFunc(c.values, func(v value) bool { return v.property.Name == name })
}
