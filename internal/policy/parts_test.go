// Parts: a job is worth no more than its steps.

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

func TestAJobIsJudgedByItsSteps(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	members := e.members(t, e.DBAccess.ID, 12)
	adds := args{"group": "DB Access", "members": append([]string{e.Admin.ID}, members...)}
	removes := args{"group": "DB Access", "members": members[:11]}
	leaves := args{"from": e.JaneDoe.ID, "to": e.Admin.ID}
	const all = "roles:\n  all: {anyone: true}\nrules:\n"
	for name, c := range map[string]struct {
		rules  string
		tool   string
		args   args
		denied string
	}{
		"the job alone is not enough": {
			`  - {name: a, roles: [all], allow: [govgroup_members_set]}`, tools.NameMembersSet, adds, "govgroup_members_add",
		},
		"with its step it is": {
			`  - {name: a, roles: [all], allow: [govgroup_members_set, govgroup_members_add]}`, tools.NameMembersSet, adds, "",
		},
		"a step that is not taken does not matter": {
			"  - {name: a, roles: [all], allow: ['govgroup_*']}\n  - {name: b, roles: [all], deny: [govgroup_members_remove]}", tools.NameMembersSet, adds, "",
		},
		"what is denied for the group": {
			"  - {name: a, roles: [all], allow: ['govgroup_*']}\n  - {name: b, roles: [all], deny: [govgroup_members_remove], groups: {names: [DB*]}}",
			tools.NameMembersSet, removes, "govgroup_members_remove",
		},
		"what is denied for another group": {
			"  - {name: a, roles: [all], allow: ['govgroup_*']}\n  - {name: b, roles: [all], deny: [govgroup_members_remove], groups: {names: [Payments*]}}",
			tools.NameMembersSet, removes, "",
		},
		"an owner, told apart": {
			"  - {name: a, roles: [all], allow: ['govgroup_*']}\n  - {name: b, roles: [all], deny: ['govgroup_update:owner']}", tools.NameHandover, leaves, "govgroup_update:owner",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := e.rule(t, load(t, all+c.rules), mcp(e.JaneDoe), c.tool, c.args)
			if c.denied == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.denied)
		})
	}
}

// Of all that a job does, the strongest level holds, with its typing.
func TestAJobNeedsTheStrongestOfItsSteps(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	members := e.members(t, e.DBAccess.ID, 12)
	levels := load(t, "roles:\n  all: {anyone: true}\nrules: [{name: a, roles: [all], allow: ['govgroup_*']}]\nlevels: [{level: person, tools: [govgroup_members_remove]}]")
	for name, c := range map[string]struct {
		policy *policy.Policy
		args   args
		level  policy.Level
		typed  bool
	}{
		"adding":                       {policy.BuiltIn(), args{"group": "DB Access", "members": append([]string{e.Admin.ID}, members...)}, policy.None, false},
		"removing few":                 {policy.BuiltIn(), args{"group": "DB Access", "members": members[:10]}, policy.Client, false},
		"removing more than a quarter": {policy.BuiltIn(), args{"group": "DB Access", "members": members[:8]}, policy.Typed, true},
		"a level for its step":         {levels, args{"group": "DB Access", "members": members[:10]}, policy.Person, false},
		"takes no typing away":         {levels, args{"group": "DB Access", "members": members[:8]}, policy.Person, true},
		"a level for a step not in it": {levels, args{"group": "DB Access", "members": append([]string{e.Admin.ID}, members...)}, policy.None, false},
	} {
		t.Run(name, func(t *testing.T) {
			ruling, err := e.rule(t, c.policy, mcp(e.JaneDoe), tools.NameMembersSet, c.args)
			require.NoError(t, err)
			assert.Equal(t, c.level, ruling.Level)
			assert.Equal(t, c.typed, ruling.Typed)
		})
	}
}
