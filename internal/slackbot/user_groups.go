// User groups: which of those that the policy speaks of a person is in.

package slackbot

import (
	"context"
	"slices"

	"govgroup/internal/tools"
)

// groups gives the person's user groups as the policy names them. A group that
// cannot be looked at refuses: a rule that denies may speak of it.
func (d *directory) groups(ctx context.Context, user string) ([]string, error) {
	var attributes []string
	for _, id := range d.rules.Groups {
		members, err := remember(ctx, d, "group "+id, func(ctx context.Context) ([]string, error) {
			return d.ask.userGroup(ctx, id)
		})
		if err != nil {
			return nil, &tools.Error{
				Code:    tools.Unavailable,
				Message: "Slack does not tell who is in the user group " + tools.Clean(id) + ", so it is not known what you may do.",
				Cause:   err,
			}
		}
		if slices.Contains(members, user) {
			attributes = append(attributes, "slack_group:"+id)
		}
	}
	return attributes, nil
}
