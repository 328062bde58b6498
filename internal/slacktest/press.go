// Press: using buttons, choosing and typing in messages and forms.

package slacktest

import (
	"fmt"
	"slices"
	"strings"
)

// Press operates a control: presses a button (value says which one where
// several have the action_id), chooses options, or types text and enter. It
// works from what the person saw, so that a stale Surface clicks stale buttons.
// A confirmation dialog is answered with yes.
func (s *Slack) Press(user string, on Surface, actionID string, value ...string) (Invocation, error) {
	d, err := s.click(user, on, actionID, value)
	if err != nil {
		return Invocation{}, err
	}
	inv := s.deliver(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed()
	return inv, nil
}

// click makes the delivery of one action.
func (s *Slack) click(user string, on Surface, actionID string, value []string) (delivery, error) {
	c, err := pick(on.Controls(), actionID, value)
	if err != nil {
		return delivery{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, st, err := s.interaction("block_actions", user, on)
	if err != nil {
		return delivery{}, err
	}
	action := object{"action_id": c.ActionID, "block_id": c.BlockID, "type": c.Type, "action_ts": s.stamp()}
	entry, err := s.enter(c, value)
	switch {
	case err != nil:
		return delivery{}, err
	case entry != nil:
		*st = st.with(c.BlockID, c.ActionID, entry)
	}
	for key, v := range entry {
		action[key] = v
	}
	for _, key := range []string{"text", "value", "style", "url"} {
		if v := c.element[key]; v != nil && c.Type == "button" {
			action[key] = v
		}
	}
	p["actions"], p["trigger_id"] = []object{action}, s.newTrigger(user)
	s.reread(p, on)
	return delivery{kind: interactType, payload: p}, nil
}

// pick finds the control that is meant, among those the person saw.
func pick(seen []Control, actionID string, value []string) (Control, error) {
	fitting := slices.DeleteFunc(slices.Clone(seen), func(c Control) bool {
		return c.ActionID != actionID && c.BlockID+"/"+c.ActionID != actionID
	})
	if len(fitting) > 1 && len(value) == 1 {
		fitting = slices.DeleteFunc(fitting, func(c Control) bool { return c.Type == "button" && c.Value != value[0] })
	}
	switch {
	case len(fitting) == 1 && fitting[0].wrong(value):
		return Control{}, fmt.Errorf("the button %q has the value %q", actionID, fitting[0].Value)
	case len(fitting) == 1:
		return fitting[0], nil
	case len(fitting) > 1:
		return Control{}, fmt.Errorf("several controls are called %q: say the value or block_id/action_id", actionID)
	default:
		return Control{}, fmt.Errorf("there is no control %q, only: %s", actionID, strings.Join(called(seen), ", "))
	}
}

// wrong tells that another button was meant.
func (c Control) wrong(value []string) bool {
	return c.Type == "button" && len(value) == 1 && c.Value != value[0]
}

// called gives the names of controls, for the error that lists them.
func called(seen []Control) []string {
	var names []string
	for _, c := range seen {
		names = append(names, c.ActionID)
	}
	return names
}

// interaction begins the payload of something done on a surface, and gives the
// place where the surface keeps what was entered.
func (s *Slack) interaction(kind, user string, on Surface) (object, *state, error) {
	channel, ts, view := on.locate()
	if view != "" {
		return s.inView(kind, user, view)
	}
	u, c, err := s.within(user, channel)
	if err != nil {
		return nil, nil, err
	}
	m := s.message(channel, ts)
	if m == nil || m.EphemeralTo != "" && m.EphemeralTo != user {
		return nil, nil, fmt.Errorf("the message is not there any more for user %q", user)
	}
	p := s.payload(kind, u)
	p["channel"] = object{"id": c.ID, "name": c.label()}
	p["container"] = object{
		"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": m.EphemeralTo != "",
	}
	if kind == "block_actions" {
		p["response_url"] = s.newHook("actions", hook{user: user, channel: channel, ts: ts})
	}
	return p, &m.state, nil
}

// inView is interaction for forms and the Home tab. There is no response URL: they are
// not in a channel.
func (s *Slack) inView(kind, user, id string) (object, *state, error) {
	u, known := s.users[user]
	if !known {
		return nil, nil, fmt.Errorf("no user %q is in this workspace", user)
	}
	v := s.view(id, "")
	if v == nil || !slices.Contains(s.stacks[user], v) && s.homes[user] != v {
		return nil, nil, fmt.Errorf("user %q does not have that form open any more", user)
	}
	p := s.payload(kind, u)
	p["container"] = object{"type": "view", "view_id": id}
	return p, &v.state, nil
}

// reread puts the message or view, as it is now, into a payload. Ephemeral
// messages are not sent along: apps get the container only.
func (s *Slack) reread(p object, on Surface) {
	channel, ts, view := on.locate()
	if view != "" {
		p["view"] = s.view(view, "").json()
		return
	}
	m := s.message(channel, ts)
	p["state"] = m.state.json()
	if m.EphemeralTo == "" {
		p["message"] = m.json()
	}
}
