// The shipped policy: that the example does what its comments say.

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

const example = "../../examples/policy.yaml"

// Owner self-service: members of the groups they own, and nothing else.
func TestTheShippedPolicy(t *testing.T) {
	t.Parallel()
	m := newTeam(t, example)
	require.NoError(t, m.Tenant.SetOwner(m.Sixty.ID, m.JaneDoe.ID)) // protected, and hers too
	jane, admin := m.JaneDoe, m.Admin
	add := func(group string) args { return args{"group": group, "members": []string{m.NullState.ID}} }
	remove := func(id string) args { return args{"group": id, "members": m.members(t, id, 1)} }
	asks := func(level policy.Level) string { return string(level) }
	const no, free = "not allowed", "free"

	for name, c := range map[string]struct {
		caller tools.Caller
		tool   string
		args   args
		want   string
	}{
		"an owner adds, by MCP":            {mcp(jane), "govgroup_members_add", add("DB Access"), free},
		"an owner removes, in Slack":       {slack(jane), "govgroup_members_remove", remove(m.DBAccess.ID), asks(policy.Client)},
		"an owner removes, by MCP":         {mcp(jane), "govgroup_members_remove", remove(m.DBAccess.ID), asks(policy.Client)},
		"an owner, a protected group":      {slack(jane), "govgroup_members_add", add(m.Sixty.ID), asks(policy.Second)},
		"an owner, another's group":        {slack(jane), "govgroup_members_add", add("Warehouse Tool Reviewers"), no},
		"an owner renames":                 {mcp(jane), "govgroup_update", args{"group": "DB Access", "name": "Mine"}, no},
		"an owner gives away":              {slack(jane), "govgroup_update", args{"group": "DB Access", "owner": admin.ID}, no},
		"an owner deletes":                 {slack(jane), "govgroup_delete", args{"group": "DB Access"}, no},
		"an owner deletes several":         {mcp(jane), "govgroup_bulk_delete", args{"groups": []string{"DB Access"}}, no},
		"an owner creates":                 {mcp(jane), "govgroup_create", args{"name": "New", "owner": jane.ID}, no},
		"an owner takes back":              {slack(jane), "govgroup_undo", args{"change": "x"}, no},
		"an owner looks at the past":       {mcp(jane), "govgroup_history", args{}, no},
		"an owner looks":                   {slack(jane), "govgroup_members_list", args{"group": "All Certifiers"}, ""},
		"someone the tenant does not know": {stranger, "govgroup_members_add", add("DB Access"), no},
		"the same, looking":                {stranger, "govgroup_list", args{"limit": 1}, ""},
		"an admin deletes":                 {mcp(admin), "govgroup_delete", args{"group": "Retired Project Board"}, asks(policy.Typed)},
		"an admin, a protected group":      {slack(admin), "govgroup_delete", args{"group": "Regional Reviewers"}, asks(policy.Second)},
		"an admin adds":                    {slack(admin), "govgroup_members_add", add("Founding Approvers"), free},
		"an admin creates":                 {mcp(admin), "govgroup_create", args{"name": "New", "owner": admin.ID}, free},
		"an admin looks at the past":       {mcp(admin), "govgroup_history", args{}, ""},
		"an approver does not act":         {slack(m.Approver), "govgroup_delete", args{"group": "DB Access"}, no},
		"an approver looks at the past":    {slack(m.Approver), "govgroup_history", args{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			outcome, err := m.call(t, c.caller, c.tool, c.args)
			switch c.want {
			case no:
				notAllowed(t, err)
			case "":
				require.NoError(t, err)
			case free:
				require.NoError(t, err)
				assert.Equal(t, tools.StatusDone, outcome.Status, outcome.Summary)
			default:
				require.NoError(t, err)
				require.NotNil(t, outcome.Confirmation, outcome.Summary)
				assert.Equal(t, c.want, outcome.Confirmation.Level)
			}
		})
	}
}

// What an owner asks for on a protected group is done once a second person has
// said yes, whatever the surface.
func TestTheSecondPersonOfTheShippedPolicy(t *testing.T) {
	t.Parallel()
	m := newTeam(t, example)
	require.NoError(t, m.Tenant.SetOwner(m.Sixty.ID, m.JaneDoe.ID))
	asked, err := m.call(t, mcp(m.JaneDoe), "govgroup_members_add", args{"group": m.Sixty.ID, "members": []string{m.NullState.ID}})
	require.NoError(t, err)
	yes := func(by tools.Caller) (tools.Outcome, error) {
		return m.gate.Decide(t.Context(), asked.Change, confirm.Answer{Verdict: confirm.Yes, By: by, Authenticated: true})
	}
	for name, by := range map[string]tools.Caller{
		"the requester":            mcp(m.JaneDoe),
		"the requester, elsewhere": slack(m.JaneDoe),
		"someone without the role": slack(m.NullState),
		"nobody the tenant knows":  stranger,
	} {
		_, err := yes(by)
		notAllowed(t, err)
		assert.Empty(t, m.Effects(), name)
	}
	outcome, err := yes(slack(m.Approver))
	require.NoError(t, err)
	assert.Equal(t, tools.StatusDone, outcome.Status, outcome.Summary)
	assert.Len(t, m.Effects(), 1)
}

// The requester is judged again when the request is carried out.
func TestAnOwnerWhoIsNoMoreLosesWhatTheyAskedFor(t *testing.T) {
	t.Parallel()
	m := newTeam(t, example)
	asked, err := m.call(t, slack(m.JaneDoe), "govgroup_members_remove", args{"group": "DB Access", "members": m.members(t, m.DBAccess.ID, 1)})
	require.NoError(t, err)
	require.NoError(t, m.Tenant.SetOwner(m.DBAccess.ID, m.Admin.ID))
	_, err = m.gate.Decide(t.Context(), asked.Change, confirm.Answer{Verdict: confirm.Yes, By: slack(m.JaneDoe), Authenticated: true})
	assert.Contains(t, notAllowed(t, err), "It is for admins, owners, which you are not here.")
	assert.Empty(t, m.Effects())
}
