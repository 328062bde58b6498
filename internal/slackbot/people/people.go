// Package people says which caller of the tools a Slack user is, or why none:
// every check that stands between a click in Slack and an identity of the
// tenant.
package people

import (
	"context"

	"github.com/slack-go/slack"

	"govgroup/internal/tools"
)

// Place is who acts and from where, as Slack's payloads say it.
type Place struct {
	Team    string // workspace id
	User    string
	Channel string // empty: not in a channel (a modal)
}

// Slack is what is asked of Slack about people and channels.
type Slack interface {
	GetUserInfoContext(ctx context.Context, user string) (*slack.User, error)
	GetConversationInfoContext(ctx context.Context, input *slack.GetConversationInfoInput) (*slack.Channel, error)
}

// Registry is what is asked of the tenant.
type Registry interface {
	Call(ctx context.Context, c tools.Call) (tools.Result, error)
}

// Step is one check on the way from a Slack user to a caller: what was looked
// at, whether it was passed, and why not.
type Step struct {
	Name string // "E-mail confirmed"
	OK   bool
	Note string // what was found, a whole sentence
}
