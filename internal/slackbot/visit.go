// A visit: one thing that a person did, while it is being worked on.

package slackbot

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/people"
	"govgroup/internal/slackbot/pool"
	"govgroup/internal/slackbot/reply"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/tools"
)

// visit is made when a delivery comes. Its caller is known once the person has
// passed every check.
type visit struct {
	bot     *Bot
	id      string // in the log and on the card of a fault, so that one leads to the other
	what    string // for the log
	where   people.Origin
	place   *reply.Responder
	trigger string // opens a modal; valid for three seconds
	modal   string // id of the modal that was opened for this visit; empty: none
	caller  tools.Caller
}

func (b *Bot) visit(what string, where people.Origin, place *reply.Responder, trigger string) *visit {
	return &visit{bot: b, id: correlation(), what: what, where: where, place: place, trigger: trigger}
}

// correlation gives 40 random bits: enough to find a line of a log.
func correlation() string {
	var bits [5]byte
	rand.Read(bits[:]) // never fails: see crypto/rand
	return hex.EncodeToString(bits[:])
}

// begin hands the visit's work to a pool. The work is done only if the person
// passes every check.
func (v *visit) begin(lane *pool.Pool, work func(context.Context, *visit) error) error {
	return v.beginUnchecked(lane, func(ctx context.Context, v *visit) error {
		var err error
		if v.caller, err = v.bot.people.Caller(ctx, v.where); err != nil {
			return err
		}
		return work(ctx, v)
	})
}

// beginUnchecked is for work that gives nothing away and changes nothing.
// Whatever goes wrong, the person gets an answer, and the log a line.
func (v *visit) beginUnchecked(lane *pool.Pool, work func(context.Context, *visit) error) error {
	job := func(ctx context.Context) {
		started := time.Now()
		err := v.contain(func() error { return work(ctx, v) })
		if err != nil {
			v.fail(ctx, tools.AsError(err))
		}
		v.log(ctx, err, time.Since(started))
	}
	if !lane.Submit(job) {
		v.bot.Log.Warn("too much is going on; something was turned away", "what", v.what)
		return transport.ErrBusy
	}
	return nil
}

// contain turns a panic into a fault that gives nothing away.
func (v *visit) contain(work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			v.bot.Log.Error("panic", "correlation", v.id, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = tools.AsError(errors.New("panic"))
		}
	}()
	return work()
}

// fail tells the person about a fault, in the modal that they look at if there is
// one, else in a message of its own.
func (v *visit) fail(ctx context.Context, f *tools.Error) {
	if f.Code == tools.Internal {
		v.bot.Log.Error("internal fault", "correlation", v.id, "what", v.what, "cause", f.Cause)
	} else if f.Cause != nil {
		v.bot.Log.Debug("fault", "correlation", v.id, "what", v.what, "code", string(f.Code), "cause", f.Cause)
	}
	m := v.bot.renderer.Error(f, v.id)
	if v.modal == "" || v.bot.showInModal(ctx, v.modal, m) != nil {
		v.say(ctx, m)
	}
}

// say sends a new message that only the person sees.
func (v *visit) say(ctx context.Context, m card.Message) reply.Sent {
	return v.sent(v.place.Ephemeral(lasting(ctx), m))
}

// replace puts a message in place of the one that was clicked on.
func (v *visit) replace(ctx context.Context, m card.Message) reply.Sent {
	return v.sent(v.place.Replace(lasting(ctx), m))
}

// sent logs that an answer could not be delivered; there is no other way left to
// tell the person.
func (v *visit) sent(s reply.Sent, err error) reply.Sent {
	if err != nil {
		v.bot.Log.Error("an answer could not be delivered", "correlation", v.id, "what", v.what, "error", err)
	}
	return s
}

// lasting lets an answer out even when the work's time is over: the client's own
// time limit still holds.
func lasting(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

// log writes one line for every visit. What was typed stays out of it: it may
// hold what people do not want in a log.
func (v *visit) log(ctx context.Context, err error, took time.Duration) {
	outcome := "ok"
	if err != nil {
		outcome = string(tools.AsError(err).Code)
	}
	v.bot.Log.LogAttrs(ctx, slog.LevelInfo, "visit",
		slog.String("what", v.what), slog.String("outcome", outcome), slog.Duration("took", took),
		slog.String("user", v.where.Team+"/"+v.where.User), slog.String("correlation", v.id))
}
