// Options: what a select offers while somebody types.

package card

import "github.com/slack-go/slack"

// MostOptions is how many options Slack takes at once.
const MostOptions = maxOptions

// Option is something that a select offers: the id that is sent, and what is shown.
type Option struct{ ID, Name, Detail string }

// Options puts what was found in Slack's form: never nil, because Slack wants a list.
// What does not fit, such as an id that is longer than any, is left out rather than
// cut: a cut id would be another's or nobody's.
func Options(found []Option) []*slack.OptionBlockObject {
	options := []*slack.OptionBlockObject{}
	for _, f := range found[:min(len(found), MostOptions)] {
		if f.ID == "" || length(f.ID) > maxOptionValue {
			continue
		}
		option := slack.NewOptionBlockObject(f.ID, plain(f.Name, maxOptionText), nil)
		if f.Detail != "" {
			option.Description = plain(f.Detail, maxOptionText)
		}
		options = append(options, option)
	}
	return options
}
