// Attacks: attempts to hold a role that was given to somebody else.

package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/policy"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// drawn gives a role to the members of a group, and everything to that role.
const drawn = `
roles: {board: {members_of: [%q]}}
rules: [{name: board, roles: [board], allow: ["govgroup_*"]}]
`

// holds tells whether the person has the role that is drawn from the group.
func (e *env) holds(t *testing.T, group string, who sandbox.PersonRef) bool {
	t.Helper()
	err := e.may(t, load(t, fmt.Sprintf(drawn, group)), mcp(who), "govgroup_members_add")
	if err != nil {
		notAllowed(t, err)
	}
	return err == nil
}

// Undoing a deletion gives a group a new id, so that ids in a policy go stale.
// Whoever makes a group of that name must not get the role.
func TestAttackARoleByAGroupNamedLikeAnID(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	require.NoError(t, e.AddMember(e.DBAccess.ID, e.Admin.ID))
	assert.True(t, e.holds(t, e.DBAccess.ID, e.Admin))

	require.NoError(t, e.DeleteGroup(e.DBAccess.ID))
	require.NoError(t, e.RenameGroup(e.Unused.ID, e.DBAccess.ID))
	require.NoError(t, e.AddMember(e.Unused.ID, e.JaneDoe.ID))
	assert.False(t, e.holds(t, e.DBAccess.ID, e.JaneDoe), "an id is never a name")
}

func TestAttackANamesakeOfAGroupThatGivesARole(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	require.NoError(t, e.AddMember(e.DBAccess.ID, e.Admin.ID))
	made, err := e.Gate, error(nil)
	require.NotNil(t, made)
	require.NoError(t, err)
	created := e.Ask(t, mcp(e.JaneDoe), "govgroup_create", args{"name": e.DBAccess.Name, "owner": e.JaneDoe.ID, "members": []string{e.NullState.ID}})
	if created.Status == tools.StatusAsk {
		created, err = e.Approve(t, mcp(e.JaneDoe), created.Change)
		require.NoError(t, err)
	}
	require.Equal(t, tools.StatusDone, created.Status, created.Summary)
	assert.True(t, e.holds(t, e.DBAccess.Name, e.Admin), "the oldest counts: nobody is locked out by a namesake")
	assert.False(t, e.holds(t, e.DBAccess.Name, e.NullState), "nobody gets the role by a namesake")
}

// U+017F, the long s, folds to an s where all of Unicode is folded.
func TestAttackAnAddressThatFoldsToAnother(t *testing.T) {
	t.Parallel()
	e, p := newEnv(t), load(t, rules)
	for address, allowed := range map[string]bool{
		"AVERY.Stone@corp.example":       true,
		"avery.\u017ftone@corp.example":  false,
		"avery.stone@corp.example\u212a": false,
	} {
		caller := tools.Caller{Surface: "http", Subject: "x", Email: address}
		err := e.may(t, p, caller, "govgroup_delete")
		assert.Equal(t, allowed, err == nil, address)
	}
}

// A stricter level adds a person. It takes no typing away.
func TestTypingIsAskedForAtEveryLevel(t *testing.T) {
	t.Parallel()
	for _, level := range []policy.Level{policy.Client, policy.Typed, policy.Person, policy.Second} {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			m := newTeam(t, file(t, fmt.Sprintf(`
roles: {askers: {emails: [avery.stone@corp.example]}, approvers: {emails: [morgan.hale@corp.example]}}
rules: [{name: askers, roles: [askers], allow: ["govgroup_*"]}]
levels: [{level: %s}]
approvers: [{roles: [approvers]}]
`, level)))
			group, _ := m.Tenant.Group(m.DBAccess.ID)
			for name, c := range map[string]struct {
				tool  string
				in    args
				typed string
			}{
				"a deletion":   {"govgroup_delete", args{"group": m.DBAccess.ID}, "DB Access"},
				"more than 10": {"govgroup_members_remove", args{"group": m.DBAccess.ID, "members": group.Members[:11]}, "DB Access"},
				"an addition":  {"govgroup_members_add", args{"group": m.DBAccess.ID, "members": []string{m.NullState.ID}}, ""},
			} {
				if level == policy.Typed {
					c.typed = "DB Access" // the policy asks for typing itself
				}
				asked, err := m.call(t, mcp(m.Admin), c.tool, c.in)
				require.NoError(t, err, name)
				q, err := m.gate.Question(t.Context(), asked.Change)
				require.NoError(t, err, name)
				assert.Equal(t, c.typed, q.Phrase, name)
				if c.typed == "" {
					continue
				}
				_, err = m.gate.Decide(t.Context(), asked.Change, confirm.Answer{Verdict: confirm.Yes, By: slack(m.Approver), Authenticated: true})
				assert.Contains(t, faulty(t, tools.InvalidInput, err), "That does not match the name", "the approver types, too")
			}
			assert.Empty(t, m.Effects())
		})
	}
}

func TestHowLongRequestsWait(t *testing.T) {
	t.Parallel()
	const text = `
roles: {askers: {emails: [avery.stone@corp.example]}, approvers: {emails: [morgan.hale@corp.example]}}
rules: [{name: askers, roles: [askers], allow: ["govgroup_*"]}]
levels: [{level: %s}]
approvers: [{roles: [approvers]}]
`
	for _, c := range []struct {
		level, more, want string
	}{
		{"client", "", "15m0s"},
		{"person", "", "8h0m0s"},
		{"second", "", "8h0m0s"},
		{"second", "expires: {second: 30m}", "30m0s"},
		{"client", "expires: {client: 2h, second: 30m}", "2h0m0s"},
	} {
		e := newEnv(t)
		ruling, err := e.rule(t, load(t, fmt.Sprintf(text, c.level)+c.more), mcp(e.Admin), "govgroup_members_add", args{"group": "DB Access", "members": []string{e.NullState.ID}})
		require.NoError(t, err)
		assert.Equal(t, c.want, ruling.Expires.String(), c.level+" "+c.more)
	}
	for _, wrong := range []string{"expires: {none: 1h}", "expires: {client: 1s}", "expires: {client: 1000h}", "expires: {client: soon}"} {
		_, err := policy.Load(file(t, fmt.Sprintf(text, "client")+wrong), policy.Options{Tools: known()})
		require.ErrorContains(t, err, "line ", wrong)
	}
}

// Who may decide is known when the question is made. Where nobody could, that is
// the answer, and no request waits in vain.
func TestThatNobodyCanDecideIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	const text = `
roles: {askers: {emails: [avery.stone@corp.example, nobody@elsewhere.example]}, approvers: {emails: [morgan.hale@corp.example]}}
rules: [{name: askers, roles: [askers], allow: ["govgroup_*"]}]
levels: [{level: second}]
`
	unknown := tools.Caller{Surface: "http", Subject: "n", Email: "nobody@elsewhere.example"}
	for name, c := range map[string]struct {
		more string
		by   func(team) tools.Caller
		want string
	}{
		"no approvers":         {"", func(m team) tools.Caller { return mcp(m.Admin) }, "the policy names no approvers for it"},
		"none for this group":  {`approvers: [{roles: [approvers], groups: {names: ["Payroll *"]}}]`, func(m team) tools.Caller { return mcp(m.Admin) }, "the policy names no approvers for it"},
		"whom nobody can tell": {"approvers: [{roles: [approvers]}]", func(team) tools.Caller { return unknown }, "the tenant does not know you"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newTeam(t, file(t, text+c.more))
			_, err := m.call(t, c.by(m), "govgroup_delete", args{"group": m.DBAccess.ID})
			assert.Contains(t, faulty(t, tools.CannotAsk, err), c.want)
			require.NoError(t, m.gate.Announce(t.Context(), func(confirm.Announcement) error {
				assert.Fail(t, "somebody was told of what nobody can decide")
				return nil
			}))
		})
	}
	m := newTeam(t, file(t, text+"approvers: [{roles: [approvers]}]"))
	asked, err := m.call(t, mcp(m.Admin), "govgroup_delete", args{"group": m.DBAccess.ID})
	require.NoError(t, err)
	assert.Contains(t, asked.Confirmation.Decide, "Only someone else with the role approvers may decide: in Slack's channel #approvals.")
}

// Whoever may only edit a group must not become its owner and, by an owner's
// rights, do the rest.
func TestAttackBecomingTheOwner(t *testing.T) {
	t.Parallel()
	const apart = `
roles: {editors: {emails: [jane.doe@corp.example]}, keepers: {emails: [avery.stone@corp.example]}, owners: {owner_of_group: true}}
rules:
  - {name: editors, roles: [editors, keepers], allow: [govgroup_update]}
  - {name: keepers, roles: [keepers], allow: ["govgroup_update:owner"]}
  - {name: owners, roles: [owners], allow: [govgroup_members_add]}
`
	e := newEnv(t)
	mine := args{"group": e.Unused.ID, "owner": e.JaneDoe.ID}
	if g, _ := e.Group(e.Unused.ID); g.OwnerID == e.JaneDoe.ID {
		require.NoError(t, e.SetOwner(e.Unused.ID, e.Admin.ID))
	}
	_, err := e.rule(t, load(t, apart), mcp(e.JaneDoe), "govgroup_update", mine)
	assert.Contains(t, notAllowed(t, err), "does not allow you govgroup_update:owner")
	_, err = e.rule(t, load(t, apart), mcp(e.JaneDoe), "govgroup_update", args{"group": e.Unused.ID, "description": "x"})
	require.NoError(t, err, "what is no change of owner is an update as ever")

	ruling, err := e.rule(t, load(t, apart), mcp(e.Admin), "govgroup_update", mine)
	require.NoError(t, err)
	assert.Equal(t, policy.Client, ruling.Level, "it asks at least")
	assert.Contains(t, ruling.Reason, "it changes who owns the group")

	whole := strings.Replace(apart, `  - {name: keepers, roles: [keepers], allow: ["govgroup_update:owner"]}`+"\n", "", 1)
	ruling, err = e.rule(t, load(t, whole), mcp(e.JaneDoe), "govgroup_update", mine)
	require.NoError(t, err, "a policy that does not tell owners apart allows it with govgroup_update")
	assert.Equal(t, policy.Client, ruling.Level)
	ruling, err = e.rule(t, policy.BuiltIn(), mcp(e.JaneDoe), "govgroup_update", mine)
	require.NoError(t, err)
	assert.Equal(t, policy.Client, ruling.Level)

	denied := whole + `  - {name: never, roles: [editors], deny: ["govgroup_update:owner"]}` + "\n"
	_, err = e.rule(t, load(t, denied), mcp(e.JaneDoe), "govgroup_update", mine)
	assert.Contains(t, notAllowed(t, err), "rule “never” denies govgroup_update:owner")
	raised := whole + "levels: [{level: person, tools: [\"govgroup_update:owner\"]}]\n"
	ruling, err = e.rule(t, load(t, raised), mcp(e.JaneDoe), "govgroup_update", mine)
	require.NoError(t, err)
	assert.Equal(t, policy.Person, ruling.Level)
}
