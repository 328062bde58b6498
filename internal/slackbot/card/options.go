// Options: what a select offers while somebody types.

package card

import (
	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/slackbot/typeahead"
)

// Suggestions answers type-aheads of our forms from an index.
type Suggestions struct {
	*typeahead.Index
}

// Options gives what the select of an argument offers for a query: never nil,
// at most a hundred.
func (s Suggestions) Options(actionID, query string) []*slack.OptionBlockObject {
	options := []*slack.OptionBlockObject{}
	kind := typeahead.People
	switch command.SubjectOf(actionID, "string") {
	case command.Group:
		kind = typeahead.Groups
	case command.Person:
	default:
		return options
	}
	for _, e := range s.Find(kind, query, maxOptions) {
		if e.ID == "" || length(e.ID) > maxOptionValue {
			continue
		}
		option := slack.NewOptionBlockObject(e.ID, plain(e.Name, maxOptionText), nil)
		if e.Detail != "" {
			option.Description = plain(e.Detail, maxOptionText)
		}
		options = append(options, option)
	}
	return options
}
