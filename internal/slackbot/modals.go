// Modals: opened at once, because Slack allows three seconds for that, and filled
// in when everything is known.

package slackbot

import (
	"context"
	"encoding/json"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// open opens a modal that says nothing yet, and has it filled in. Only what is
// filled in needs a person who passed every check.
func (v *visit) open(skeleton slack.ModalViewRequest, fill func(context.Context) (slack.ModalViewRequest, error)) error {
	return v.beginUnchecked(v.bot.quick, func(ctx context.Context, v *visit) error {
		opened, err := v.bot.api.OpenViewContext(ctx, v.trigger, skeleton)
		if err != nil {
			return notOpened(err)
		}
		v.modal = opened.ID
		taken := v.begin(v.bot.work, func(ctx context.Context, v *visit) error {
			full, err := fill(ctx)
			if err != nil {
				return err
			}
			_, err = v.bot.api.UpdateViewContext(lasting(ctx), full, "", "", v.modal)
			return notOpened(err)
		})
		if taken != nil {
			return busy
		}
		return nil
	})
}

// notOpened says why a modal did not open: mostly because three seconds had
// passed.
func notOpened(err error) error {
	if err == nil {
		return nil
	}
	return &tools.Error{
		Code:    tools.Unavailable,
		Message: "Slack did not show the form; it allows only three seconds for that. Nothing was changed. Press the button or type the command again.",
		Cause:   err,
	}
}

// showInModal puts a message in place of a modal's content.
func (b *Bot) showInModal(ctx context.Context, id string, m card.Message) error {
	_, err := b.api.UpdateViewContext(lasting(ctx), plainModal("Not possible", m.Blocks...), "", "", id)
	return err
}

// plainModal has nothing to submit.
func plainModal(title string, blocks ...slack.Block) slack.ModalViewRequest {
	label := func(s string) *slack.TextBlockObject {
		return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: label(title), Close: label("Close"), Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// form opens a tool's form. The arguments that it is filled in with are asked for
// once the modal is open.
func (v *visit) form(t tools.Tool, arguments func(context.Context) (json.RawMessage, error)) error {
	from := v.origin()
	from.Tool = t.Name
	return v.open(v.bot.forms.Skeleton(t, from), func(ctx context.Context) (slack.ModalViewRequest, error) {
		given, err := arguments(ctx)
		if err != nil {
			return slack.ModalViewRequest{}, err
		}
		return v.bot.forms.Fill(ctx, v.caller, t, given, from)
	})
}

// askName opens the modal in which the name is typed that confirms a request.
func (v *visit) askName(id string) error {
	from := v.origin()
	wait := slack.NewSectionBlock(slack.NewTextBlockObject(slack.PlainTextType, "One moment…", false, false), nil, nil)
	return v.open(plainModal("Please confirm", wait), func(ctx context.Context) (slack.ModalViewRequest, error) {
		q, err := v.bot.Gate.Question(ctx, id)
		if err != nil {
			return slack.ModalViewRequest{}, v.undecided(ctx, id, tools.AsError(err), v.replace)
		}
		return v.bot.renderer.NameModal(q, from), nil
	})
}

// origin is what a modal has to remember of this visit.
func (v *visit) origin() card.Metadata {
	url, used := v.place.URL()
	return card.Metadata{Channel: v.place.Channel, Message: v.place.Message, ResponseURL: url, Used: used}
}
