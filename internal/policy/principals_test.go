// Who may say yes at which level: every kind of person against every level.

package policy_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

const levelled = `
roles:
  askers: {emails: [avery.stone@corp.example]}
  approvers: {emails: [morgan.hale@corp.example, two@accounts.example]}
rules:
  - {name: askers, roles: [askers], allow: ["govgroup_*"]}
levels:
  - {level: %s, tools: [govgroup_members_remove]}
approvers:
  - {roles: [approvers]}
`

func TestWhoseYesIsEnoughAtWhichLevel(t *testing.T) {
	t.Parallel()
	for _, level := range []confirm.Level{confirm.Client, confirm.Typed, confirm.Person, confirm.Second} {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			m := newTeam(t, file(t, fmt.Sprintf(levelled, level)))
			unidentified := tools.Caller{Surface: "slack", Subject: "T1/U2", Email: "two@accounts.example"}
			for name, c := range map[string]struct {
				by     tools.Caller
				known  bool
				enough []confirm.Level
			}{
				"the requester's own client":               {mcp(m.Admin), false, []confirm.Level{confirm.Client, confirm.Typed}},
				"the requester's other account":            {slack(m.Admin), true, []confirm.Level{confirm.Client, confirm.Typed, confirm.Person}},
				"that account where nobody vouches for it": {slack(m.Admin), false, nil},
				"an approver":                             {slack(m.Approver), true, []confirm.Level{confirm.Client, confirm.Typed, confirm.Person, confirm.Second}},
				"an approver where nobody vouches":        {slack(m.Approver), false, nil},
				"an approver whom the tenant cannot tell": {unidentified, true, []confirm.Level{confirm.Client, confirm.Typed, confirm.Person}},
				"somebody else":                           {slack(m.JaneDoe), true, nil},
			} {
				m.tryYes(t, level, name, c.by, c.known, c.enough)
			}
		})
	}
}

// tryYes asks for a removal, lets the person say yes, and compares.
func (m team) tryYes(t *testing.T, level confirm.Level, name string, by tools.Caller, known bool, enough []confirm.Level) {
	t.Helper()
	require.NoError(t, m.Tenant.AddMember(m.DBAccess.ID, m.NullState.ID))
	asked, err := m.call(t, mcp(m.Admin), "govgroup_members_remove", args{"group": m.DBAccess.ID, "members": []string{m.NullState.ID}})
	require.NoError(t, err, name)
	require.Equal(t, string(level), asked.Confirmation.Level, name)
	q, err := m.gate.Question(t.Context(), asked.Change)
	require.NoError(t, err, name)
	before := len(m.Effects())
	done, err := m.gate.Decide(t.Context(), asked.Change, confirm.Answer{Verdict: confirm.Yes, Typed: q.Phrase, By: by, Authenticated: known})
	for _, l := range enough {
		if l == level {
			require.NoError(t, err, name)
			assert.Equal(t, tools.StatusDone, done.Status, name)
			assert.Len(t, m.Effects(), before+1, name)
			return
		}
	}
	assert.NotEmpty(t, notAllowed(t, err), name)
	assert.Len(t, m.Effects(), before, "%s: the tenant was changed", name)
	require.NoError(t, m.Tenant.RemoveMember(m.DBAccess.ID, m.NullState.ID))
}
