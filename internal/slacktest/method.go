// The methods of the Web API: what each needs, and what it does.

package slacktest

import (
	"slices"
	"strings"
)

// The kinds of token.
const (
	botToken = "bot"
	appToken = "app"
	noToken  = "none"
)

// method is one method of the Web API.
type method struct {
	token  string   // the kind it takes; empty: any
	scopes []string // any one of them is needed; nil: none
	run    func(s *Slack, q request) (object, error)
}

// methods are those that an app like ours uses. The scopes are those of the
// reference; conversations.info needs one that depends on the conversation,
// and looks itself.
func methods() map[string]method {
	return map[string]method{
		"auth.test":             {run: (*Slack).authTest},
		"apps.connections.open": {appToken, []string{"connections:write"}, (*Slack).connectionsOpen},
		"chat.postMessage":      {botToken, []string{"chat:write"}, (*Slack).chatPost},
		"chat.postEphemeral":    {botToken, []string{"chat:write"}, (*Slack).chatPostEphemeral},
		"chat.update":           {botToken, []string{"chat:write"}, (*Slack).chatUpdate},
		"chat.delete":           {botToken, []string{"chat:write"}, (*Slack).chatDelete},
		"views.open":            {botToken, nil, (*Slack).viewsOpen},
		"views.push":            {botToken, nil, (*Slack).viewsPush},
		"views.update":          {botToken, nil, (*Slack).viewsUpdate},
		"views.publish":         {botToken, nil, (*Slack).viewsPublish},
		"users.info":            {botToken, []string{"users:read"}, (*Slack).usersInfo},
		"conversations.info":    {botToken, []string{"channels:read", "groups:read", "im:read", "mpim:read"}, (*Slack).conversationsInfo},
		"conversations.open":    {botToken, []string{"im:write", "mpim:write", "channels:manage", "groups:write"}, (*Slack).conversationsOpen},
		"usergroups.users.list": {botToken, []string{"usergroups:read"}, (*Slack).usergroupsUsersList},
	}
}

// allow checks the token of a call: its kind, then its scopes. It gives the
// scope that let the call in.
func (s *Slack) allow(m method, kind string) (string, error) {
	if m.token != "" && m.token != kind {
		return "", refuse("not_allowed_token_type")
	}
	if m.scopes == nil {
		return "", nil
	}
	provided := s.provided(kind)
	for _, scope := range m.scopes {
		if slices.Contains(provided, scope) {
			return scope, nil
		}
	}
	return "", s.missingScope(kind, m.scopes...)
}

// missingScope is the refusal that names what was needed and what was there.
func (s *Slack) missingScope(kind string, needed ...string) error {
	return &refusal{code: "missing_scope", extra: object{
		"needed": strings.Join(needed, ","), "provided": strings.Join(s.provided(kind), ","),
	}}
}

// provided are the scopes of a kind of token.
func (s *Slack) provided(kind string) []string {
	if kind == appToken {
		return s.options.AppScopes
	}
	return s.options.Scopes
}

// granted tells whether the bot token has a scope.
func (s *Slack) granted(scope string) bool { return slices.Contains(s.options.Scopes, scope) }

// kindOf tells what a token is, or refuses it.
func (s *Slack) kindOf(token string) (string, error) {
	switch token {
	case s.BotToken:
		return botToken, nil
	case s.AppToken:
		return appToken, nil
	case "":
		return noToken, refuse("not_authed")
	default:
		return noToken, refuse("invalid_auth")
	}
}

// authTest takes either token and tells whose it is.
func (s *Slack) authTest(q request) (object, error) {
	reply := object{
		"url": "https://" + s.options.Domain + ".slack.com/", "team": s.options.TeamName, "team_id": s.TeamID,
		"is_enterprise_install": s.options.OrgWide,
	}
	if s.options.OrgWide { // whose workspace it would name then is not documented
		reply["team_id"], reply["enterprise_id"] = enterpriseID, enterpriseID
	}
	if q.token == s.AppToken {
		reply["app_name"], reply["app_id"] = s.options.BotName, s.AppID
		return reply, nil
	}
	reply["user"], reply["user_id"], reply["bot_id"] = s.options.BotName, s.BotUserID, s.BotID
	return reply, nil
}
