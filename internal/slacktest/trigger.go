// Triggers: the short-lived right to open a form in front of a person.

package slacktest

import (
	"fmt"
	"regexp"
	"time"
)

// triggerLife is how long a trigger may be used.
const triggerLife = 3 * time.Second

// trigger remembers whose screen it opens, and since when.
type trigger struct {
	user string
	at   time.Time
	used bool
}

// newTrigger gives a trigger for something a person just did.
func (s *Slack) newTrigger(user string) string {
	s.ids.last++
	id := fmt.Sprintf("%d.%d.%s", s.ids.last, s.now().Unix(), secret())
	s.triggers[id] = &trigger{user: user, at: s.now()}
	return id
}

var triggerForm = regexp.MustCompile(`^\d+\.\d+\.[0-9a-z]+$`)

// redeem uses a trigger up, once and in time. The time is looked at first:
// a used one that is old is told to be expired.
func (s *Slack) redeem(q request) (user string, err error) {
	if err := q.need("trigger_id"); err != nil {
		return "", err
	}
	id := q.args.text("trigger_id")
	t := s.triggers[id]
	switch {
	case !triggerForm.MatchString(id), t == nil:
		return "", refuse("invalid_trigger_id")
	case s.now().Sub(t.at) > triggerLife:
		return "", refuse("expired_trigger_id")
	case t.used:
		return "", refuse("exchanged_trigger_id")
	}
	t.used = true
	return t.user, nil
}
