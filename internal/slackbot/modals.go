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
func (i *interaction) open(skeleton slack.ModalViewRequest, fill func(context.Context) (slack.ModalViewRequest, error)) error {
	_, err := i.submit(i.quick, func(ctx context.Context, i *interaction) error {
		opened, err := i.api.OpenViewContext(ctx, i.trigger, skeleton)
		if err != nil {
			return notOpened(err)
		}
		i.modal = opened.ID
		taken := i.start(i.work, func(ctx context.Context, i *interaction) error {
			full, err := fill(ctx)
			if err != nil {
				return err
			}
			return notOpened(i.updateModal(ctx, full))
		})
		if taken != nil {
			return busy
		}
		return nil
	})
	return err
}

// notOpened says why a modal did not open: mostly because three seconds had
// passed. One that cannot be found was closed meanwhile.
func notOpened(err error) error {
	if err == nil {
		return nil
	}
	failure := slackError(err, "Slack did not show the form")
	switch slackCode(err) {
	case "expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id":
		failure.Message = "Slack did not show the form; it allows only three seconds for that. Press the button or type the command again."
	case "not_found", "view_not_found", "hash_conflict":
		failure.Message = "The form is not open any more. Press the button or type the command again."
	}
	return tools.Unchanged(failure)
}

// openForm opens a tool's form. The arguments that it is filled in with are asked for
// once the modal is open.
func (i *interaction) openForm(t tools.Tool, arguments func(context.Context) (json.RawMessage, error)) error {
	kept := i.metadata()
	kept.Tool = t.Name
	return i.open(i.forms.Skeleton(t, kept), func(ctx context.Context) (slack.ModalViewRequest, error) {
		given, err := arguments(ctx)
		if err != nil {
			return slack.ModalViewRequest{}, err
		}
		return i.forms.Fill(ctx, i.caller, t, given, kept)
	})
}

// openReview opens the modal in which a request is read whole and approved.
func (i *interaction) openReview(id tools.RequestID) error {
	kept := i.metadata()
	return i.open(card.Notice("Please confirm"), func(ctx context.Context) (slack.ModalViewRequest, error) {
		q, err := i.undecidedRequest(ctx, id)
		if err == nil {
			i.looks(ctx, q)
		}
		return i.renderer.ReviewModal(q, 0, kept), err
	})
}

// openDecline opens the modal in which somebody says why they decline.
func (i *interaction) openDecline(id tools.RequestID) error {
	kept := i.metadata()
	return i.open(card.Notice("Decline"), func(ctx context.Context) (slack.ModalViewRequest, error) {
		q, err := i.undecidedRequest(ctx, id)
		return i.renderer.DeclineModal(q, kept), err
	})
}

// undecidedRequest reads a request that waits. Where it does not any more, the card
// is brought up to date, and the error says what became of it.
func (i *interaction) undecidedRequest(ctx context.Context, id tools.RequestID) (card.Request, error) {
	if _, err := i.gate.Question(ctx, id); err != nil {
		failure := tools.AsError(err)
		if told := i.undecided(ctx, id, failure, nil, i.replace); told != nil {
			return card.Request{}, told
		}
		return card.Request{}, failure // the modal is open, and says it
	}
	q, err := i.requests.read(ctx, id, i.caller)
	if err == nil && q.Refusal != "" && !q.Own {
		err = tools.Errorf(tools.NotAllowed, "%s", q.Refusal)
	}
	return q, err
}

// metadata is what a modal has to remember of this interaction.
func (i *interaction) metadata() card.Metadata {
	url, used := i.responder.urlLeft()
	return card.Metadata{Channel: i.responder.Channel, Message: i.responder.Message, ResponseURL: url, Used: used}
}
