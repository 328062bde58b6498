// What the bot needs of its parts. They have no network of their own, and each
// can be replaced in a test.

package slackbot

import (
	"context"
	"encoding/json"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
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

// Renderer makes messages.
type Renderer interface {
	// Launcher is what a bare command shows; Help explains commands.
	Launcher() card.Message
	Help(all []command.Help) card.Message
	// Answer shows what a tool answered, with Page, Show, Share, Open, Follow and
	// Undo buttons that fit; also outcomes that need no yes.
	Answer(call tools.Call, done tools.Result) card.Message
	// Ask is the card of a request that waits: preview, expiry, Confirm or Type,
	// and Cancel.
	Ask(q confirm.Question, o tools.Outcome) card.Message
	// Decided is the same card after the decision: outcome, who and when, Undo
	// where something was done. A zero time is not known.
	Decided(o tools.Outcome, by string, at time.Time) card.Message
	// Progress tells how far the work on a request or command has come.
	Progress(p tools.Progress) card.Message
	// Fault tells what happened, what was not changed and what to try.
	Fault(f *tools.Fault, correlation string) card.Message
	// Whoami shows the steps; result may be empty when a check was not passed.
	Whoami(steps []people.Step, result tools.Result) card.Message
	// Shared is a message for the whole channel that says who shared it.
	Shared(m card.Message, user string) card.Message
	// NameModal asks for the name that confirms a request, NameError is its
	// field's block id with what was wrong.
	NameModal(q confirm.Question, from card.Origin) slack.ModalViewRequest
	NameError(f *tools.Fault) map[string]string
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
