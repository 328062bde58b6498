// Interaction: one thing that a person did in Slack, while it is being worked on.

package slackbot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/observe"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/tools"
)

// interaction is made when a delivery comes. Its caller is known once the person
// has passed every check.
type interaction struct {
	*services
	id        string // of the call: in the log, in the audit and on the card of an error, so that one leads to the other
	what      string // for the log
	origin    origin
	responder *responder
	trigger   string     // opens a modal; valid for three seconds
	modal     string     // id of the modal that was opened for this interaction; empty: none
	called    tools.Call // the call that was made last, for what is said of its failure
	caller    tools.Caller
	signed    *atomic.Bool // the person was told something
	accepted  func()       // called when an approval counts; nil: nobody waits for that
	instead   deliver      // where errors are told; nil: in the modal, or in a message of their own
}

func (s *services) interaction(what string, from origin, to *responder, trigger string) *interaction {
	return &interaction{services: s, id: observe.NewCall(), what: what, origin: from, responder: to, trigger: trigger, signed: &atomic.Bool{}}
}

// work is what is to be done about an interaction.
type work func(ctx context.Context, i *interaction) error

// start hands the work to a pool. It is done only if the person passes every check.
func (i *interaction) start(p *pool, do work) error { return i.startAs(p, i.directory, do) }

// startAfresh is for what decides: nothing is believed of what was found out before,
// so that an account that was closed a moment ago decides nothing any more.
func (i *interaction) startAfresh(p *pool, do work) error {
	return i.startAs(p, i.directory.forgetful(), do)
}

func (i *interaction) startAs(p *pool, who *directory, do work) error {
	return i.startUnchecked(p, func(ctx context.Context, i *interaction) error {
		var err error
		if i.caller, err = who.caller(ctx, i.origin); err != nil {
			return err
		}
		return do(ctx, i)
	})
}

// startUnchecked is for work that gives nothing away and changes nothing.
// Whatever goes wrong, the person gets an answer, and the log a line.
func (i *interaction) startUnchecked(p *pool, do work) error {
	ended, err := i.submit(p, do)
	if err == nil {
		time.AfterFunc(firstSign, func() { i.giveSign(ended) })
	}
	return err
}

// submit hands the work over, and gives what tells that it has ended. Of itself it gives
// no sign of life.
func (i *interaction) submit(p *pool, do work) (*atomic.Bool, error) {
	ended, queued := &atomic.Bool{}, time.Now()
	job := func(ctx context.Context) {
		defer ended.Store(true)
		ctx, span := observe.Begin(observe.WithTracer(observe.WithCall(ctx, i.id), i.tracer),
			observe.Start{Name: "slack " + i.what, Kind: observe.Serving, At: queued})
		defer span.End()
		started := time.Now()
		err := i.recovering(func() error { return do(ctx, i) })
		if err != nil {
			span.Fail(string(tools.AsError(err).Code))
			i.fail(ctx, tools.AsError(err))
		}
		i.logEnd(ctx, err, time.Since(started))
	}
	if !p.submit(job) {
		i.log.Warn("too much is going on; something was turned away", "what", i.what)
		return nil, transport.ErrBusy
	}
	return ended, nil
}

// firstSign is how long somebody waits before they are told that they were heard.
const firstSign = 2 * time.Second

// giveSign tells a person who has read nothing yet, in a message of its own: whose turn
// has not come has nothing that it could take the place of.
func (i *interaction) giveSign(ended *atomic.Bool) {
	if ended.Load() || i.modal != "" || i.instead != nil || i.responder.updatesLeft() == 0 || !i.signed.CompareAndSwap(false, true) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	i.ephemeral(ctx, i.renderer.Progress(tools.Progress{Text: working}))
}

// recovering turns a panic into an error that gives nothing away.
func (i *interaction) recovering(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			i.log.Error("panic", "call", i.id, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = tools.AsError(errors.New("panic"))
		}
	}()
	return do()
}

// fail tells the person about an error, in the modal that they look at if there is
// one, else in a message of its own.
func (i *interaction) fail(ctx context.Context, failure *tools.Error) {
	i.logCause(failure)
	m := i.renderer.ErrorOf(i.called, failure, i.id)
	if i.instead != nil {
		i.instead(ctx, m)
		return
	}
	if i.modal == "" || i.showInModal(ctx, m) != nil {
		i.ephemeral(ctx, m)
	}
}

// logCause has the log tell what the person is not told.
func (i *interaction) logCause(failure *tools.Error) {
	if failure.Code == tools.Internal {
		i.log.Error("internal error", "call", i.id, "what", i.what, "cause", failure.Cause)
	} else if failure.Cause != nil {
		i.log.Info("error", "call", i.id, "what", i.what, "code", string(failure.Code), "cause", failure.Cause)
	}
}

// showInModal puts a message in place of the content of the modal that is open.
func (i *interaction) showInModal(ctx context.Context, m card.Message) error {
	return i.updateModal(ctx, card.Notice("Not possible", m.Blocks...))
}

// signInModal puts a first sign in place of what a modal shows, if the answer is not there
// soon. The function that it gives returns once that will not happen any more, so that it
// covers up no answer.
func (i *interaction) signInModal(title string) func() {
	signed := make(chan struct{})
	timer := time.AfterFunc(firstSign, func() {
		defer close(signed)
		if err := i.updateModal(context.Background(), card.Notice(title)); err != nil {
			i.log.Debug("progress was not shown", "call", i.id, "error", err)
		}
	})
	return sync.OnceFunc(func() {
		if !timer.Stop() {
			<-signed
		}
	})
}

func (i *interaction) updateModal(ctx context.Context, view slack.ModalViewRequest) error {
	_, err := i.api.UpdateViewContext(lasting(ctx), view, "", "", i.modal)
	return err
}

// ephemeral sends a new message that only the person sees.
func (i *interaction) ephemeral(ctx context.Context, m card.Message) sentMessage {
	return i.sent(i.responder.ephemeral(lasting(ctx), m))
}

// replace puts a message in place of the one that was clicked on.
func (i *interaction) replace(ctx context.Context, m card.Message) sentMessage {
	return i.sent(i.responder.replace(lasting(ctx), m))
}

// sent logs that an answer could not be delivered; there is no other way left to
// tell the person.
func (i *interaction) sent(s sentMessage, err error) sentMessage {
	i.signed.Store(true)
	if err != nil {
		i.log.Error("an answer could not be delivered", "call", i.id, "what", i.what, "error", err)
	}
	return s
}

// lasting lets an answer out even when the work's time is over: the client's own
// time limit still holds.
func lasting(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

// logEnd writes one line for every interaction. What was typed stays out of it: it
// may hold what people do not want in a log.
func (i *interaction) logEnd(ctx context.Context, err error, took time.Duration) {
	outcome := "ok"
	if err != nil {
		outcome = string(tools.AsError(err).Code)
	}
	i.log.LogAttrs(ctx, slog.LevelInfo, "interaction",
		slog.String("what", i.what), slog.String("outcome", outcome), slog.Duration("took", took),
		slog.String("user", i.origin.Team+"/"+i.origin.User))
}
