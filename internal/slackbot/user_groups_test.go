// User groups as people: who is in one nobody has typed, so it is read before it is done.

package slackbot_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
)

// withTeam is an environment with the user group @team of jane and bob, whose app may
// read user groups.
func withTeam(t *testing.T) *env {
	t.Helper()
	e := newEnvWith(t, setup{}, append(slackbot.Scopes(), "usergroups:read"))
	e.AddUserGroup(slacktest.UserGroup{Handle: "team", Users: []string{e.jane, e.bob}})
	e.start()
	return e
}

func TestAUserGroupIsReadBeforeItsPeopleAreAdded(t *testing.T) {
	e := withTeam(t)
	_, err := e.Command(e.jane, e.room, `/govgroup members add "DB Access" @team`)
	require.NoError(t, err)
	form := e.form()
	for _, email := range []string{e.JaneDoe.Email, e.Admin.Email} {
		assert.Contains(t, form.Render(nil), email)
	}
	assert.Empty(t, e.Tenant.Effects(), "nobody has read it yet")
	e.submit(form, nil)
	e.sees("Done: Add 2 members")
	g, _ := e.Group(e.DBAccess.ID)
	assert.Subset(t, g.Members, []string{e.JaneDoe.ID, e.Admin.ID})

	m := e.say(`/govgroup members remove "DB Access" @team`)
	assert.True(t, has(m, "Please confirm", e.JaneDoe.Name, e.Admin.Name), m.Render(nil))
}

func TestAUserGroupWithSomebodyUnknownChangesNothing(t *testing.T) {
	e := withTeam(t)
	e.AddUserGroup(slacktest.UserGroup{Handle: "mixed", Users: []string{e.jane, e.AddUser(slacktest.User{Name: "robot", Email: "robot@corp.example", Bot: true}).ID}})
	e.AddUserGroup(slacktest.UserGroup{Handle: "nobody"})
	var many []string
	for i := range 101 {
		many = append(many, e.AddUser(slacktest.User{Name: fmt.Sprint("p", i), Email: fmt.Sprintf("p%d@corp.example", i)}).ID)
	}
	e.AddUserGroup(slacktest.UserGroup{Handle: "everyone-here", Users: many})
	for handle, says := range map[string]string{
		"mixed": "robot@corp.example", "nobody": "Nobody is in the user group", "everyone-here": "101 people, and up to 100",
	} {
		m := e.say(`/govgroup members remove "DB Access" @` + handle)
		assert.True(t, has(m, says, "Nothing was changed."), m.Render(nil))
	}
	m := e.say(`/govgroup create "New Team" @team`)
	assert.True(t, has(m, "@team are several people, and “owner” is one"), m.Render(nil))
	assert.Empty(t, e.Tenant.Effects())
}

func TestWithoutItsScopeAUserGroupSaysWhatIsMissing(t *testing.T) {
	e := newEnv(t, setup{})
	e.AddUserGroup(slacktest.UserGroup{Handle: "team", Users: []string{e.jane}})
	e.start()
	m := e.say(`/govgroup members remove "DB Access" @team`)
	assert.True(t, has(m, "usergroups:read", "Nothing was changed."), m.Render(nil))
}
