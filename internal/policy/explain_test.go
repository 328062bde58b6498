// Explain: what people are told of their roles and of what they may not use.

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

func TestWhoamiTellsRolesAndWhatMayNotBeUsed(t *testing.T) {
	t.Parallel()
	e, p := newEnv(t), load(t, rules)
	e.withPolicy(t, p)
	text := func(c tools.Caller) string {
		result, err := e.registry.Call(t.Context(), tools.Call{Tool: "govgroup_whoami", Caller: c})
		require.NoError(t, err)
		return result.Text
	}
	jane := text(mcp(e.JaneDoe))
	assert.Contains(t, jane, ": everyone (anyone), owners (for the groups that they own).\n")
	assert.Contains(t, jane, "Tools: govgroup_list, govgroup_get, govgroup_members_add, govgroup_whoami.")
	assert.Contains(t, jane, "The policy does not allow you govgroup_delete. It is for admins, helpers, which you are not here.")
	admin := text(slack(e.Admin))
	assert.Contains(t, admin, "admins (e-mail avery.stone@corp.example)")
	assert.NotContains(t, admin, "does not allow")
	assert.Contains(t, text(stranger), "Tools: govgroup_list, govgroup_get, govgroup_whoami.")
}

func TestWhoamiAnswersWhenARoleCannotBeTold(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	p := load(t, roleIs(`{members_of: ["No Such Group"]}`))
	lines := p.Explain(t.Context(), e.registry.NewInvocation(mcp(e.JaneDoe), nil))
	require.NotEmpty(t, lines)
	assert.Contains(t, lines[0], ": none.")
	assert.Contains(t, lines[1], `It is not clear who holds the role "the role"`)
}

func TestRolesForAPlanAndInGeneral(t *testing.T) {
	t.Parallel()
	e, p := newEnv(t), load(t, rules+"\n")
	inv, plan := e.plan(t, mcp(e.JaneDoe), "govgroup_delete", args{"group": "Regional Reviewers"})
	found, err := p.Roles(t.Context(), inv, plan)
	require.NoError(t, err)
	assert.Equal(t, []string{"admins: no", "everyone: yes, anyone", "helpers: no", "owners: no"}, found)
	found, err = p.Roles(t.Context(), inv, tools.Plan{})
	require.NoError(t, err)
	assert.Equal(t, "owners: yes, for the groups that they own", found[3])
	found, err = load(t, roleIs(`{members_of: ["No Such Group"]}`)).Roles(t.Context(), inv, plan)
	require.NoError(t, err)
	assert.Contains(t, found[0], "the role: unknown. It is not clear who holds")
}

func TestWithoutAFileThereIsNothingToTell(t *testing.T) {
	t.Parallel()
	inv := newRegistry(t, "http://127.0.0.1:1", "nobody", "nothing").NewInvocation(stranger, nil)
	assert.Empty(t, policy.BuiltIn().Explain(t.Context(), inv))
	found, err := policy.BuiltIn().Roles(t.Context(), inv, tools.Plan{})
	require.NoError(t, err)
	assert.Empty(t, found)
}
