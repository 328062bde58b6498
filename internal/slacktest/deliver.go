// Deliver: bringing what people do to the app, whichever way it receives.

package slacktest

import (
	"bytes"
	"encoding/json"
)

// deliver sends and waits for the acknowledgement, without the lock.
func (s *Slack) deliver(d delivery) Invocation {
	s.mu.Lock()
	to, repeat := s.requests, spend(&s.faults.repeated)
	s.mu.Unlock()
	var inv Invocation
	if to == (RequestURLs{}) {
		inv = s.overSocket(d, repeat)
	} else {
		inv = s.overHTTP(d, to, repeat)
	}
	inv.TriggerID, inv.ResponseURL = d.payload.text("trigger_id"), d.payload.text("response_url")
	return inv
}

// payload is what every interaction begins with.
func (s *Slack) payload(kind string, u User) object {
	p := object{
		"type": kind, "token": "verification", "api_app_id": s.AppID,
		"team":       object{"id": s.TeamID, "domain": s.options.Domain},
		"user":       object{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.TeamID},
		"enterprise": nil, "is_enterprise_install": false,
	}
	if s.options.OrgWide {
		p["team"], p["enterprise"], p["is_enterprise_install"] = nil, object{"id": enterpriseID, "name": "Organisation"}, true
	}
	return p
}

// enterpriseID is the organisation that an app may be installed for.
const enterpriseID = "E0ORG"

// decoded reads what came with an acknowledgement; nil when nothing did.
func decoded(body json.RawMessage) (object, error) {
	if len(bytes.TrimSpace(body)) == 0 || string(body) == `""` || string(body) == "null" {
		return nil, nil
	}
	var o object
	err := json.Unmarshal(body, &o)
	return o, err
}
