// Level rules: of those that fit, the strongest holds.

package policy_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/policy"
	"govgroup/internal/sailpoint/sandbox"
)

const levels = `
protected: {names: ["Payments *"], ids: ["%s"]}
roles:
  all: {anyone: true}
  boards: {members_of: ["Role Mining Board"]}
rules: [{name: all, roles: [all], allow: ["govgroup_*"]}]
levels:
  - {level: person, tools: [govgroup_members_add], more_than: 2}
  - {level: client, tools: [govgroup_members_add, govgroup_delete], more_than: 1}
  - {level: second, groups: {protected: true}}
  - {level: typed, tools: [govgroup_create], groups: {names: ["Prod *"]}}
  - {level: person, tools: ["govgroup_*"], groups: {names: ["All *"], protected: false}}
`

func TestTheLevelIsTheStrongestThatFits(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	var people []string
	for _, p := range []sandbox.PersonRef{e.NullState, e.Admin, e.Approver} {
		people = append(people, p.ID)
	}
	p := load(t, fmt.Sprintf(levels, e.Unused.ID))
	for name, c := range map[string]struct {
		tool  string
		args  args
		level policy.Level
		why   string
	}{
		"a change needs no yes":             {"govgroup_members_add", args{"group": "DB Access", "members": people[:1]}, policy.None, "It needs no approval."},
		"more than one":                     {"govgroup_members_add", args{"group": "DB Access", "members": people[:2]}, policy.Client, "the policy asks for it for govgroup_members_add and more than 1 groups or members"},
		"more than two, the strongest":      {"govgroup_members_add", args{"group": "DB Access", "members": people}, policy.Person, "more than 2"},
		"a policy does not lower":           {"govgroup_delete", args{"group": "DB Access"}, policy.Typed, "it deletes"},
		"removing few":                      {"govgroup_members_remove", args{"group": "DB Access", "members": e.members(t, e.DBAccess.ID, 10)}, policy.Client, "it removes members"},
		"removing more":                     {"govgroup_members_remove", args{"group": "DB Access", "members": e.members(t, e.DBAccess.ID, 11)}, policy.Typed, "it removes more than 10 members"},
		"protected by name":                 {"govgroup_members_add", args{"group": "Payments Approvers", "members": people}, policy.Second, "“Payments Approvers” is protected"},
		"protected in another script":       {"govgroup_create", args{"name": "\u0420ayments Twin", "owner": "jane.doe@corp.example"}, policy.Second, "is protected"},
		"protected by id":                   {"govgroup_delete", args{"group": "Retired Project Board"}, policy.Second, "is protected"},
		"protected because it gives a role": {"govgroup_update", args{"group": e.Role.ID, "name": "Board"}, policy.Second, "“Role Mining Board” gives its members the role boards"},
		"a name to be that gives a role":    {"govgroup_create", args{"name": "Role Mining Board", "owner": e.Admin.ID}, policy.Second, "gives its members the role boards"},
		"a name that looks like it":         {"govgroup_create", args{"name": "role mining\u00a0board ", "owner": e.Admin.ID}, policy.Second, "gives its members the role boards"},
		"a name to be":                      {"govgroup_create", args{"name": "prod db", "owner": e.Admin.ID}, policy.Typed, "the policy asks for it for “prod db”"},
		"a name that there is":              {"govgroup_create", args{"name": "DB Access", "owner": e.Admin.ID}, policy.Client, "another group has this name, or one that looks like it"},
		"renamed to what looks like one":    {"govgroup_update", args{"group": "All Certifiers", "name": "db\u00a0аccess"}, policy.Person, "for “All Certifiers”"},
		"renamed to a protected name":       {"govgroup_update", args{"group": "DB Access", "name": "Payments DB"}, policy.Second, "“Payments DB” is protected"},
		"one of several groups":             {"govgroup_bulk_delete", args{"groups": []string{"DB Access", "Retired Project Board"}}, policy.Second, "“Retired Project Board” is protected"},
		"a choice of names, not protected":  {"govgroup_update", args{"group": "All Certifiers", "description": "x"}, policy.Person, "for “All Certifiers”"},
	} {
		t.Run(name, func(t *testing.T) {
			ruling, err := e.rule(t, p, mcp(e.JaneDoe), c.tool, c.args)
			require.NoError(t, err)
			assert.Equal(t, c.level, ruling.Level)
			assert.Contains(t, ruling.Reason, c.why)
		})
	}
}

func (e *env) members(t testing.TB, group string, n int) []string {
	t.Helper()
	g, there := e.Tenant.Group(group)
	require.True(t, there)
	require.GreaterOrEqual(t, len(g.Members), n)
	return g.Members[:n]
}

// Without a policy file, too: a name that people may take for another group's is
// given to none unasked.
func TestANameThatLooksLikeAnotherAsksByItself(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for _, name := range []string{"DB Access", "DB\u00a0Access", "db аccess"} {
		for tool, in := range map[string]args{
			"govgroup_create": {"name": name, "owner": e.Admin.ID}, "govgroup_update": {"group": e.Unused.ID, "name": name},
		} {
			ruling, err := e.rule(t, policy.BuiltIn(), mcp(e.JaneDoe), tool, in)
			require.NoError(t, err)
			assert.Equal(t, policy.Client, ruling.Level, "%s: %q", tool, name)
			assert.False(t, ruling.Typed)
		}
	}
}

func TestLevelsAreOrdered(t *testing.T) {
	t.Parallel()
	inOrder := []policy.Level{policy.None, policy.Client, policy.Typed, policy.Person, policy.Second}
	for i, have := range inOrder {
		for k, needed := range inOrder {
			assert.Equal(t, i >= k, have.Meets(needed), "%s for %s", have, needed)
		}
		assert.False(t, have.Meets("unheard of"))
		assert.False(t, policy.Level("unheard of").Meets(have))
	}
}
