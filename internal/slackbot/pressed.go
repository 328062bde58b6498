// Buttons: what people press.

package slackbot

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/people"
	"govgroup/internal/slackbot/pool"
	"govgroup/internal/tools"
)

// pressed has a click worked on. Choices in a modal are not yet anything to do.
func (b *Bot) pressed(i slack.InteractionCallback) error {
	if len(i.ActionCallback.BlockActions) == 0 || i.Container.Type == "view" {
		return nil
	}
	pressed := i.ActionCallback.BlockActions[0]
	a, err := card.ReadButton(pressed.ActionID, pressed.Value)
	if pressed.Value == "" && a.Kind != card.ShowHelp {
		return nil // a link: Slack tells of the click, and the browser does the rest
	}
	v := b.clicked(i, "button "+string(a.Kind))
	switch {
	case err == nil && a.Kind == card.Type:
		return v.askName(a.ID)
	case err == nil && a.Kind == card.Open:
		return v.pressForm(a)
	}
	return v.begin(b.laneOf(a), func(ctx context.Context, v *visit) error {
		if err != nil {
			return err
		}
		return v.press(ctx, a)
	})
}

// clicked makes the visit of an interaction with a message. A message that
// others see too can be updated; one that only this person sees cannot, except
// through the response URL.
func (b *Bot) clicked(i slack.InteractionCallback, what string) *visit {
	channel, message := i.Channel.ID, ""
	if channel == "" {
		channel = i.Container.ChannelID
	}
	if !i.Container.IsEphemeral {
		message = i.Container.MessageTs
	}
	return b.visit(what, people.Origin{Team: i.Team.ID, User: i.User.ID, Channel: channel},
		b.sender.At(i.User.ID, channel, message, i.ResponseURL, 0), i.TriggerID)
}

// laneOf keeps what asks nothing of the tenant out of the queue for what does.
func (b *Bot) laneOf(a card.Button) *pool.Pool {
	if a.Kind == card.ShowHelp {
		return b.quick
	}
	return b.work
}

// press does what a button means. Its complexity is that of a table.
func (v *visit) press(ctx context.Context, a card.Button) error {
	switch a.Kind {
	case card.Confirm:
		return v.decide(ctx, a.ID, confirm.Answer{Verdict: confirm.Yes})
	case card.Cancel:
		return v.decide(ctx, a.ID, confirm.Answer{Verdict: confirm.No})
	case card.Undo:
		return v.undo(ctx, a.ID)
	case card.FollowRequest:
		return v.follow(ctx, a.ID)
	case card.ShowHelp:
		return v.explain(ctx, strings.Fields(a.ID))
	}
	return v.pressCall(ctx, a)
}

// pressForm opens the form that a button is for.
func (v *visit) pressForm(a card.Button) error {
	t, known := v.bot.grammar.Tool(a.Tool)
	if !known {
		return v.begin(v.bot.quick, func(context.Context, *visit) error { return unknownTool })
	}
	return v.form(t, func(context.Context) (json.RawMessage, error) { return a.Arguments, nil })
}

var unknownTool = tools.Errorf(tools.InvalidInput, "This button is not known; it may be from another version of the app. Nothing was changed.")

// pressCall does what a button means that carries a call. Such a button is no
// place for anything but reading.
func (v *visit) pressCall(ctx context.Context, a card.Button) error {
	t, known := v.bot.grammar.Tool(a.Tool)
	if !known {
		return unknownTool
	}
	if !t.ReadOnly() {
		return tools.Errorf(tools.NotAllowed, "A button like this only shows things. Nothing was changed.")
	}
	c := tools.Call{Tool: a.Tool, Arguments: a.Arguments}
	switch a.Kind {
	case card.Page:
		return v.call(ctx, c, v.replace)
	case card.Share:
		return v.share(ctx, c)
	}
	return v.call(ctx, c, v.say)
}

// share answers in the channel. The call is made again, as the person who
// shares: what they may not see they cannot show to others.
func (v *visit) share(ctx context.Context, c tools.Call) error {
	c.Caller = v.caller
	done, err := v.bot.Registry.Call(ctx, c)
	if err != nil {
		return err
	}
	m := card.Shared(v.bot.renderer.Result(c, done, false), cmp.Or(v.caller.Email, v.caller.Subject))
	if err := v.place.InChannel(lasting(ctx), m); err != nil {
		return &tools.Error{Code: tools.Unavailable, Message: "Slack did not take the message for this channel. Nothing was shared.", Cause: err}
	}
	return nil
}

// undo asks the gate for a change like any other; where that takes something away
// it is asked about first.
func (v *visit) undo(ctx context.Context, change string) error {
	c, err := callWith(undoTool, "change", change)
	if err != nil {
		return err
	}
	return v.call(ctx, c, v.say)
}
