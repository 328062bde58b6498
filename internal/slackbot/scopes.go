// Scopes: what the app may do in Slack.

package slackbot

// Scopes are what the bot's token needs, and no more. slack/manifest.yaml has the
// same.
func Scopes() []string {
	return []string{"commands", "chat:write", "users:read", "users:read.email", "channels:read", "groups:read"}
}

// scopes are those that this bot's token needs: where the policy speaks of user groups, to
// read them too.
func (c Config) scopes() []string {
	if len(c.Rules.Groups) > 0 {
		return append(Scopes(), "usergroups:read")
	}
	return Scopes()
}
