// Lookup: the methods that look people, conversations and user groups up.

package slacktest

import (
	"strings"
)

// usersInfo finds the deleted too: their mentions remain.
func (s *Slack) usersInfo(q request) (object, error) {
	if err := q.need("user"); err != nil {
		return nil, err
	}
	u, ok := s.users[q.args.text("user")]
	if !ok {
		return nil, refuse("user_not_found")
	}
	return object{"user": u.json(s.granted("users:read.email"))}, nil
}

// conversationsInfo hides private conversations that the bot is not in.
func (s *Slack) conversationsInfo(q request) (object, error) {
	if err := q.need("channel"); err != nil {
		return nil, err
	}
	c, ok := s.channels[q.args.text("channel")]
	if !ok || (c.Private && c.BotAbsent) {
		return nil, refuse("channel_not_found")
	}
	if scope := c.scope(); !s.granted(scope) {
		return nil, s.missingScope(botToken, scope)
	}
	return object{"channel": c.json(s.TeamID)}, nil
}

// scope is what reading about this kind of conversation needs.
func (c Channel) scope() string {
	switch {
	case c.DM:
		return "im:read"
	case c.Private:
		return "groups:read"
	default:
		return "channels:read"
	}
}

// conversationsOpen opens direct messages with one person only: nothing here
// needs more.
func (s *Slack) conversationsOpen(q request) (object, error) {
	if err := q.need("users"); err != nil {
		return nil, err
	}
	user := q.args.text("users")
	u, ok := s.users[user]
	switch {
	case strings.Contains(user, ","):
		return nil, refuse("method_not_supported_for_channel_type")
	case !ok:
		return nil, refuse("user_not_found")
	case u.Deleted:
		return nil, refuse("user_disabled")
	case u.Bot:
		return nil, refuse("cannot_dm_bot")
	}
	return object{"channel": object{"id": s.direct(user).ID}}, nil
}

// usergroupsUsersList always gives a list, if an empty one.
func (s *Slack) usergroupsUsersList(q request) (object, error) {
	if err := q.need("usergroup"); err != nil {
		return nil, err
	}
	g, ok := s.groups[q.args.text("usergroup")]
	if !ok {
		return nil, refuse("no_such_subteam")
	}
	return object{"users": append([]string{}, g.Users...)}, nil
}
