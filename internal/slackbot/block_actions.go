// Block actions: the buttons that people press.

package slackbot

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// handleBlockActions has a click worked on. Choices in a modal are not yet
// anything to do.
func handleBlockActions(s *services, callback slack.InteractionCallback) error {
	if len(callback.ActionCallback.BlockActions) == 0 || callback.Container.Type == "view" {
		return nil
	}
	pressed := callback.ActionCallback.BlockActions[0]
	button, unknown := card.ReadButton(pressed.ActionID, pressed.Value)
	if pressed.Value == "" && button.Kind != card.ShowHelp {
		return nil // a link: Slack tells of the click, and the browser does the rest
	}
	i := clicked(s, callback, "button "+string(button.Kind))
	switch {
	case unknown == nil && button.Kind == card.Type:
		return i.openNameModal(button.ID)
	case unknown == nil && button.Kind == card.Open:
		return pressForm(i, button)
	}
	return i.start(poolFor(s, button), func(ctx context.Context, i *interaction) error {
		if unknown != nil {
			return unknown
		}
		return press(ctx, i, button)
	})
}

// clicked makes the interaction of a click on a message. A message that others see
// too can be updated; one that only this person sees cannot, except through the
// response URL.
func clicked(s *services, callback slack.InteractionCallback, what string) *interaction {
	channel, message := cmp.Or(callback.Channel.ID, callback.Container.ChannelID), ""
	if !callback.Container.IsEphemeral {
		message = callback.Container.MessageTs
	}
	from := origin{Team: callback.Team.ID, User: callback.User.ID, Channel: channel}
	return s.interaction(what, from, s.sender.at(from.User, channel, message, callback.ResponseURL, 0), callback.TriggerID)
}

// poolFor keeps what asks nothing of the tenant out of the queue for what does.
func poolFor(s *services, b card.Button) *pool {
	if b.Kind == card.ShowHelp {
		return s.quick
	}
	return s.work
}

// press does what a button means. Its complexity is that of a table.
func press(ctx context.Context, i *interaction, b card.Button) error {
	switch b.Kind {
	case card.Confirm:
		return i.decide(ctx, b.ID, confirm.Answer{Verdict: confirm.Yes})
	case card.Cancel:
		return i.decide(ctx, b.ID, confirm.Answer{Verdict: confirm.No})
	case card.Undo:
		return undo(ctx, i, b.ID)
	case card.FollowRequest:
		return i.follow(ctx, b.ID)
	case card.ShowHelp:
		return i.showHelp(ctx, strings.Fields(b.ID))
	}
	return pressCall(ctx, i, b)
}

// pressForm opens the form that a button is for.
func pressForm(i *interaction, b card.Button) error {
	t, known := i.grammar.Tool(b.Tool)
	if !known {
		return i.start(i.quick, func(context.Context, *interaction) error { return unknownTool })
	}
	return i.openForm(t, func(context.Context) (json.RawMessage, error) { return b.Arguments, nil })
}

var unknownTool = tools.Unchanged(tools.Errorf(tools.InvalidInput, "This button is not known; it may be from another version of the app."))

// pressCall does what a button means that carries a call. Such a button is no
// place for anything but reading.
func pressCall(ctx context.Context, i *interaction, b card.Button) error {
	t, known := i.grammar.Tool(b.Tool)
	if !known {
		return unknownTool
	}
	if !t.ReadOnly() {
		return tools.Unchanged(tools.Errorf(tools.NotAllowed, "A button like this only shows things."))
	}
	c := tools.Call{Tool: b.Tool, Arguments: b.Arguments}
	switch b.Kind {
	case card.Page:
		return i.call(ctx, c, i.replace)
	case card.Share:
		return share(ctx, i, c)
	}
	return i.call(ctx, c, i.ephemeral)
}

// share answers in the channel. The call is made again, as the person who
// shares: what they may not see they cannot show to others.
func share(ctx context.Context, i *interaction, c tools.Call) error {
	c.Caller = i.caller
	done, err := i.registry.Call(ctx, c)
	if err != nil {
		return err
	}
	m := card.Shared(i.renderer.Result(c, done, false), i.caller.Who())
	if err := i.responder.inChannel(lasting(ctx), m); err != nil {
		return &tools.Error{Code: tools.Unavailable, Message: "Slack did not take the message for this channel. Nothing was shared.", Cause: err}
	}
	return nil
}

// undo asks the gate for a change like any other; where that takes something away
// it is asked about first.
func undo(ctx context.Context, i *interaction, change string) error {
	c, err := callWith(tools.NameUndo, "change", change)
	if err != nil {
		return err
	}
	return i.call(ctx, c, i.ephemeral)
}
