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
	w := newWorld(t)
	jane := w.JaneDoe
	require.NoError(t, w.Tenant.AddMember(w.Sixty.ID, jane.ID))
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
		"a member, by id":           {`{members_of: ["` + w.DBAccess.ID + `", "` + w.Sixty.ID + `"]}`, slack(jane), "member of governance group “" + w.Sixty.ID + "”"},
		"not a member":              {`{members_of: ["Regional Reviewers"]}`, mcp(w.Admin), ""},
		"nobody is a member":        {`{members_of: ["Regional Reviewers"]}`, stranger, ""},
		"the owner":                 {"{owner_of_group: true}", mcp(jane), "owner of “DB Access”"},
		"not the owner":             {"{owner_of_group: true}", mcp(w.Admin), ""},
		"nobody is the owner":       {"{owner_of_group: true}", stranger, ""},
		"one of several is enough":  {"{emails: [a@b.example], owner_of_group: true}", slack(jane), "owner of “DB Access”"},
		"false is not a wild card":  {"{anyone: false, emails: [a@b.example]}", mcp(jane), ""},
		"an e-mail is no attribute": {"{claims: {email: [x]}}", tools.Caller{Surface: "http", Email: "x", Subject: "x"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ruling, err := w.rule(t, load(t, roleIs(c.criteria)), c.caller, "govgroup_members_remove",
				args{"group": w.DBAccess.ID, "members": w.members(t, w.DBAccess.ID, 1)})
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
	w := newWorld(t)
	change := args{"group": "DB Access", "members": []string{w.NullState.ID}}
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
			_, err := w.rule(t, load(t, denying(group)), mcp(w.JaneDoe), "govgroup_members_add", change)
			assert.Contains(t, notAllowed(t, err), `It is not clear who holds the role "banned"`)
			_, err = w.rule(t, load(t, denying(group)), mcp(w.Admin), "govgroup_members_add", change)
			assert.Contains(t, notAllowed(t, err), "denies", "another role decides already")
		})
	}
	allowing := `
roles: {admins: {emails: [avery.stone@corp.example]}, members: {members_of: ["No Such Group"]}}
rules: [{name: all, roles: [members, admins], allow: ["govgroup_*"]}]
`
	_, err := w.rule(t, load(t, allowing), mcp(w.Admin), "govgroup_members_add", change)
	require.NoError(t, err, "a role that is certain is enough")
	_, err = w.rule(t, load(t, allowing), mcp(w.JaneDoe), "govgroup_members_add", change)
	assert.Contains(t, notAllowed(t, err), "It is not clear who holds")
}

func TestATenantThatIsDownIsAskedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := load(t, roleIs(`{members_of: ["Regional Reviewers", "DB Access"]}`))
	require.NoError(t, w.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultHTML, Operation: sandbox.OpListGroups, Times: -1}))
	inv := w.registry.NewInvocation(mcp(w.JaneDoe), nil)
	for _, tool := range known() {
		if tool.Name != "govgroup_whoami" {
			require.Error(t, p.Authorize(t.Context(), inv, tool))
		}
	}
	w.Tenant.ClearFaults()
	before := len(w.Tenant.Log())
	require.Error(t, p.Authorize(t.Context(), inv, toolNamed(t, "govgroup_list")))
	assert.Len(t, w.Tenant.Log(), before, "the failure was not remembered")
	require.NoError(t, w.Tenant.AddMember(w.Sixty.ID, w.JaneDoe.ID))
	require.NoError(t, w.may(t, p, mcp(w.JaneDoe), "govgroup_list"), "another call asks again")
}

// Who is a member and who is the owner is read anew for each call.
func TestARoleThatIsLostIsLostAtTheNextCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := load(t, roleIs(`{members_of: ["Regional Reviewers"], owner_of_group: true}`))
	change := args{"group": "DB Access", "members": []string{w.NullState.ID}}
	for _, lose := range []func() error{
		func() error { return w.Tenant.SetOwner(w.DBAccess.ID, w.Admin.ID) },
		func() error { return w.Tenant.AddMember(w.Sixty.ID, w.JaneDoe.ID) },
		func() error { return w.Tenant.RemoveMember(w.Sixty.ID, w.JaneDoe.ID) },
	} {
		_, before := w.rule(t, p, slack(w.JaneDoe), "govgroup_members_add", change)
		require.NoError(t, lose())
		_, after := w.rule(t, p, slack(w.JaneDoe), "govgroup_members_add", change)
		assert.NotEqual(t, before == nil, after == nil)
	}
}
