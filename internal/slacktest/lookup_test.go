// Lookup: people, conversations and user groups by id.

package slacktest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/slacktest"
)

func TestPeopleAsAppsSeeThem(t *testing.T) {
	s := start(t, slacktest.Options{})
	for name, c := range map[string]struct {
		user slacktest.User
		want fields
	}{
		"confirmed":    {slacktest.User{Email: "a@x.example"}, fields{"is_email_confirmed": true, "is_restricted": false}},
		"unconfirmed":  {slacktest.User{Email: "b@x.example", EmailUnconfirmed: true}, fields{"is_email_confirmed": false}},
		"deleted":      {slacktest.User{Deleted: true}, fields{"deleted": true}},
		"bot":          {slacktest.User{Bot: true}, fields{"is_bot": true}},
		"guest":        {slacktest.User{Guest: true}, fields{"is_restricted": true, "is_ultra_restricted": false}},
		"single guest": {slacktest.User{SingleChannelGuest: true}, fields{"is_restricted": true, "is_ultra_restricted": true}},
		"stranger":     {slacktest.User{Stranger: true, TeamID: "T0OTHER"}, fields{"is_stranger": true, "team_id": "T0OTHER"}},
	} {
		t.Run(name, func(t *testing.T) {
			u := s.AddUser(c.user)
			got := call(t, s, "users.info", fields{"user": u.ID})["user"].(fields)
			for key, want := range c.want {
				assert.Equal(t, want, got[key], key)
			}
		})
	}
	assert.Equal(t, "user_not_found", call(t, s, "users.info", fields{"user": "U0NONE"})["error"])
}

func TestAddressesNeedTheirScope(t *testing.T) {
	s := start(t, slacktest.Options{Scopes: []string{"users:read"}})
	user := call(t, s, "users.info", fields{"user": jane})["user"].(fields)
	assert.NotContains(t, user["profile"], "email", "without users:read.email there is no address, and no error")
}

func TestConversationsNeedTheScopeOfTheirKind(t *testing.T) {
	s := start(t, slacktest.Options{Scopes: []string{"channels:read", "im:write"}})
	shared := s.AddChannel(slacktest.Channel{ExtShared: true})
	private := s.AddChannel(slacktest.Channel{Private: true})
	hidden := s.AddChannel(slacktest.Channel{Private: true, BotAbsent: true})

	got := call(t, s, "conversations.info", fields{"channel": shared.ID})["channel"].(fields)
	assert.Equal(t, []any{true, true, false, true}, []any{got["is_ext_shared"], got["is_shared"], got["is_org_shared"], got["is_member"]})
	assert.Equal(t, fields{"ok": false, "error": "missing_scope", "needed": "groups:read", "provided": "channels:read,im:write"},
		call(t, s, "conversations.info", fields{"channel": private.ID}))
	assert.Equal(t, "channel_not_found", call(t, s, "conversations.info", fields{"channel": hidden.ID})["error"])
}

func TestDirectMessagesAreOpenedOnce(t *testing.T) {
	s := start(t, slacktest.Options{Scopes: []string{"im:write"}})
	gone := s.AddUser(slacktest.User{Deleted: true})
	first := call(t, s, "conversations.open", fields{"users": jane})
	assert.Equal(t, first, call(t, s, "conversations.open", fields{"users": jane}))
	assert.Equal(t, byte('D'), first["channel"].(fields)["id"].(string)[0])
	assert.Equal(t, "user_disabled", call(t, s, "conversations.open", fields{"users": gone.ID})["error"])
	assert.Equal(t, "cannot_dm_bot", call(t, s, "conversations.open", fields{"users": s.BotUserID})["error"])
	assert.Equal(t, "user_not_found", call(t, s, "conversations.open", fields{"users": "U0NONE"})["error"])
}

func TestUserGroups(t *testing.T) {
	s := start(t, slacktest.Options{Scopes: []string{"usergroups:read"}})
	g := s.AddUserGroup(slacktest.UserGroup{Handle: "approvers", Users: []string{jane, bob}})
	assert.Equal(t, []any{jane, bob}, call(t, s, "usergroups.users.list", fields{"usergroup": g.ID})["users"])
	assert.Equal(t, "no_such_subteam", call(t, s, "usergroups.users.list", fields{"usergroup": "S0NONE"})["error"])
}
