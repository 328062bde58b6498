// View submissions: modals that were filled in, and what Slack is answered meanwhile.

package slackbot

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// ackTime is how long a submitted form stays open for an error that comes fast
// enough to be shown next to its field: nearly all of the three seconds that Slack
// waits. Later ones come as a message. What is right closes the form at once.
const ackTime = 2200 * time.Millisecond

// handleViewSubmission has a form worked on, and gives what to acknowledge it with.
func handleViewSubmission(ctx context.Context, s *services, callback slack.InteractionCallback) (any, error) {
	kept, err := card.ReadMetadata(callback.View.PrivateMetadata)
	if err != nil {
		return nil, err
	}
	i := s.interaction("modal "+callback.View.CallbackID, originOf(callback, kept.Channel),
		s.sender.at(callback.User.ID, kept.Channel, kept.Message, kept.ResponseURL, kept.Used), callback.TriggerID)
	i.responder.Thread = kept.Thread
	if callback.View.CallbackID == card.AskForm {
		return submitAsk(i, callback.View)
	}
	ack := newPendingAck()
	if err := submitted(i, callback.View, kept, ack); err != nil {
		return nil, err
	}
	return ack.wait(ctx, ackTime), nil
}

// submitted begins what submitting a form means. What decides is checked afresh.
func submitted(i *interaction, view slack.View, kept card.Metadata, ack *pendingAck) error {
	submit, start := submitForm, i.start
	switch view.CallbackID {
	case card.ReviewForm:
		submit, start = submitReview, i.startAfresh
	case card.DeclineForm:
		submit, start = submitDecline, i.startAfresh
	}
	return start(i.work, func(ctx context.Context, i *interaction) error {
		defer ack.close()
		return submit(ctx, i, view, kept, ack)
	})
}

// submitReview approves, with what was typed.
func submitReview(ctx context.Context, i *interaction, view slack.View, kept card.Metadata, ack *pendingAck) error {
	i.accepted = ack.close
	err := i.decide(ctx, kept.Request, confirm.Answer{Verdict: confirm.Yes, Typed: card.Typed(view.State)})
	if err == nil {
		return nil
	}
	if failure := tools.AsError(err); failure.Code == tools.InvalidInput && ack.show(card.NameError(failure)) {
		return nil
	}
	return err
}

// submitDecline declines, with the reason if there is one.
func submitDecline(ctx context.Context, i *interaction, view slack.View, kept card.Metadata, _ *pendingAck) error {
	return i.decide(ctx, kept.Request, confirm.Answer{Verdict: confirm.No, Reason: card.DeclineReason(view.State)})
}

// submitForm makes the call that a form asks for.
func submitForm(ctx context.Context, i *interaction, view slack.View, _ card.Metadata, ack *pendingAck) error {
	c, wrong, err := i.forms.Read(view)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		ack.show(slack.NewErrorsViewSubmissionResponse(wrong))
		return nil
	}
	i.what = c.Tool
	err = i.call(ctx, c, i.ephemeral)
	if failure := tools.AsError(err); err != nil && correctable[failure.Code] && ack.show(card.Wrong(c, failure)) {
		return nil
	}
	return err
}

// correctable are the errors that another value in a form mends.
var correctable = map[tools.Code]bool{tools.InvalidInput: true, tools.NotFound: true, tools.Ambiguous: true}

// pendingAck is the short time during which an answer can still go out with the
// acknowledgement.
type pendingAck struct {
	mu     sync.Mutex
	shown  any
	closed bool
	done   chan struct{}
}

// newPendingAck is open until something is shown, the work ends, or time is up.
func newPendingAck() *pendingAck { return &pendingAck{done: make(chan struct{})} }

// show puts errors next to fields; false if it is too late for that.
func (a *pendingAck) show(errors *slack.ViewSubmissionResponse) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return false
	}
	a.shown = errors
	a.end()
	return true
}

// close lets the form close.
func (a *pendingAck) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.end()
}

// end ends the waiting, once. The caller holds the lock.
func (a *pendingAck) end() {
	if !a.closed {
		a.closed = true
		close(a.done)
	}
}

// wait gives what is to be sent with the acknowledgement.
func (a *pendingAck) wait(ctx context.Context, most time.Duration) any {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-a.done:
	case <-timer.C:
	case <-ctx.Done():
	}
	a.close()
	return a.shown
}
