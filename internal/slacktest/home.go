// Home: the app's own tab, which each person sees in their own way.

package slacktest

import "fmt"

// OpenHome lets a person look at the app's Home tab, and tells the app. An error means
// that they could not.
func (s *Slack) OpenHome(user string) (Invocation, error) {
	d, err := s.homeOpened(user)
	if err != nil {
		return Invocation{}, err
	}
	return s.deliver(d), nil
}

func (s *Slack) homeOpened(user string) (delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, known := s.users[user]
	switch {
	case !known || u.Deleted:
		return delivery{}, fmt.Errorf("no user %q is in this workspace", user)
	case s.options.NoHome:
		return delivery{}, fmt.Errorf("the app has no Home tab")
	}
	event := object{"type": "app_home_opened", "user": user, "channel": "D" + user[1:], "tab": "home", "event_ts": s.stamp()}
	if v := s.homes[user]; v != nil {
		event["view"] = v.json()
	}
	return delivery{kind: eventType, payload: object{
		"token": "verification", "team_id": s.TeamID, "api_app_id": s.AppID, "type": "event_callback",
		"event_id": s.ids.next("Ev"), "event_time": s.now().Unix(), "event": event,
		"authorizations": []object{{"team_id": s.TeamID, "user_id": s.BotUserID, "is_bot": true, "is_enterprise_install": s.options.OrgWide}},
	}}, nil
}

// Verify sends the request by which Slack tries an address for events, and tells whether
// the app gave the challenge back.
func (s *Slack) Verify() (bool, error) {
	challenge := secret()
	s.mu.Lock()
	to := s.requests
	s.mu.Unlock()
	p := s.posting(delivery{kind: eventType, payload: object{"type": "url_verification", "token": "verification", "challenge": challenge}}, to)
	status, body, err := s.exchange(p)
	return status == 200 && string(body) == challenge, err
}

// Home is a person's Home tab as the app published it last; false: there is nothing yet.
func (s *Slack) Home(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.homes[user]
	if v == nil {
		return View{}, false
	}
	return *v, true
}

// viewsPublish replaces what a person sees in the Home tab.
func (s *Slack) viewsPublish(q request) (object, error) {
	if err := q.need("user_id", "view"); err != nil {
		return nil, err
	}
	user := q.args.text("user_id")
	if _, known := s.users[user]; !known {
		return nil, refuse("user_not_found")
	}
	if s.options.NoHome {
		return nil, refuse("not_enabled")
	}
	sent, err := q.structure("view")
	if err != nil {
		return nil, err
	}
	source, err := acceptView(sent, "home")
	if err != nil {
		return nil, err
	}
	if s.homes[user] == nil {
		s.homes[user] = s.newView(source)
	}
	s.homes[user].show(source)
	return object{"view": s.homes[user].json()}, nil
}
