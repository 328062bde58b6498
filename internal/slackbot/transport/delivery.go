// Package transport brings what people do in Slack to the bot, over Socket Mode
// or over signed HTTP. It decides what is genuine, passes each thing on once,
// and acknowledges it in time; what it means is the handler's business.
package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/slack-go/slack"
)

// Delivery is one thing that a person did in Slack: a command typed, a click, form or
// type-ahead, or an event. Exactly one of them is set.
type Delivery struct {
	Command     *slack.SlashCommand
	Interaction *slack.InteractionCallback
	Event       *Event
}

// id is the same for every attempt to deliver the same thing, and for nothing
// else. A type-ahead has none: answering it again does no harm.
func (d Delivery) id() string {
	switch {
	case d.Command != nil:
		return d.Command.TriggerID
	case d.Event != nil:
		return d.Event.ID
	}
	return d.Interaction.TriggerID
}

// Handler takes deliveries. Handle returns within two of the three seconds that
// Slack waits; work that takes longer goes on without the caller. The answer is
// sent with the acknowledgement as JSON; nil acknowledges with nothing. With an
// error nothing is acknowledged, so that Slack tells the person or tries again.
type Handler interface {
	Handle(ctx context.Context, d Delivery) (answer any, err error)
}

// ErrBusy is returned by handlers that cannot take more at the moment.
var ErrBusy = errors.New("too much is going on")

var errPanic = errors.New("panic")

// recovering is a handler whose panics end one delivery and not the process.
type recovering struct {
	next Handler
	log  *slog.Logger
}

// Handle passes the delivery on.
func (c recovering) Handle(ctx context.Context, d Delivery) (answer any, err error) {
	defer func() {
		if p := recover(); p != nil {
			c.log.Error("panic", "value", fmt.Sprint(p), "stack", string(debug.Stack()))
			answer, err = nil, errPanic
		}
	}()
	return c.next.Handle(ctx, d)
}
