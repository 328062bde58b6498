// Flags: what an operator sets. Every flag has an environment variable of the same
// meaning.

package main

import (
	"govgroup/internal/app"
	"time"
)

const about = `Governance groups of SailPoint Identity Security Cloud, in Slack.

Slack's secrets come from the environment only: SLACK_BOT_TOKEN, and SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET for HTTP. The tenant is taken from SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET, else from ~/.sailpoint/config.yaml. With --console --sandbox neither is needed.`

// flags is the whole command line.
type flags struct {
	Console bool   `help:"Try the bot in this terminal, without Slack."`
	As      string `placeholder:"EMAIL" help:"Who is at the console; with --sandbox Jane Doe unless said otherwise."`

	Addr       string        `env:"GOVGROUP_SLACK_ADDR" placeholder:"ADDRESS" help:"Where to listen: for /healthz, /readyz and /metrics and, without an app token, for Slack itself at /slack/command and /slack/interaction."`
	Command    string        `name:"command-name" default:"/govgroup" env:"GOVGROUP_SLACK_COMMAND" help:"The slash command."`
	GroupURL   string        `name:"group-url" env:"GOVGROUP_GROUP_URL" placeholder:"URL" help:"Where a group's page is, with {id} in the place of its id; names become links to it."`
	Team       []string      `name:"allow-team" env:"GOVGROUP_ALLOW_TEAM" placeholder:"ID" help:"A workspace that may use it; repeatable. None: the one that the app is installed in."`
	Channel    []string      `name:"allow-channel" env:"GOVGROUP_ALLOW_CHANNEL" placeholder:"ID" help:"A channel that it may be used in; repeatable. None: every channel that outsiders cannot read."`
	Guests     bool          `name:"allow-guests" env:"GOVGROUP_ALLOW_GUESTS" help:"Guests of the workspace may use it, too."`
	Shared     bool          `name:"allow-shared" env:"GOVGROUP_ALLOW_SHARED" help:"It may be used in channels that are shared with other organisations, too."`
	Approvers  string        `name:"approvers-channel" env:"GOVGROUP_APPROVERS_CHANNEL" placeholder:"ID" help:"The channel where approvers are told of requests that need a second person."`
	UserGroup  []string      `name:"user-group" env:"GOVGROUP_USER_GROUP" placeholder:"ID" help:"A user group of Slack that the policy speaks of; repeatable. Needs the scope usergroups:read."`
	Policy     string        `env:"GOVGROUP_POLICY" placeholder:"FILE" help:"Who may do what; without one everyone who gets in may read and change, and destroying asks first."`
	SettleFor  time.Duration `default:"5m" env:"GOVGROUP_SETTLE_FOR" placeholder:"TIME" help:"How long a write whose answer was lost may still take effect; after that it counts as failed."`
	State      string        `env:"GOVGROUP_STATE" placeholder:"FILE" help:"Where requests and audit live: a file, or a database postgres://… for several machines; otherwise govgroup/state.db in the user's state directory."`
	Sandbox    bool          `env:"GOVGROUP_SANDBOX" help:"Use the embedded tenant instead of a real one."`
	ReadOnly   bool          `env:"GOVGROUP_READ_ONLY" help:"Only commands that read."`
	Tool       []string      `env:"GOVGROUP_TOOL" placeholder:"NAME" help:"Only this tool, by name or pattern such as members_*; repeatable. None: all."`
	APIVersion string        `name:"api-version" env:"GOVGROUP_API_VERSION" placeholder:"V" help:"Use the tenant's paths of v2024, v2025, v2026 or beta instead of the newest."`
	SlackAPI   string        `name:"slack-api" hidden:"" env:"GOVGROUP_SLACK_API" help:"Another Slack, for tests."`

	LogLevel  string `env:"GOVGROUP_LOG_LEVEL" placeholder:"LEVEL" help:"Least level that is logged: debug, info, warn or error; info unless said otherwise, and error in the console."`
	LogFormat string `enum:"text,json" default:"text" env:"GOVGROUP_LOG_FORMAT" help:"Form of the log on standard error: ${enum}."`
	Version   bool   `help:"Print the version."`

	Serve  struct{} `cmd:"" default:"1" help:"Serve Slack (the default)."`
	Doctor struct {
		JSON bool `name:"json" help:"Write the findings as JSON."`
	} `cmd:"" help:"Try every setting, in Slack and in the tenant; name each fault with its cure."`
}

// level is the level of the log. In the console only errors come between the
// lines of the session.
func (f flags) level() string {
	switch {
	case f.LogLevel != "":
		return f.LogLevel
	case f.Console:
		return "error"
	}
	return "info"
}

func (f flags) settings() app.SlackSettings {
	return app.SlackSettings{
		Settings: app.Settings{
			Policy: f.Policy, State: f.State, Sandbox: f.Sandbox, ReadOnly: f.ReadOnly, Tools: f.Tool, APIVersion: f.APIVersion, Addr: f.Addr, SettleFor: f.SettleFor,
		},
		Command: f.Command, GroupURL: f.GroupURL, Teams: f.Team, Channels: f.Channel,
		Approvers: f.Approvers, UserGroups: f.UserGroup, Guests: f.Guests, Shared: f.Shared, APIURL: f.SlackAPI, As: f.As,
	}
}
