// Shortcuts: from a message, or from anywhere, to a command. Slash commands do not work
// in threads.

package slackbot

import (
	"cmp"
	"context"
	"regexp"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// ShortcutIDs are the callback ids of the app's shortcuts, as slack/manifest.yaml has
// them: on a message, and anywhere.
var ShortcutIDs = []string{"ask_message", "ask"}

// handleShortcut opens the modal that takes a command.
func handleShortcut(s *services, callback slack.InteractionCallback) error {
	from := originOf(callback, callback.Channel.ID)
	i := s.interaction("shortcut", from, s.sender.at(from.User, from.Channel, "", callback.ResponseURL, 0), callback.TriggerID)
	kept := i.metadata()
	if from.Channel != "" {
		kept.Thread = cmp.Or(callback.Message.ThreadTimestamp, callback.Message.Timestamp)
	}
	return i.open(card.Notice("Governance groups"), func(ctx context.Context) (slack.ModalViewRequest, error) {
		return i.renderer.AskModal(i.suggested(ctx, callback.Message.Text), kept), nil
	})
}

// Slack sends mentions and addresses in these forms.
var (
	mentionIn = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)
	addressIn = regexp.MustCompile(`<mailto:([^|>\s]+)`)
)

// suggested is a command that reads about the first person in a message; empty where
// there is none who is known. Nothing else of the message is taken: others wrote it.
func (i *interaction) suggested(ctx context.Context, message string) string {
	address := ""
	if found := addressIn.FindStringSubmatch(message); found != nil {
		address = found[1]
	}
	if found := mentionIn.FindStringSubmatch(message); found != nil {
		if emails, err := i.directory.emails(ctx, i.origin, found[1:2]); err == nil {
			address = emails[found[1]]
		}
	}
	if address == "" {
		return ""
	}
	return "list " + tools.Clean(address)
}

// submitAsk runs the command that was typed. What is not understood stays in the modal
// with the reason.
func submitAsk(i *interaction, view slack.View) (any, error) {
	c, err := i.grammar.Parse(card.Asked(view.State))
	if err != nil {
		return card.Misunderstood(tools.AsError(err).Message), nil
	}
	return nil, runCommand(i, c)
}
