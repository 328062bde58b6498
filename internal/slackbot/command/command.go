// Package command understands what people type after the slash command. All it
// knows comes from the tools' declarations: the words, the arguments and their
// order, the help.
package command

import (
	"encoding/json"

	"govgroup/internal/tools"
)

// Kind is what a command asks for.
type Kind int

// The kinds.
const (
	Launch Kind = iota + 1 // nothing was typed: show what there is
	Explain                // help, on everything or on the words of Topic
	Run                    // call the tool
	Fill                   // open the tool's form, filled in with the arguments
)

// Command is a line of text that was understood.
type Command struct {
	Kind  Kind
	Topic []string   // of Explain: the words after help; none: everything
	Tool  tools.Tool // of Run and Fill

	values []value
}

// value is what was given for one argument. A word that mentions a Slack user
// is kept as a mention until somebody knows that user's e-mail.
type value struct {
	property property
	words    []word
}

// Mentions lists the Slack users that the arguments mention, each once.
func (c Command) Mentions() []string {
	var users []string
	seen := map[string]bool{}
	for _, v := range c.values {
		for _, w := range v.words {
			if w.user != "" && !seen[w.user] {
				seen[w.user] = true
				users = append(users, w.user)
			}
		}
	}
	return users
}

// Arguments gives the tool's arguments as JSON. emails has the e-mail of every
// user that [Command.Mentions] lists; one that is missing is an error.
func (c Command) Arguments(emails map[string]string) (json.RawMessage, error) {
	arguments := map[string]any{}
	for _, v := range c.values {
		argument, err := v.json(emails)
		if err != nil {
			return nil, err
		}
		arguments[v.property.Name] = argument
	}
	return json.Marshal(arguments)
}
