// Waiting until a person sees something.

package slacktest

import (
	"errors"
	"time"
)

// Wait returns once the condition holds; it is asked again after every change
// of the workspace. The error tells that it did not hold in time.
func (s *Slack) Wait(timeout time.Duration, holds func() bool) error {
	return errors.New("not built yet")
}

// WaitMessage waits until a person sees a message for which the condition
// holds, and gives the latest one. The error shows what the person saw instead.
func (s *Slack) WaitMessage(channel, asUser string, timeout time.Duration, holds func(Message) bool) (Message, error) {
	return Message{}, errors.New("not built yet")
}

// WaitView waits until the form in front of a person is one for which the
// condition holds.
func (s *Slack) WaitView(user string, timeout time.Duration, holds func(View) bool) (View, error) {
	return View{}, errors.New("not built yet")
}

// WaitSockets waits until the app has that many live sockets.
func (s *Slack) WaitSockets(count int, timeout time.Duration) error {
	return errors.New("not built yet")
}
