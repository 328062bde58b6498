// Rules: what they allow and deny, group by group.

package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

// What each rule is for is in the table below.
const rules = `
protected: {names: ["Regional *"]}
roles:
  everyone: {anyone: true}
  admins: {emails: [Avery.Stone@corp.example]}
  owners: {owner_of_group: true}
  helpers: {emails: [morgan.hale@corp.example]}
rules:
  - name: reading
    roles: [everyone]
    allow: [govgroup_list, govgroup_get]
  - name: owners add
    roles: [owners]
    allow: [govgroup_members_add]
  - name: admins
    roles: [admins]
    allow: ["govgroup_*"]
  - name: helpers and retired groups
    roles: [helpers]
    allow: ["govgroup_*"]
    groups: {names: ["retired *", "DB *"]}
  - name: nobody deletes what is protected
    roles: [everyone]
    deny: ["govgroup_*delete"]
    groups: {protected: true}
  - name: helpers never rename
    roles: [helpers]
    deny: [govgroup_update]
`

func TestRulesAllowAndDenyGroupByGroup(t *testing.T) {
	t.Parallel()
	e, p := newEnv(t), load(t, rules)
	admin, jane, helper := mcp(e.Admin), slack(e.JaneDoe), mcp(e.Approver)
	members := []string{e.NullState.ID}

	for name, c := range map[string]struct {
		caller tools.Caller
		tool   string
		args   args
		rule   string // that allows it
		no     string // or a part of the refusal
	}{
		"an owner, their group":          {jane, "govgroup_members_add", args{"group": "DB Access", "members": members}, "owners add", ""},
		"an owner, another's group":      {jane, "govgroup_members_add", args{"group": "Regional Reviewers", "members": members}, "", "does not allow you govgroup_members_add on “Regional Reviewers”. It is for admins, owners"},
		"an owner, another tool":         {jane, "govgroup_delete", args{"group": "DB Access"}, "", "It is for admins, helpers, which"},
		"an owner, a new group":          {jane, "govgroup_create", args{"name": "Mine", "owner": e.JaneDoe.ID}, "", "It is for admins, which"},
		"someone whom nobody knows":      {stranger, "govgroup_members_add", args{"group": "DB Access", "members": members}, "", "does not allow you"},
		"an admin, whatever capitals":    {admin, "govgroup_delete", args{"group": "DB Access"}, "admins", ""},
		"deny wins over allow":           {admin, "govgroup_delete", args{"group": "Regional Reviewers"}, "", "rule “nobody deletes what is protected” denies govgroup_delete on “Regional Reviewers” to the role everyone (anyone)"},
		"deny by one of several groups":  {admin, "govgroup_bulk_delete", args{"groups": []string{"DB Access", "Regional Reviewers"}}, "", "denies govgroup_bulk_delete on “Regional Reviewers”"},
		"several groups":                 {admin, "govgroup_bulk_delete", args{"groups": []string{"DB Access", "Retired Project Board"}}, "admins", ""},
		"deny of a tool":                 {helper, "govgroup_update", args{"group": "DB Access", "description": "x"}, "", "“helpers never rename” denies govgroup_update"},
		"a name that fits a pattern":     {helper, "govgroup_delete", args{"group": e.Unused.ID}, "helpers and retired groups", ""},
		"a name that does not":           {helper, "govgroup_members_add", args{"group": "All Certifiers", "members": members}, "", "on “All Certifiers”. It is for admins, owners, which"},
		"one of several groups does not": {helper, "govgroup_bulk_delete", args{"groups": []string{"DB Access", "All Certifiers"}}, "", "on “All Certifiers”"},
		"a name to be that fits":         {helper, "govgroup_create", args{"name": "DB Readers", "owner": e.Admin.ID}, "helpers and retired groups", ""},
		"a name to be that does not":     {helper, "govgroup_create", args{"name": "Other", "owner": e.Admin.ID}, "", "does not allow you govgroup_create on “Other”"},
	} {
		t.Run(name, func(t *testing.T) {
			ruling, err := e.rule(t, p, c.caller, c.tool, c.args)
			if c.no != "" {
				assert.Contains(t, notAllowed(t, err), c.no)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.rule, ruling.Rule)
			assert.Contains(t, ruling.Reason, "Rule “"+c.rule+"” allows it to the role ")
			assert.NotEmpty(t, ruling.Version)
		})
	}
	assert.Empty(t, e.Effects())
}

func TestARuleForSomeNamesIsNotWalkedAroundByRenaming(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	p := load(t, `
roles: {helpers: {anyone: true}}
rules:
  - name: temporary groups
    roles: [helpers]
    allow: [govgroup_update, govgroup_delete]
    groups: {names: ["DB *", "TMP *"]}
`)
	_, err := e.rule(t, p, mcp(e.JaneDoe), "govgroup_update", args{"group": "DB Access", "name": "TMP Access"})
	require.NoError(t, err)
	_, err = e.rule(t, p, mcp(e.JaneDoe), "govgroup_update", args{"group": "All Certifiers", "name": "TMP Certifiers"})
	assert.Contains(t, notAllowed(t, err), "“All Certifiers”")
	_, err = e.rule(t, p, mcp(e.JaneDoe), "govgroup_update", args{"group": "DB Access", "name": "All Certifiers 2"})
	assert.Contains(t, notAllowed(t, err), "“All Certifiers 2”")
}

func TestNamesCountAsPeopleSeeThem(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	p := load(t, `
roles: {all: {anyone: true}}
rules:
  - {name: all, roles: [all], allow: ["govgroup_*"]}
  - {name: vault, roles: [all], deny: ["govgroup_*"], groups: {names: ["vault*"], ids: ["`+e.DBAccess.ID+`"]}}
`)
	for _, name := range []string{"Vault", "VAULT keys", "Va\u200bult", "\u202eVault"} {
		_, err := e.rule(t, p, mcp(e.Admin), "govgroup_create", args{"name": name, "owner": e.Admin.ID})
		assert.Contains(t, notAllowed(t, err), "“vault”", name)
	}
	_, err := e.rule(t, p, mcp(e.Admin), "govgroup_create", args{"name": "A vault", "owner": e.Admin.ID})
	require.NoError(t, err)
	require.NoError(t, e.Tenant.RenameGroup(e.DBAccess.ID, "Something else"))
	_, err = e.rule(t, p, mcp(e.Admin), "govgroup_delete", args{"group": "Something else"})
	notAllowed(t, err) // an id stays right when the group is renamed
}

func TestAToolIsForWhoeverMayEverUseIt(t *testing.T) {
	t.Parallel()
	e, p := newEnv(t), load(t, rules)
	for name, c := range map[string]struct {
		caller tools.Caller
		may    []string
		mayNot []string
	}{
		"everyone": {stranger, []string{"govgroup_list", "govgroup_get", "govgroup_whoami"},
			[]string{"govgroup_members_list", "govgroup_members_add", "govgroup_delete", "govgroup_history", "govgroup_undo"}},
		"owners of whatever": {slack(e.Approver), []string{"govgroup_members_add"}, nil},
		"some groups":        {mcp(e.Approver), []string{"govgroup_delete", "govgroup_undo"}, []string{"govgroup_update", "govgroup_members_list", "govgroup_history"}},
		"admins":             {slack(e.Admin), []string{"govgroup_delete", "govgroup_update", "govgroup_history"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			for _, tool := range c.may {
				assert.NoError(t, e.may(t, p, c.caller, tool), tool)
			}
			for _, tool := range c.mayNot {
				notAllowed(t, e.may(t, p, c.caller, tool))
			}
		})
	}
}

func TestOnlyToolsThatMayBeUsedAreListedAndCalled(t *testing.T) {
	t.Parallel()
	e, p := newEnv(t), load(t, rules)
	e.withPolicy(t, p)
	var listed []string
	for _, tool := range e.registry.ToolsFor(t.Context(), stranger) {
		listed = append(listed, tool.Name)
	}
	assert.Equal(t, []string{"govgroup_list", "govgroup_get", "govgroup_whoami"}, listed)
	_, err := e.registry.Call(t.Context(), tools.Call{Tool: "govgroup_members_list", Arguments: args{"group": "DB Access"}.raw(t), Caller: stranger})
	assert.Contains(t, notAllowed(t, err), "It is for admins, which you are not here.")
}

func TestWithoutAFileEveryoneMayChangeAndOnlyTheRequesterDecides(t *testing.T) {
	t.Parallel()
	e, p := newEnv(t), policy.BuiltIn()
	for _, tool := range known() {
		require.NoError(t, e.may(t, p, stranger, tool.Name))
	}
	inv, plan := e.plan(t, stranger, "govgroup_delete", args{"group": "DB Access"})
	ruling, err := p.Decide(t.Context(), inv, plan)
	require.NoError(t, err)
	assert.Equal(t, policy.Decision{Level: policy.Typed, Typed: true, Expires: 15 * time.Minute, Rule: "built-in", Version: "built-in 1",
		Reason: `There is no policy file. It needs an approval of the level "typed", because it deletes.`}, ruling)
	assert.Contains(t, notAllowed(t, p.MayDecide(t.Context(), inv, plan, policy.Second)), "only the requester")
}
