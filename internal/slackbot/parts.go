// What the bot needs of its parts. They have no network of their own, and each
// can be replaced in a test.

package slackbot

import (
	"context"
	"encoding/json"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/people"
	"govgroup/internal/tools"
)

// People says who somebody in Slack is to the tools.
type People interface {
	// Caller passes every check or gives the first one's fault.
	Caller(ctx context.Context, where people.Place) (tools.Caller, error)
	// Steps tells each check and why it was passed or not, for whoami.
	Steps(ctx context.Context, where people.Place) []people.Step
	// Emails gives the e-mail of each mentioned Slack user, under the same checks.
	Emails(ctx context.Context, where people.Place, users []string) (map[string]string, error)
}

// Forms makes the modals of tools.
type Forms interface {
	// Skeleton is shown at once; Fill reads the tenant through the registry, as
	// the caller, and gives the form with its fields filled in.
	Skeleton(t tools.Tool, from card.Origin) slack.ModalViewRequest
	Fill(ctx context.Context, caller tools.Caller, t tools.Tool, arguments json.RawMessage, from card.Origin) (slack.ModalViewRequest, error)
	// Read gives the call that a submitted form asks for, or what is wrong with
	// its fields by block id.
	Read(view slack.View) (tools.Call, map[string]string, error)
}

// Suggestions answers a type-ahead from memory.
type Suggestions interface {
	// Options gives what an external select of ours offers for a query.
	Options(actionID, query string) []*slack.OptionBlockObject
	// Run refreshes in the background until ctx is done.
	Run(ctx context.Context)
}
