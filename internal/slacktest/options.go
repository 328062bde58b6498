// Options: what a fake workspace and its app are configured with.

package slacktest

import (
	"cmp"
	"time"
)

// Options configure a fake Slack. The zero value is a workspace with one
// installed app that has DefaultScopes and receives over Socket Mode.
type Options struct {
	// Scopes of the bot token. Nil stands for DefaultScopes.
	Scopes []string
	// AppScopes of the app token. Nil stands for connections:write.
	AppScopes []string
	// SigningSecret signs HTTP deliveries. Empty stands for an invented one.
	SigningSecret string
	// TeamID, TeamName and Domain are the workspace's. Empty ones are invented.
	TeamID, TeamName, Domain string
	// OrgWide has the app installed for a whole organisation (Enterprise Grid) and not in
	// this workspace: clicks and forms come without a workspace then.
	OrgWide bool
	// AppID and BotName are the app's. Empty ones are invented.
	AppID, BotName string
	// Requests switches from Socket Mode to signed HTTP. See Slack.Deliver.
	Requests RequestURLs
	// NoHome is an app whose Home tab is not switched on.
	NoHome bool
	// RawCommands sends the text of commands as typed, as an app without
	// should_escape gets it. Otherwise mentions, links and e-mail addresses
	// arrive in angle brackets and the rest is escaped.
	RawCommands bool
	// Now is the workspace's clock, for triggers, response URLs, time stamps
	// and signatures. Nil stands for time.Now. See Slack.Advance.
	Now func() time.Time
	// AckTimeout is how long an app may take to acknowledge, in real time.
	// Zero stands for Slack's three seconds.
	AckTimeout time.Duration
	// PingEvery is the pause between pings on a socket. Zero stands for 5 s.
	PingEvery time.Duration
}

// RequestURLs are where an app without Socket Mode is reached. The empty value
// means Socket Mode.
type RequestURLs struct {
	Commands      string // slash commands
	Interactivity string // clicks and forms
	Options       string // type-ahead; empty: as Interactivity
	Events        string
}

// DefaultScopes are what a workspace administrator is asked for by default.
func DefaultScopes() []string {
	return []string{"commands", "chat:write", "users:read", "users:read.email"}
}

// filled gives the options with every default in place.
func (o Options) filled() Options {
	if o.Scopes == nil {
		o.Scopes = DefaultScopes()
	}
	if o.AppScopes == nil {
		o.AppScopes = []string{"connections:write"}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.SigningSecret = cmp.Or(o.SigningSecret, secret())
	o.TeamID = cmp.Or(o.TeamID, "T0CORP")
	o.TeamName = cmp.Or(o.TeamName, "Corp")
	o.Domain = cmp.Or(o.Domain, "corp")
	o.AppID = cmp.Or(o.AppID, "A0GOVGROUP")
	o.BotName = cmp.Or(o.BotName, "govgroup")
	o.AckTimeout = cmp.Or(o.AckTimeout, 3*time.Second)
	o.PingEvery = cmp.Or(o.PingEvery, 5*time.Second)
	return o
}
