// Type-ahead: what people are offered while they type.

package slackbot

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/people"
)

// suggestTime bounds the look at who is typing; the rest is memory.
const suggestTime = 2 * time.Second

// suggested answers at once. Those who may not use the tools are offered nothing:
// names of groups and people are not for everyone.
func (b *Bot) suggested(ctx context.Context, i slack.InteractionCallback) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, suggestTime)
	defer cancel()
	none := slack.OptionsResponse{Options: []*slack.OptionBlockObject{}}
	if _, err := b.People.Caller(ctx, people.Place{Team: i.Team.ID, User: i.User.ID}); err != nil {
		return none, nil
	}
	if found := b.Suggestions.Options(i.ActionID, i.Value); len(found) > 0 {
		return slack.OptionsResponse{Options: found}, nil
	}
	return none, nil
}
