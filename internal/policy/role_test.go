// Roles: whose they are, and that doubt gives nobody one.

package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// roleIs is a policy in which one role may do everything.
func roleIs(criteria string) string {
	return "roles:\n  the role: " + criteria + "\nrules:\n  - {name: all, roles: [the role], allow: ['govgroup_*']}\n"
}

func TestWhoseARoleIs(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	jane := e.JaneDoe
	require.NoError(t, e.Tenant.AddMember(e.Sixty.ID, jane.ID))
	nobody := tools.Caller{Surface: "http"}

	for name, c := range map[string]struct {
		criteria string
		caller   tools.Caller
		why      string // empty: the role is not theirs
	}{
		"anyone":                    {"{anyone: true}", nobody, "anyone"},
		"an e-mail":                 {"{emails: [JANE.doe@corp.example]}", mcp(jane), "e-mail jane.doe@corp.example"},
		"another e-mail":            {"{emails: [jane.doe@corp.example.org]}", mcp(jane), ""},
		"no e-mail":                 {"{emails: [jane.doe@corp.example]}", nobody, ""},
		"an identity":               {"{identities: [" + strings.ToUpper(jane.ID) + "]}", slack(jane), "identity " + jane.ID},
		"no identity":               {"{identities: [" + jane.ID + "]}", stranger, ""},
		"a subject":                 {"{subjects: [stranger]}", stranger, "subject stranger"},
		"another subject":           {"{subjects: [Stranger]}", stranger, ""},
		"a Slack group":             {"{slack_groups: [S0AAA, S0123]}", slack(jane, "slack_group:S0123"), "slack_group:S0123"},
		"another Slack group":       {"{slack_groups: [S0123]}", slack(jane, "slack_group:S01234"), ""},
		"a claim":                   {"{claims: {groups: [iam, iam-admins]}}", slack(jane, "claim:groups=iam-admins"), "claim:groups=iam-admins"},
		"the same value elsewhere":  {"{claims: {groups: [iam]}}", slack(jane, "claim:roles=iam"), ""},
		"a member, by name":         {`{members_of: ["Regional Reviewers"]}`, mcp(jane), "member of governance group “Regional Reviewers”"},
		"a member, by id":           {`{members_of: ["` + e.DBAccess.ID + `", "` + e.Sixty.ID + `"]}`, slack(jane), "member of governance group “" + e.Sixty.ID + "”"},
		"not a member":              {`{members_of: ["Regional Reviewers"]}`, mcp(e.Admin), ""},
		"nobody is a member":        {`{members_of: ["Regional Reviewers"]}`, stranger, ""},
		"the owner":                 {"{owner_of_group: true}", mcp(jane), "owner of “DB Access”"},
		"not the owner":             {"{owner_of_group: true}", mcp(e.Admin), ""},
		"nobody is the owner":       {"{owner_of_group: true}", stranger, ""},
		"one of several is enough":  {"{emails: [a@b.example], owner_of_group: true}", slack(jane), "owner of “DB Access”"},
		"false is not a wild card":  {"{anyone: false, emails: [a@b.example]}", mcp(jane), ""},
		"an e-mail is no attribute": {"{claims: {email: [x]}}", tools.Caller{Surface: "http", Email: "x", Subject: "x"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ruling, err := e.rule(t, load(t, roleIs(c.criteria)), c.caller, "govgroup_members_remove",
				args{"group": e.DBAccess.ID, "members": e.members(t, e.DBAccess.ID, 1)})
			if c.why == "" {
				assert.Contains(t, notAllowed(t, err), "It is for the role, which you are not here.")
				return
			}
			require.NoError(t, err)
			assert.Contains(t, ruling.Reason, "to the role the role ("+c.why+")")
		})
	}
}

// What the tenant cannot tell is not taken for a no where a no would allow.
func TestAMembershipThatCannotBeToldAllowsNothing(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	change := args{"group": "DB Access", "members": []string{e.NullState.ID}}
	denying := func(group string) string {
		return `
roles: {all: {anyone: true}, banned: {members_of: ["` + group + `"]}, admins: {emails: [avery.stone@corp.example]}}
rules:
  - {name: all, roles: [all], allow: ["govgroup_*"]}
  - {name: banned, roles: [admins, banned], deny: [govgroup_members_add]}
`
	}
	for name, group := range map[string]string{"no such group": "No Such Group", "no such id": "0123456789abcdef0123456789abcdef"} {
		t.Run(name, func(t *testing.T) {
			_, err := e.rule(t, load(t, denying(group)), mcp(e.JaneDoe), "govgroup_members_add", change)
			assert.Contains(t, notAllowed(t, err), `It is not clear who holds the role "banned"`)
			_, err = e.rule(t, load(t, denying(group)), mcp(e.Admin), "govgroup_members_add", change)
			assert.Contains(t, notAllowed(t, err), "denies", "another role decides already")
		})
	}
	allowing := `
roles: {admins: {emails: [avery.stone@corp.example]}, members: {members_of: ["No Such Group"]}}
rules: [{name: all, roles: [members, admins], allow: ["govgroup_*"]}]
`
	_, err := e.rule(t, load(t, allowing), mcp(e.Admin), "govgroup_members_add", change)
	require.NoError(t, err, "a role that is certain is enough")
	_, err = e.rule(t, load(t, allowing), mcp(e.JaneDoe), "govgroup_members_add", change)
	assert.Contains(t, notAllowed(t, err), "It is not clear who holds")
}

func TestATenantThatIsDownIsAskedOnce(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	p := load(t, roleIs(`{members_of: ["Regional Reviewers", "DB Access"]}`))
	require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultHTML, Operation: sandbox.OpListGroups, Times: -1}))
	inv := e.registry.NewInvocation(mcp(e.JaneDoe), nil)
	for _, tool := range known() {
		if tool.Name != "govgroup_whoami" {
			require.Error(t, p.Authorize(t.Context(), inv, tool))
		}
	}
	e.Tenant.ClearFaults()
	before := len(e.Tenant.Log())
	require.Error(t, p.Authorize(t.Context(), inv, toolNamed(t, "govgroup_list")))
	assert.Len(t, e.Tenant.Log(), before, "the failure was not remembered")
	require.NoError(t, e.Tenant.AddMember(e.Sixty.ID, e.JaneDoe.ID))
	require.NoError(t, e.may(t, p, mcp(e.JaneDoe), "govgroup_list"), "another call asks again")
}

// Who is a member and who is the owner is read anew for each call.
func TestARoleThatIsLostIsLostAtTheNextCall(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	p := load(t, roleIs(`{members_of: ["Regional Reviewers"], owner_of_group: true}`))
	change := args{"group": "DB Access", "members": []string{e.NullState.ID}}
	for _, lose := range []func() error{
		func() error { return e.Tenant.SetOwner(e.DBAccess.ID, e.Admin.ID) },
		func() error { return e.Tenant.AddMember(e.Sixty.ID, e.JaneDoe.ID) },
		func() error { return e.Tenant.RemoveMember(e.Sixty.ID, e.JaneDoe.ID) },
	} {
		_, before := e.rule(t, p, slack(e.JaneDoe), "govgroup_members_add", change)
		require.NoError(t, lose())
		_, after := e.rule(t, p, slack(e.JaneDoe), "govgroup_members_add", change)
		assert.NotEqual(t, before == nil, after == nil)
	}
}
