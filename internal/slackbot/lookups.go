// Lookups: what Slack and the tenant are asked about people and channels, and what
// they said for a short while.

package slackbot

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	people "govgroup/internal/tools/directory"
)

// lookups are the questions that a directory asks, of Slack and of the tenant.
type lookups struct {
	user       func(ctx context.Context, id string) (*slack.User, error)
	channel    func(ctx context.Context, id string) (*slack.Channel, error)
	userGroup  func(ctx context.Context, id string) (members []string, err error)
	identities func(ctx context.Context, email string) ([]people.Person, error)
}

// newLookups asks the real ones.
func newLookups(api *slack.Client, tenant *people.Directory) lookups {
	return lookups{
		user: func(ctx context.Context, id string) (*slack.User, error) { return api.GetUserInfoContext(ctx, id) },
		channel: func(ctx context.Context, id string) (*slack.Channel, error) {
			return api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		},
		userGroup:  func(ctx context.Context, id string) ([]string, error) { return api.GetUserGroupMembersContext(ctx, id) },
		identities: tenant.ByEmail,
	}
}

// An answer about a person or a channel is believed for so long, and so many are kept.
const (
	fresh     = time.Minute
	mostKnown = 10_000
)

// patience is how long one question to Slack or the tenant may take.
const patience = 30 * time.Second

// remember gives what is known under the key, or asks. Of several who ask for
// the same at once, one asks for all, even if it has itself left meanwhile; whoever's time
// is over waits no longer.
func remember[T any](ctx context.Context, d *directory, key string, ask func(context.Context) (T, error)) (T, error) {
	if value, known := d.known.Get(key); known {
		return value.(T), nil
	}
	asking := d.inFlight.DoChan(key, func() (answer any, err error) {
		defer func() { // on a goroutine of its own a panic would end the process
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v", p)
			}
		}()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		value, err := ask(ctx)
		if err == nil {
			d.known.Put(key, value)
		}
		return value, err
	})
	var none T
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case answer := <-asking:
		if answer.Err != nil {
			return none, answer.Err
		}
		return answer.Val.(T), nil
	}
}
