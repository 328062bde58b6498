// The places where people talk: channels and direct messages.

package slacktest

import (
	"cmp"
	"slices"
)

// Channel is a place for messages.
type Channel struct {
	// ID begins with C, or D for a direct message. Empty: AddChannel gives one.
	ID string
	// Name is without the #. Empty: made from the ID.
	Name string
	// Members are user IDs. Nil: everyone of the workspace.
	Members []string
	Private bool
	// DM is a direct message between its one or two members; with one member
	// it is that person's conversation with the app.
	DM bool
	// ExtShared is shared with another organisation, OrgShared with another
	// workspace of the same one.
	ExtShared, OrgShared bool
	Archived             bool
	// BotAbsent: the app's bot has not been invited.
	BotAbsent bool
}

// AddChannel adds a channel, or replaces the one with that ID, and returns it
// with all its defaults filled in.
func (s *Slack) AddChannel(c Channel) Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addChannel(c)
}

// addChannel is AddChannel for callers that hold the lock already.
func (s *Slack) addChannel(c Channel) Channel {
	kind := "C"
	if c.DM {
		kind = "D"
	}
	if c.ID == "" {
		c.ID = s.ids.next(kind)
	}
	c.Name = cmp.Or(c.Name, "channel-"+c.ID)
	s.channels[c.ID] = c
	s.changed()
	return c
}

// has tells whether a user is in the channel.
func (c Channel) has(user string) bool {
	return c.Members == nil || slices.Contains(c.Members, user)
}

// label is what the payload of a command calls the channel: the names of
// private places are not told.
func (c Channel) label() string {
	switch {
	case c.DM:
		return "directmessage"
	case c.Private:
		return "privategroup"
	default:
		return c.Name
	}
}

// json is the channel object of conversations.info.
func (c Channel) json(team string) object {
	return object{
		"id": c.ID, "name": c.Name, "is_channel": !c.DM && !c.Private, "is_group": c.Private && !c.DM,
		"is_im": c.DM, "is_mpim": false, "is_private": c.Private || c.DM, "is_archived": c.Archived,
		"is_member": !c.BotAbsent, "is_ext_shared": c.ExtShared, "is_org_shared": c.OrgShared,
		"is_shared": c.ExtShared || c.OrgShared, "is_pending_ext_shared": false, "is_general": false,
		"context_team_id": team,
	}
}

// UserGroup is a named list of people who can be mentioned together.
type UserGroup struct {
	ID     string // begins with S. Empty: AddUserGroup gives one.
	Handle string // what follows the @
	Users  []string
}

// AddUserGroup adds a user group, or replaces the one with that ID.
func (s *Slack) AddUserGroup(g UserGroup) UserGroup {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g.ID == "" {
		g.ID = s.ids.next("S")
	}
	s.groups[g.ID] = g
	return g
}

// direct finds the conversation between a person and the app, and opens it
// when there is none yet.
func (s *Slack) direct(user string) Channel {
	for _, c := range s.channels {
		if c.DM && len(c.Members) == 1 && c.Members[0] == user {
			return c
		}
	}
	return s.addChannel(Channel{DM: true, Members: []string{user}})
}
