// Wait: waiting until a person sees something.

package slacktest

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// errLate is that a condition did not hold in time.
var errLate = errors.New("it did not happen in time")

// Wait returns once the condition holds; it is asked again after every change
// of the workspace. The error tells that it did not hold in time, or that the
// Slack was closed.
func (s *Slack) Wait(timeout time.Duration, holds func() bool) error {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		// Taken before asking, so that no change slips in between.
		s.mu.Lock()
		change := s.change
		s.mu.Unlock()
		if holds() {
			return nil
		}
		select {
		case <-change:
		case <-timer.C:
			return errLate
		case <-s.stopped.Done():
			return errors.New("the fake Slack was closed")
		}
	}
}

// WaitMessage waits until a person sees a message for which the condition
// holds, and gives the latest one. The error shows what the person saw instead.
func (s *Slack) WaitMessage(channel, asUser string, timeout time.Duration, holds func(Message) bool) (Message, error) {
	var found Message
	err := s.Wait(timeout, func() bool {
		ok := false
		for _, m := range s.Messages(channel, asUser) {
			if holds(m) {
				found, ok = m, true
			}
		}
		return ok
	})
	if err != nil {
		return Message{}, fmt.Errorf("%w; user %s sees in %s:\n%s", err, asUser, channel, s.screen(channel, asUser))
	}
	return found, nil
}

// screen is what a person sees in a channel, in words.
func (s *Slack) screen(channel, asUser string) string {
	var lines []string
	for _, m := range s.Messages(channel, asUser) {
		lines = append(lines, m.Render(nil))
	}
	return strings.Join(append(lines, "(end)"), "\n")
}

// WaitView waits until the form in front of a person is one for which the
// condition holds. The error shows what was there instead.
func (s *Slack) WaitView(user string, timeout time.Duration, holds func(View) bool) (View, error) {
	var front View
	err := s.Wait(timeout, func() bool {
		open := s.Views(user)
		if len(open) == 0 {
			return false
		}
		front = open[len(open)-1]
		return holds(front)
	})
	if err != nil {
		return View{}, fmt.Errorf("%w; user %s has in front:\n%s", err, user, front.Render(nil))
	}
	return front, nil
}

// Sockets counts the live sockets: those that get deliveries.
func (s *Slack) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.live())
}

// WaitSockets waits until the app has that many live sockets.
func (s *Slack) WaitSockets(count int, timeout time.Duration) error {
	if err := s.Wait(timeout, func() bool { return s.Sockets() == count }); err != nil {
		return fmt.Errorf("%w; there are %d sockets", err, s.Sockets())
	}
	return nil
}
