// Scopes: what the app may do in Slack.

package slackbot

// Scopes are what the bot's token needs, and no more. slack/manifest.yaml has the
// same.
func Scopes() []string {
	return []string{"commands", "chat:write", "users:read", "users:read.email", "channels:read", "groups:read"}
}
