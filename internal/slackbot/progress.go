// Progress: how far long work has come, told in Slack.

package slackbot

import (
	"context"
	"sync"
	"time"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// The pauses between updates: where a message can be updated any number of times;
// before one that cannot be taken away again, so that nobody waits three seconds
// without a sign; and where each update uses up one of a few.
const (
	updateEvery = time.Second
	lastingWait = 2 * time.Second
	rareEvery   = 10 * time.Second
)

// progress tells how far one piece of work has come, on a goroutine of its own:
// the work does not wait for Slack, and of several reports only the newest is
// told.
type progress struct {
	interaction *interaction
	wait        time.Duration // before it is told for the first time
	how         deliver
	newest      chan tools.Progress // holds one
	ended       chan struct{}
	told        sync.WaitGroup
	sent        sentMessage // where it was told, if that can be updated
}

// progress begins to tell: first what it is given, if the work has nothing to say of
// itself by then. Work that is done within the wait is not told about.
func (i *interaction) progress(ctx context.Context, how deliver, wait time.Duration, first string) *progress {
	p := &progress{interaction: i, wait: wait, how: how, newest: make(chan tools.Progress, 1), ended: make(chan struct{})}
	if first != "" && !i.signed.Load() {
		p.report(tools.Progress{Text: first})
	}
	p.told.Go(func() { p.tell(ctx) })
	return p
}

// report takes a report; it never waits.
func (p *progress) report(now tools.Progress) {
	select {
	case <-p.newest: // the one before was not told yet, and never will be
	default:
	}
	select {
	case p.newest <- now:
	default: // another report came in between; it is as new
	}
}

// stop returns once nothing will be told any more, and gives the way to deliver
// the answer: in place of what was told, where that is possible.
func (p *progress) stop() deliver {
	close(p.ended)
	p.told.Wait()
	if p.sent.Message == "" {
		return p.how
	}
	return func(ctx context.Context, m card.Message) sentMessage {
		if err := p.interaction.sender.update(lasting(ctx), p.sent, m); err != nil {
			p.interaction.log.Info("Slack did not take an answer; another way is tried", "way", "an update", "error", err)
			return p.interaction.ephemeral(ctx, m)
		}
		return p.sent
	}
}

// tell waits first and looks second, so that what it tells is never older than the
// last pause.
func (p *progress) tell(ctx context.Context) {
	wait := p.wait
	for p.pause(wait) {
		select {
		case <-p.ended:
			return
		case now := <-p.newest:
			wait = p.show(ctx, p.interaction.renderer.Progress(now))
			if now.Total == 0 { // how far it has come is worth more than that it has begun
				wait = updateEvery
			}
		}
	}
}

// pause waits; false if the work has ended meanwhile.
func (p *progress) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-p.ended:
		return false
	case <-timer.C:
		return true
	}
}

// show tells, and gives how long to wait before the next time.
func (p *progress) show(ctx context.Context, m card.Message) time.Duration {
	i := p.interaction
	switch {
	case p.sent.Message != "":
		if err := i.sender.update(ctx, p.sent, m); err != nil {
			i.log.Debug("progress was not shown", "call", i.id, "error", err)
		}
	case i.responder.updatesLeft() > 0:
		p.sent = p.how(ctx, m)
	}
	if p.sent.Message != "" {
		return updateEvery
	}
	return rareEvery
}
