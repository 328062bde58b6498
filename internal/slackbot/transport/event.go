// Events: what Slack tells of by itself.

package transport

import (
	"encoding/json"
	"mime"

	"github.com/slack-go/slack/slackevents"
)

// Event is something that Slack tells of by itself. Of those that there are, the app
// is told when somebody opens it; others have another kind and do no harm.
type Event struct {
	ID   string // the same whenever it is sent again
	Team string
	Kind string // HomeOpened, or something else
	User string // who did it
	// Empty tells of an opened Home tab that nothing was shown there yet.
	Empty bool
	// OrgWide tells that the app is installed for a whole organisation.
	OrgWide bool
}

// HomeOpened is the kind of event by which somebody looks at the app's Home tab.
const HomeOpened = string(slackevents.AppHomeOpened)

// envelope is what is read of an event.
type envelope struct {
	Type      string
	Challenge string // of the request by which Slack tries an address
	EventID   string `json:"event_id"`
	TeamID    string `json:"team_id"`
	Event     struct {
		Type string
		User string
		Tab  string
		View *struct{ ID string }
	}
	Authorizations []struct {
		OrgWide bool `json:"is_enterprise_install"`
	}
}

// readEvent reads an event. One that has a challenge is none: it wants the challenge
// back.
func readEvent(raw []byte) (d Delivery, challenge string, err error) {
	var e envelope
	if err := json.Unmarshal(raw, &e); err != nil {
		return Delivery{}, "", errUnreadable
	}
	if e.Type == slackevents.URLVerification {
		return Delivery{}, e.Challenge, nil
	}
	if e.EventID == "" || e.Event.Type == "" {
		return Delivery{}, "", errUnreadable
	}
	found := &Event{ID: e.EventID, Team: e.TeamID, Kind: e.Event.Type, User: e.Event.User, Empty: e.Event.View == nil}
	if found.Kind == HomeOpened && e.Event.Tab != "home" {
		found.Kind = "" // somebody reads the messages
	}
	for _, a := range e.Authorizations {
		found.OrgWide = found.OrgWide || a.OrgWide
	}
	return Delivery{Event: found}, "", nil
}

// isJSON reports whether a request is declared as what events are.
func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && kind == "application/json"
}
