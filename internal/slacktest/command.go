// Command: one with a slash, typed by a person.

package slacktest

import (
	"encoding/json"
	"fmt"
	"strings"
)

// slackbot is who tells people that a command failed.
const slackbot = "USLACKBOT"

// Command types a slash command ("/govgroup list") into a channel and waits
// for the acknowledgement. An error means that the person could not send it;
// how the app fared is in the Invocation, and on the person's screen.
func (s *Slack) Command(user, channel, text string) (Invocation, error) {
	d, err := s.typeCommand(user, channel, text)
	if err != nil {
		return Invocation{}, err
	}
	inv := s.deliver(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed()
	if inv.Failure == "" && s.acknowledged(user, channel, inv.AckBody) != nil {
		inv.Failure = "dispatch_unknown_error" // assumed: the app's answer was no message
	}
	if inv.Failure != "" {
		s.tell(user, channel, d.payload.text("command"), inv.Failure)
	}
	return inv, nil
}

// typeCommand makes the delivery of what a person typed.
func (s *Slack) typeCommand(user, channel, text string) (delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, c, err := s.within(user, channel)
	if err != nil {
		return delivery{}, err
	}
	word, rest, _ := strings.Cut(text, " ")
	if !strings.HasPrefix(word, "/") || len(word) < 2 {
		return delivery{}, fmt.Errorf("%q is not a command: commands begin with a slash", word)
	}
	if !s.granted("commands") {
		return delivery{}, fmt.Errorf("%s is not a valid command: the app lacks the scope commands", word)
	}
	rest = strings.TrimSpace(rest)
	if !s.options.RawCommands {
		rest = s.compose(rest)
	}
	d := delivery{kind: commandType, answers: true, payload: object{
		"token": "verification", "team_id": s.TeamID, "team_domain": s.options.Domain,
		"channel_id": c.ID, "channel_name": c.label(), "user_id": u.ID, "user_name": u.Name,
		"command": word, "text": rest, "api_app_id": s.AppID, "is_enterprise_install": "false",
		"response_url": s.newHook("commands", hook{user: u.ID, channel: c.ID}), "trigger_id": s.newTrigger(u.ID),
	}}
	if s.options.OrgWide { // a command says where it was typed all the same
		d.payload["enterprise_id"], d.payload["is_enterprise_install"] = enterpriseID, "true"
	}
	return d, nil
}

// within finds a person in a channel.
func (s *Slack) within(user, channel string) (User, Channel, error) {
	u, known := s.users[user]
	if !known || u.Deleted {
		return u, Channel{}, fmt.Errorf("no user %q is in this workspace", user)
	}
	c, known := s.channels[channel]
	if !known || !c.has(user) {
		return u, c, fmt.Errorf("user %q is in no channel %q", user, channel)
	}
	if c.Archived {
		return u, c, fmt.Errorf("channel %q is archived", channel)
	}
	return u, c, nil
}

// acknowledged posts the message that came with an acknowledgement, if one
// did. Over HTTP it may be plain text.
func (s *Slack) acknowledged(user, channel string, body json.RawMessage) error {
	sent, err := decoded(body)
	if err != nil && len(body) > 0 && body[0] != '{' {
		sent, err = object{"text": string(body)}, nil
	}
	if err != nil || len(sent) == 0 {
		return err
	}
	said, err := readContent(request{args: sent})
	if err != nil || said.empty() {
		return err
	}
	to := user
	if sent.text("response_type") == "in_channel" {
		to = ""
	}
	s.post(channel, said, to)
	return nil
}

// tell shows a person that a command failed.
func (s *Slack) tell(user, channel, command, failure string) {
	m := s.post(channel, content{text: fmt.Sprintf("%s failed with the error %q", escape(command), failure)}, user)
	m.User = slackbot
}
