// Channels: which may be used, by id.

package slackbot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/tools"
)

// channel refuses places that are not allowed or that outsiders can read. A
// place about which Slack tells us nothing is refused too, unless an operator
// has named it.
//
//nolint:cyclop // a case for each reason to refuse
func (d *directory) channel(ctx context.Context, f *userFacts) (string, *tools.Error) {
	named := slices.Contains(d.rules.Channels, f.Channel)
	switch {
	case f.Channel == "":
		return "This does not come from a channel.", nil
	case len(d.rules.Channels) > 0 && !named:
		return "", refuse("The channel %s is not one that this app may be used in.", tools.Clean(f.Channel))
	case d.rules.Shared || strings.HasPrefix(f.Channel, "D"):
		return "The channel is allowed.", nil // answers in a direct message are seen by the one who asked
	}
	info, err := remember(ctx, d, "channel "+f.Channel, func(ctx context.Context) (*slack.Channel, error) {
		return d.ask.channel(ctx, f.Channel)
	})
	switch {
	case err != nil && named:
		return "The channel is allowed by name.", nil
	case err != nil:
		return "", unseen(err)
	case info.IsExtShared || info.IsPendingExtShared:
		return "", refuse("The channel is shared with another organisation. Use a direct message with the app, or a channel of your own.")
	}
	return fmt.Sprintf("The channel %s is not shared with other organisations.", f.Channel), nil
}

// unseen says what to do where Slack does not show the app a channel.
func unseen(err error) *tools.Error {
	if failure := slackError(err, "whether this channel is shared with another organisation"); slackCode(err) != "channel_not_found" {
		return failure
	}
	return refuse("The app cannot see this channel, so it cannot tell whether outsiders can. Invite the app to it, or use a direct message with the app.")
}
