// Type-ahead: what people are offered while they type.

package slackbot

import (
	"context"
	"encoding/json"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/people"
)

// suggestTime bounds the look at who is typing; the rest is memory.
const suggestTime = 2 * time.Second

// suggested answers at once. Those who may not use the tools are offered nothing:
// names of groups and people are not for everyone.
func (b *Bot) suggested(ctx context.Context, i slack.InteractionCallback) slack.OptionsResponse {
	ctx, cancel := context.WithTimeout(ctx, suggestTime)
	defer cancel()
	if _, err := b.people.Caller(ctx, people.Origin{Team: i.Team.ID, User: i.User.ID}); err != nil {
		return slack.OptionsResponse{Options: []*slack.OptionBlockObject{}}
	}
	return fitting(slack.OptionsResponse{Options: b.suggestions.Options(i.ActionID, i.Value)})
}

// maxSuggested is how many bytes of options are sent at most: over Socket Mode
// Slack drops longer acknowledgements without a word.
const maxSuggested = 18 << 10

// fitting leaves out the last options until the rest fits.
func fitting(r slack.OptionsResponse) slack.OptionsResponse {
	for len(r.Options) > 0 {
		raw, err := json.Marshal(r)
		if err == nil && len(raw) <= maxSuggested {
			break
		}
		r.Options = r.Options[:len(r.Options)*3/4]
	}
	return r
}
