// User: the people of the workspace, as an administrator set them up.

package slacktest

import "cmp"

// User is a person or a bot that the workspace knows.
type User struct {
	// ID begins with U. Empty: AddUser gives one.
	ID string
	// Name is what follows the @. Empty: made from the ID.
	Name string
	// RealName is shown beside messages. Empty: the Name.
	RealName string
	// Email is visible to apps with users:read.email only.
	Email string
	// EmailUnconfirmed: nobody has proved that the address is theirs.
	EmailUnconfirmed bool
	Deleted          bool
	Bot              bool
	// Guest is a guest of many channels; SingleChannelGuest of one.
	Guest, SingleChannelGuest bool
	// Stranger is seen only through a channel shared with another workspace.
	Stranger bool
	// TeamID is the person's home workspace. Empty: this one.
	TeamID string
	Admin  bool
}

// AddUser adds a person, or replaces the one with that ID, and returns it with
// all its defaults filled in.
func (s *Slack) AddUser(u User) User {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == "" {
		u.ID = s.ids.next("U")
	}
	u.Name = cmp.Or(u.Name, "user-"+u.ID)
	u.RealName = cmp.Or(u.RealName, u.Name)
	u.TeamID = cmp.Or(u.TeamID, s.options.TeamID)
	s.users[u.ID] = u
	s.changed()
	return u
}

// json is the user object of users.info. The address is left out for apps that
// lack the scope for it, which is how Slack does it: no error.
func (u User) json(withEmail bool) object {
	profile := object{"real_name": u.RealName, "display_name": u.Name, "team": u.TeamID}
	if withEmail && u.Email != "" {
		profile["email"] = u.Email
	}
	return object{
		"id": u.ID, "team_id": u.TeamID, "name": u.Name, "real_name": u.RealName,
		"deleted": u.Deleted, "is_bot": u.Bot, "is_app_user": false,
		"is_admin": u.Admin, "is_owner": false, "is_primary_owner": false,
		"is_restricted":       u.Guest || u.SingleChannelGuest,
		"is_ultra_restricted": u.SingleChannelGuest,
		"is_stranger":         u.Stranger,
		"is_email_confirmed":  u.Email != "" && !u.EmailUnconfirmed,
		"profile":             profile,
		"updated":             0, "tz": "Etc/UTC", "tz_offset": 0,
	}
}
