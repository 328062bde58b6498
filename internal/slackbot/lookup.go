// Looking up people and channels in Slack, in the form in which people needs it.

package slackbot

import (
	"context"

	"github.com/slack-go/slack"
)

type lookup struct{ *slack.Client }

// GetUserInfoContext asks for one user.
func (l lookup) GetUserInfoContext(ctx context.Context, user string) (*slack.User, error) {
	return l.Client.GetUserInfoContext(ctx, user)
}

// GetUserGroupMembersContext asks who is in a user group.
func (l lookup) GetUserGroupMembersContext(ctx context.Context, group string) ([]string, error) {
	return l.Client.GetUserGroupMembersContext(ctx, group)
}
