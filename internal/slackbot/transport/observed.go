// Observed: how long it takes until a delivery can be acknowledged.

package transport

import (
	"context"
	"time"

	"github.com/slack-go/slack"
)

// Observed gives a handler that tells of each delivery how long its acknowledgement
// took, of what kind it was (command, action, submission, shortcut, suggestion, event or
// other), and with an error that it was not acknowledged. A nil tell leaves the handler
// as it is.
func Observed(next Handler, tell func(kind string, took time.Duration, err error)) Handler {
	if tell == nil {
		return next
	}
	return observed{next, tell}
}

type observed struct {
	next Handler
	tell func(kind string, took time.Duration, err error)
}

// Handle passes the delivery on.
func (o observed) Handle(ctx context.Context, d Delivery) (answer any, err error) {
	began := time.Now()
	err = errPanic // unless the handler returns
	defer func() { o.tell(d.kind(), time.Since(began), err) }()
	return o.next.Handle(ctx, d)
}

// kind says what a delivery is.
func (d Delivery) kind() string {
	switch {
	case d.Command != nil:
		return "command"
	case d.Event != nil:
		return "event"
	}
	switch d.Interaction.Type {
	case slack.InteractionTypeBlockActions:
		return "action"
	case slack.InteractionTypeViewSubmission:
		return "submission"
	case slack.InteractionTypeMessageAction, slack.InteractionTypeShortcut:
		return "shortcut"
	case slack.InteractionTypeBlockSuggestion:
		return "suggestion"
	}
	return "other" // a closed modal, or something newer
}
