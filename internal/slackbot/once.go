// Once: what is done by one of any number of bots, and not again after a restart.

package slackbot

import (
	"context"
	"time"

	"govgroup/internal/cache"
	"govgroup/internal/slackbot/transport"
)

// once remembers in the state, and what this process did by itself: that it need not ask
// for again.
type once struct {
	state transport.Seen
	own   *cache.Cache[string, struct{}]
	now   func() time.Time
}

func newOnce(state transport.Seen) once {
	return once{state: state, own: cache.New[string, struct{}](mostKnown, time.Hour, nil), now: time.Now}
}

// first reports whether nobody did it before.
func (o once) first(ctx context.Context, what string, until time.Time) (bool, error) {
	if _, again := o.own.First(what, struct{}{}); again || o.state == nil {
		return !again, nil
	}
	first, err := o.state.FirstTime(ctx, "slack "+what, o.now(), until)
	if err != nil {
		o.own.Delete(what)
	}
	return first, err
}
