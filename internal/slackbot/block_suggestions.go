// Block suggestions: what people are offered while they type.

package slackbot

import (
	"context"
	"encoding/json"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/slackbot/typeahead"
)

// suggestTime bounds the look at who is typing; the rest is memory.
const suggestTime = 2 * time.Second

// handleBlockSuggestion answers at once. Those who may not use the tools are
// offered nothing: names of groups and people are not for everyone.
func handleBlockSuggestion(ctx context.Context, s *services, callback slack.InteractionCallback) slack.OptionsResponse {
	ctx, cancel := context.WithTimeout(ctx, suggestTime)
	defer cancel()
	if _, err := s.directory.caller(ctx, originOf(callback, "")); err != nil {
		return slack.OptionsResponse{Options: []*slack.OptionBlockObject{}}
	}
	return fitting(slack.OptionsResponse{Options: card.Options(offers(s.index, callback.ActionID, callback.Value))})
}

// offers are the groups or people that fit what was typed for an argument. Only from
// memory: Slack does not wait for a tenant.
func offers(index *typeahead.Index, argument, query string) []card.Option {
	kind := typeahead.People
	switch command.SubjectOf(argument, "string") {
	case command.Group:
		kind = typeahead.Groups
	case command.Person:
	default:
		return nil
	}
	var found []card.Option
	for _, e := range index.Find(kind, query, card.MostOptions) {
		found = append(found, card.Option{ID: e.ID, Name: e.Name, Detail: e.Detail})
	}
	return found
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
