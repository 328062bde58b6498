// Block actions: the buttons that people press.

package slackbot

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// handleBlockActions has a click worked on. Choices in a modal are not yet
// anything to do.
func handleBlockActions(s *services, callback slack.InteractionCallback) error {
	if len(callback.ActionCallback.BlockActions) == 0 {
		return nil
	}
	pressed := callback.ActionCallback.BlockActions[0]
	pressed.Value = cmp.Or(pressed.Value, pressed.SelectedOption.Value) // of a menu
	button, unknown := card.ReadButton(pressed.ActionID, pressed.Value)
	if callback.Container.Type == "view" && callback.View.Type != slack.VTHomeTab {
		if unknown == nil && button.Kind == card.TurnPage {
			return turnPage(s, callback, button)
		}
		return nil
	}
	if pressed.Value == "" && button.Kind != card.ShowHelp {
		return nil // a link: Slack tells of the click, and the browser does the rest
	}
	i := clicked(s, callback, "button "+string(button.Kind))
	if unknown != nil {
		return i.start(s.quick, func(context.Context, *interaction) error { return unknown })
	}
	return startAction(i, button)
}

// startAction starts what a button means, in its own way and place.
func startAction(i *interaction, b card.Button) error {
	do := func(ctx context.Context, i *interaction) error { return press(ctx, i, b) }
	switch b.Kind {
	case card.Review:
		return i.openReview(tools.RequestID(b.ID))
	case card.Decline:
		return i.openDecline(tools.RequestID(b.ID))
	case card.Open:
		return pressForm(i, b)
	case card.Confirm, card.Cancel:
		return i.startAfresh(i.work, do)
	case card.ShowHelp:
		return i.start(i.quick, do)
	}
	return i.start(i.work, do)
}

// clicked makes the interaction of a click on a message, or in the Home tab, where there
// is no message and the answer goes to the person directly. A message that others see
// too can be updated; one that only this person sees cannot, except through the
// response URL.
func clicked(s *services, callback slack.InteractionCallback, what string) *interaction {
	channel, message := cmp.Or(callback.Channel.ID, callback.Container.ChannelID), ""
	if !callback.Container.IsEphemeral {
		message = callback.Container.MessageTs
	}
	from := originOf(callback, channel)
	return s.interaction(what, from, s.sender.at(from.User, channel, message, callback.ResponseURL, 0), callback.TriggerID)
}

// press does what a button means. Its complexity is that of a table.
func press(ctx context.Context, i *interaction, b card.Button) error {
	switch b.Kind {
	case card.Confirm:
		return i.decide(ctx, tools.RequestID(b.ID), confirm.Answer{Verdict: confirm.Yes})
	case card.Cancel:
		return i.decide(ctx, tools.RequestID(b.ID), confirm.Answer{Verdict: confirm.No})
	case card.Undo:
		return undo(ctx, i, tools.RequestID(b.ID))
	case card.FollowRequest:
		return i.follow(ctx, tools.RequestID(b.ID))
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
	shown, err := i.answer(ctx, c)
	if err != nil {
		return err
	}
	m := card.Shared(shown, i.caller.Who())
	if err := i.responder.inChannel(lasting(ctx), m); err != nil {
		return slackError(err, "Nothing was shared, because Slack did not take the message for this channel")
	}
	return nil
}

// turnPage shows another page of the modal in which a request is read.
func turnPage(s *services, callback slack.InteractionCallback, b card.Button) error {
	kept, err := card.ReadMetadata(callback.View.PrivateMetadata)
	if err != nil {
		return err
	}
	i := s.interaction("page of a request", originOf(callback, kept.Channel),
		s.sender.at(callback.User.ID, kept.Channel, kept.Message, kept.ResponseURL, kept.Used), callback.TriggerID)
	i.modal = callback.View.ID
	signed := i.signInModal("Please confirm")
	return i.startUnchecked(s.quick, func(ctx context.Context, i *interaction) error {
		defer signed()
		q, err := readAs(ctx, i, kept.Request)
		signed()
		if err != nil {
			return err
		}
		page, _ := strconv.Atoi(b.ID) // anything else is the first page
		return notOpened(i.updateModal(ctx, i.renderer.ReviewModal(q, page, kept)))
	})
}

// readAs finds out who acts, and gives what they see of a request.
func readAs(ctx context.Context, i *interaction, id tools.RequestID) (q card.Request, err error) {
	if i.caller, err = i.directory.caller(ctx, i.origin); err != nil {
		return q, err
	}
	return i.requests.read(ctx, id, i.caller)
}

// undo asks the gate for a change like any other; where that takes something away
// it is asked about first.
func undo(ctx context.Context, i *interaction, change tools.RequestID) error {
	c, err := callWith(tools.NameUndo, "change", string(change))
	if err != nil {
		return err
	}
	return i.call(ctx, c, i.ephemeral)
}
