// The policy behind the gate: it is asked when a change is asked for and again
// when the change is carried out.

package policy_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/policy"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// team is a tenant with a policy and the gate in front of it.
type team struct {
	*env
	gate *confirm.Gate
	path string // of the policy's file
}

// change writes another policy, which is taken over at once.
func (m team) change(t *testing.T, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(m.path, []byte(text), 0o600))
	policy.Reload(m.gate.Policy)
}

func newTeam(t *testing.T, path string) team {
	t.Helper()
	e := newEnvWith(t, testenv.Options{PolicyFile: path, Usage: &used{}, Places: confirm.Places{Channel: "#approvals"}})
	return team{e, e.Gate, path}
}

func (m team) call(t *testing.T, caller tools.Caller, tool string, a args) (tools.Outcome, error) {
	t.Helper()
	result, err := m.registry.Call(t.Context(), tools.Call{Tool: tool, Arguments: a.raw(t), Caller: caller})
	outcome, _ := result.Data.(tools.Outcome)
	return outcome, err
}

// decide says yes as somebody whom the front end knows.
func (m team) decide(t *testing.T, asked tools.Outcome, by tools.Caller) (tools.Outcome, error) {
	t.Helper()
	q, err := m.gate.Question(t.Context(), asked.Change)
	if err != nil {
		return tools.Outcome{}, err
	}
	return m.gate.Decide(t.Context(), asked.Change, confirm.Answer{Verdict: confirm.Yes, Typed: q.Phrase, By: by, Authenticated: true})
}

const guarded = `
roles:
  admins: {emails: [avery.stone@corp.example]}
  makers: {owner_of_group: true, emails: [jane.doe@corp.example]}
  board: {members_of: ["Regional Reviewers"]}
rules:
  - {name: admins, roles: [admins], allow: ["govgroup_*"]}
  - {name: makers, roles: [makers], allow: [govgroup_members_add, govgroup_create, govgroup_undo]}
levels:
  - {level: second, tools: [govgroup_delete], groups: {names: ["Retired *"]}}
approvers:
  - {roles: [board]}
`

func TestAnApproverWhoLostTheRoleDecidesNothing(t *testing.T) {
	t.Parallel()
	m := newTeam(t, file(t, guarded))
	require.NoError(t, m.Tenant.AddMember(m.Sixty.ID, m.Approver.ID))
	asked, err := m.call(t, mcp(m.Admin), "govgroup_delete", args{"group": "Retired Project Board"})
	require.NoError(t, err)

	require.NoError(t, m.Tenant.RemoveMember(m.Sixty.ID, m.Approver.ID))
	_, err = m.decide(t, asked, slack(m.Approver))
	assert.Contains(t, notAllowed(t, err), "does not let you decide about govgroup_delete on “Retired Project Board”")
	assert.Empty(t, m.Effects())

	require.NoError(t, m.Tenant.AddMember(m.Sixty.ID, m.Approver.ID))
	done, err := m.decide(t, asked, slack(m.Approver))
	require.NoError(t, err, "the attempt left the request as it was")
	assert.Equal(t, tools.StatusDone, done.Status)
}

// What the policy says when the change is carried out counts, not what it said
// when somebody asked.
func TestThePolicyInForceAtTheEndCounts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, want string }{
		"denied by now":       {"rules:\n", "rules:\n  - {name: stop, roles: [admins], deny: [govgroup_delete]}\n", "rule “stop” denies govgroup_delete"},
		"no longer allowed":   {"avery.stone@", "someone.else@", "The policy does not allow you govgroup_delete"},
		"a stronger yes":      {"{level: second,", "{level: person, tools: [govgroup_delete]}\n  - {level: second,", ""},
		"a second person now": {`names: ["Retired *"]`, `names: ["DB *"]`, `the level is "second"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, guarded, c.old)
			m := newTeam(t, file(t, guarded))
			asked, err := m.call(t, mcp(m.Admin), "govgroup_delete", args{"group": "DB Access"})
			require.NoError(t, err)
			require.Equal(t, string(policy.Typed), asked.Confirmation.Level)
			m.change(t, strings.Replace(guarded, c.old, c.new, 1))

			done, err := m.decide(t, asked, mcp(m.Admin))
			if c.want == "" {
				require.NoError(t, err) // a known person's yes is enough for that
				assert.Equal(t, tools.StatusDone, done.Status)
				return
			}
			assert.Contains(t, notAllowed(t, err), c.want)
			assert.Empty(t, m.Effects())
		})
	}
}

// An undo is judged as the tool that does the same.
func TestTakingBackIsJudgedByWhatItDoes(t *testing.T) {
	t.Parallel()
	m := newTeam(t, file(t, guarded))
	made, err := m.call(t, mcp(m.JaneDoe), "govgroup_create", args{"name": "New Board", "owner": m.JaneDoe.ID})
	require.NoError(t, err)
	_, err = m.call(t, mcp(m.JaneDoe), "govgroup_undo", args{"change": made.Change})
	assert.Contains(t, notAllowed(t, err), "does not allow you govgroup_delete on “New Board”")

	asked, err := m.call(t, slack(m.Admin), "govgroup_undo", args{"change": made.Change})
	require.NoError(t, err)
	gone, err := m.decide(t, asked, slack(m.Admin))
	require.NoError(t, err)
	assert.Equal(t, tools.StatusDone, gone.Status)
}

// A refusal is on record with its reason.
func TestRefusalsAreInTheAudit(t *testing.T) {
	t.Parallel()
	m := newTeam(t, file(t, guarded))
	_, err := m.call(t, mcp(m.JaneDoe), "govgroup_members_add", args{"group": "Warehouse Tool Reviewers", "members": []string{m.NullState.ID, m.Admin.ID}})
	require.NoError(t, err, "her e-mail is a maker's")
	_, err = m.call(t, slack(m.Approver), "govgroup_members_add", args{"group": "Founding Approvers", "members": []string{m.NullState.ID}})
	refusal := notAllowed(t, err)
	result, err := m.registry.Call(t.Context(), tools.Call{Tool: "govgroup_history", Caller: mcp(m.Admin), Arguments: args{}.raw(t)})
	require.NoError(t, err)
	assert.Contains(t, string(args{"all": result.Data}.raw(t)), strings.TrimSuffix(refusal, " Nothing was changed."))
}
