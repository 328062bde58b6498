// Cache: what Slack and the tenant said, for a short while.

package slackbot

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/tools"
)

// cache keeps good answers until they are no longer fresh.
type cache struct {
	mu      sync.Mutex
	entries map[string]cached
}

type cached struct {
	value any
	until time.Time
}

// most is how many answers are kept before all are dropped. It bounds memory;
// what is dropped is asked for again.
const most = 10_000

func (m *cache) get(key string) (any, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, known := m.entries[key]
	return e.value, known && time.Now().Before(e.until)
}

// put forgets everything when there is too much: simpler than choosing, and all of
// it would be forgotten within a minute anyway.
func (m *cache) put(key string, value any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.entries == nil || len(m.entries) >= most {
		m.entries = map[string]cached{}
	}
	m.entries[key] = cached{value, time.Now().Add(fresh)}
}

// patience is how long one question to Slack or the tenant may take.
const patience = 30 * time.Second

// remember gives what is known under the key, or asks. Of several who ask for
// the same at once, one asks for all, even if it has itself left meanwhile.
func remember[T any](ctx context.Context, d *directory, key string, ask func(context.Context) (T, error)) (T, error) {
	if value, known := d.cache.get(key); known {
		return value.(T), nil
	}
	value, err, _ := d.inFlight.Do(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		value, err := ask(ctx)
		if err == nil {
			d.cache.put(key, value)
		}
		return value, err
	})
	if err != nil {
		var none T
		return none, err
	}
	return value.(T), nil
}

// slackError says what an error of Slack's means. That something could not be
// found out is never told as if it had been found not to be.
func slackError(err error, what string) *tools.Error {
	var limited *slack.RateLimitedError
	code := slackCode(err)
	switch {
	case errors.As(err, &limited):
		return &tools.Error{Code: tools.RateLimited, Message: "Slack is being asked too much at the moment; try again in a minute.", Cause: err}
	case code == "user_not_found" || code == "users_not_found" || code == "user_not_visible":
		return refuse("Slack does not know or does not show this account.")
	case code == "missing_scope":
		return &tools.Error{Code: tools.Unavailable, Message: "The app lacks a permission in Slack to find out " + what + "; an operator must install it again with the scopes of its manifest.", Cause: err}
	}
	return &tools.Error{Code: tools.Unavailable, Message: "Slack did not say " + what + "; try again in a moment.", Cause: err}
}

// slackCode is Slack's word for an error; "" for any other.
func slackCode(err error) string {
	var answered slack.SlackErrorResponse
	if errors.As(err, &answered) {
		return answered.Err
	}
	return ""
}
