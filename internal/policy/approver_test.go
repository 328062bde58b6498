// Approvers: who may decide for others, and how strong that is.

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

const approvers = `
roles:
  admins: {emails: [avery.stone@corp.example]}
  board: {members_of: ["Regional Reviewers"]}
  owners: {owner_of_group: true}
  lost: {members_of: ["No Such Group"]}
rules: [{name: all, roles: [admins], allow: ["govgroup_*"]}]
approvers:
  - {roles: [board], tools: [govgroup_delete, govgroup_bulk_delete], groups: {names: ["DB *"]}}
  - {roles: [lost], tools: [govgroup_members_remove]}
  - {roles: [owners], tools: ["govgroup_members_*"]}
  - {roles: [admins]}
`

func TestWhoMayDecideForOthers(t *testing.T) {
	t.Parallel()
	e, p := newEnv(t), load(t, approvers)
	require.NoError(t, e.Tenant.AddMember(e.Sixty.ID, e.Approver.ID))
	deletion, several := args{"group": "DB Access"}, args{"groups": []string{"DB Access", "Retired Project Board"}}
	addition := args{"group": "DB Access", "members": []string{e.NullState.ID}}

	for name, c := range map[string]struct {
		caller tools.Caller
		tool   string
		args   args
		code   tools.Code // empty: they may
	}{
		"admins, all":                {slack(e.Admin), "govgroup_bulk_delete", several, ""},
		"a role by membership":       {slack(e.Approver), "govgroup_delete", deletion, ""},
		"not on other groups":        {slack(e.Approver), "govgroup_delete", args{"group": "Retired Project Board"}, tools.NotAllowed},
		"not on one of several":      {slack(e.Approver), "govgroup_bulk_delete", several, tools.NotAllowed},
		"not with another tool":      {slack(e.Approver), "govgroup_members_add", addition, tools.NotAllowed},
		"the owner":                  {mcp(e.JaneDoe), "govgroup_members_add", addition, ""},
		"the owner, on a deletion":   {mcp(e.JaneDoe), "govgroup_delete", deletion, tools.NotAllowed},
		"someone whom nobody knows":  {stranger, "govgroup_delete", deletion, tools.NotAllowed},
		"a role that cannot be told": {slack(e.Approver), "govgroup_members_remove", args{"group": "DB Access", "members": e.members(t, e.DBAccess.ID, 1)}, tools.NotAllowed},
		"another that is certain":    {slack(e.JaneDoe), "govgroup_members_remove", args{"group": "DB Access", "members": e.members(t, e.DBAccess.ID, 1)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inv, plan := e.plan(t, c.caller, c.tool, c.args)
			err := p.MayDecide(t.Context(), inv, plan, policy.Second)
			if c.code == "" {
				require.NoError(t, err)
				return
			}
			faulty(t, c.code, err)
		})
	}
	require.NoError(t, e.Tenant.RemoveMember(e.Sixty.ID, e.Approver.ID))
	inv, plan := e.plan(t, slack(e.Approver), "govgroup_delete", deletion)
	assert.Contains(t, notAllowed(t, p.MayDecide(t.Context(), inv, plan, policy.Second)), "does not let you decide about govgroup_delete on “DB Access”")
}
