// Shortcuts: what the app offers on a message, or anywhere.

package slacktest

import "fmt"

// Write lets a person post a message, in a thread where one is given.
func (s *Slack) Write(user, channel, text, thread string) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, _, err := s.within(user, channel); err != nil {
		return Message{}, err
	}
	m := s.post(channel, content{text: s.compose(text)}, "")
	m.User, m.ThreadTS = user, thread
	return *m, nil
}

// MessageShortcut uses one of the app's shortcuts on a message.
func (s *Slack) MessageShortcut(user string, on Message, callbackID string) (Invocation, error) {
	return s.shortcut(user, "message_action", callbackID, func(p object) error {
		_, c, err := s.within(user, on.Channel)
		m := s.message(on.Channel, on.TS)
		if err == nil && m == nil {
			err = fmt.Errorf("the message is not there any more")
		}
		if err != nil {
			return err
		}
		p["channel"], p["message_ts"], p["message"] = object{"id": c.ID, "name": c.label()}, m.TS, m.json()
		p["response_url"] = s.newHook("app", hook{user: user, channel: c.ID})
		return nil
	})
}

// GlobalShortcut uses one that is about no message.
func (s *Slack) GlobalShortcut(user, callbackID string) (Invocation, error) {
	return s.shortcut(user, "shortcut", callbackID, func(object) error { return nil })
}

func (s *Slack) shortcut(user, kind, callbackID string, fill func(object) error) (Invocation, error) {
	s.mu.Lock()
	u, known := s.users[user]
	p := s.payload(kind, u)
	p["callback_id"], p["trigger_id"] = callbackID, s.newTrigger(user)
	err := fill(p)
	if !known {
		err = fmt.Errorf("no user %q is in this workspace", user)
	}
	s.mu.Unlock()
	if err != nil {
		return Invocation{}, err
	}
	return s.deliver(delivery{kind: interactType, payload: p}), nil
}
