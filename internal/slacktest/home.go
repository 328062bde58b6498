// The app's home tab.

package slacktest

import (
	"fmt"
)

// OpenHome looks at the app's home tab, which sends app_home_opened. The
// Invocation is empty when the app receives over HTTP and wants no events.
func (s *Slack) OpenHome(user string) (Invocation, error) {
	s.mu.Lock()
	if _, known := s.users[user]; !known {
		s.mu.Unlock()
		return Invocation{}, fmt.Errorf("no user %q is in this workspace", user)
	}
	event := object{
		"type": "app_home_opened", "user": user, "channel": s.direct(user).ID, "tab": "home", "event_ts": s.stamp(),
	}
	if v := s.homes[user]; v != nil {
		event["view"] = v.json()
	}
	p := object{
		"type": "event_callback", "token": "verification", "team_id": s.TeamID, "api_app_id": s.AppID,
		"event_id": s.ids.next("Ev"), "event_time": s.now().Unix(), "event": event, "is_ext_shared_channel": false,
		"authorizations": []object{{"team_id": s.TeamID, "user_id": s.BotUserID, "is_bot": true, "enterprise_id": nil}},
	}
	wanted := s.requests == (RequestURLs{}) || s.requests.Events != ""
	s.mu.Unlock()
	if !wanted {
		return Invocation{}, nil
	}
	return s.deliver(delivery{kind: eventType, payload: p}), nil
}
