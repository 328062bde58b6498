// Limits: how much one caller may have changed, in a call and in a day.

package policy_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/policy"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

const limits = `
roles:
  all: {anyone: true}
  owners: {owner_of_group: true}
rules: [{name: all, roles: [all], allow: ["govgroup_*"]}]
limits:
  - {roles: [owners], members_per_call: 2}
  - {tools: ["govgroup_members_*", govgroup_create], members_per_day: 4}
  - {tools: ["govgroup_*delete", govgroup_create], groups_per_day: 3, groups_per_call: 2}
  - {tools: [govgroup_update], groups_per_call: 0}
`

// used are earlier plans, and what was asked about them.
type used struct {
	plans []tools.Plan
	err   error
	who   tools.Caller
	since time.Time

	before int64
}

func (u *used) Changed(_ context.Context, who tools.Caller, since time.Time, before int64) ([]tools.Plan, error) {
	u.who, u.since, u.before = who, since, before
	return u.plans, u.err
}

func (u *used) options(o *policy.Options) { o.Usage = u }

// earlier is a plan with items of these outcomes.
func earlier(tool string, outcomes ...string) tools.Plan {
	plan := tools.Plan{Tool: tool}
	for i, outcome := range outcomes {
		step := tools.Step{Action: tools.DeleteGroup}
		switch {
		case tool == tools.NameCreate && i == 0:
			step.Action = tools.CreateGroup
		case tool == tools.NameCreate, tool == tools.NameMembersAdd:
			step.Action = tools.AddMember
		case tool == tools.NameMembersRemove:
			step.Action = tools.RemoveMember
		}
		plan.Add(tools.Item{Outcome: outcome}, step)
	}
	return plan
}

func TestLimitsPerCallAndPerDay(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	var people []string
	for _, p := range []sandbox.PersonRef{e.NullState, e.Admin, e.Approver, e.InactiveShortTerm, e.SameEmail[0]} {
		people = append(people, p.ID)
	}
	add := func(n int) args { return args{"group": "DB Access", "members": people[:n]} }
	three := []string{"DB Access", "Regional Reviewers", "Retired Project Board"}
	done, unknown, failed, under := tools.ItemDone, tools.ItemUnknown, tools.ItemFailed, ""
	created := earlier("govgroup_create", done, done, done)
	recreated := earlier("govgroup_create", done, done, done, done)
	recreated.Steps[2].Action, recreated.Steps[3].Action = tools.CreateGroup, tools.CreateGroup

	for name, c := range map[string]struct {
		caller  sandbox.PersonRef
		tool    string
		args    args
		earlier []tools.Plan
		no      string
	}{
		"within a call":                      {e.JaneDoe, "govgroup_members_add", add(2), nil, ""},
		"too many in a call":                 {e.JaneDoe, "govgroup_members_add", add(3), nil, "change 2 members in one call, and this call is about 3"},
		"not a limit for others":             {e.Admin, "govgroup_members_add", add(3), nil, ""},
		"who is in already does not count":   {e.JaneDoe, "govgroup_members_add", args{"group": "DB Access", "members": append(e.members(t, e.DBAccess.ID, 3), people[:2]...)}, nil, ""},
		"too many in a day":                  {e.Admin, "govgroup_members_add", add(5), nil, "change 4 members in 24 hours, and with this call it would be 5"},
		"with what was done":                 {e.Admin, "govgroup_members_add", add(2), []tools.Plan{earlier("govgroup_members_remove", done, failed, done, tools.ItemNoChange, done)}, "it would be 5"},
		"with what may have been":            {e.Admin, "govgroup_members_add", add(2), []tools.Plan{earlier("govgroup_members_add", unknown, under, under)}, "it would be 5"},
		"up to the limit":                    {e.Admin, "govgroup_members_add", add(2), []tools.Plan{earlier("govgroup_members_add", done, under)}, ""},
		"other tools do not count":           {e.Admin, "govgroup_members_add", add(2), []tools.Plan{earlier("govgroup_delete", done, done, done)}, ""},
		"a creation's members":               {e.Admin, "govgroup_members_add", add(2), []tools.Plan{created, earlier("govgroup_members_add", done)}, "it would be 5"},
		"a creation's group":                 {e.Admin, "govgroup_delete", args{"group": "DB Access"}, []tools.Plan{created, created, created}, "change 3 groups in 24 hours, and with this call it would be 4"},
		"several groups created again":       {e.Admin, "govgroup_delete", args{"group": "DB Access"}, []tools.Plan{recreated}, "it would be 4"},
		"members created again":              {e.Admin, "govgroup_members_add", add(4), []tools.Plan{recreated}, "it would be 5"},
		"too many groups in a call":          {e.Admin, "govgroup_bulk_delete", args{"groups": three}, nil, "change 2 groups in one call, and this call is about 3"},
		"groups in a day":                    {e.Admin, "govgroup_bulk_delete", args{"groups": three[:2]}, []tools.Plan{earlier("govgroup_delete", done)}, ""},
		"none at all":                        {e.Admin, "govgroup_update", args{"group": "DB Access", "name": "x"}, nil, "change 0 groups in one call, and this call is about 1"},
		"a new group with too many in a day": {e.Admin, "govgroup_create", args{"name": "x", "owner": e.Admin.ID, "members": people}, nil, "it would be 5"},
	} {
		t.Run(name, func(t *testing.T) {
			p := load(t, limits, (&used{plans: c.earlier}).options)
			_, err := e.rule(t, p, mcp(c.caller), c.tool, c.args)
			if c.no == "" {
				require.NoError(t, err)
				return
			}
			assert.Contains(t, notAllowed(t, err), c.no)
		})
	}
}

// The gate judges once more when the execution has begun: then what began later is
// told apart.
func TestWhoBeganIsJudgedByThoseBefore(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	u := &used{}
	p := load(t, limits, u.options)
	require.True(t, p.PerDay())
	inv, plan := e.plan(t, mcp(e.Admin), "govgroup_members_add", args{"group": "DB Access", "members": []string{e.NullState.ID}})
	inv.Begun = 7
	_, err := p.Decide(t.Context(), inv, plan)
	require.NoError(t, err)
	assert.EqualValues(t, 7, u.before)
}

func TestADayIsTheLast24HoursOfTheCaller(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	u, now := &used{}, time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	p := load(t, limits, u.options, func(o *policy.Options) { o.Now = func() time.Time { return now } })
	_, err := e.rule(t, p, slack(e.Admin), "govgroup_delete", args{"group": "DB Access"})
	require.NoError(t, err)
	assert.Equal(t, now.Add(-24*time.Hour), u.since)
	assert.Equal(t, slack(e.Admin), u.who)
}

func TestWhatCannotBeCountedIsNotAllowed(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for name, change := range map[string]func(*policy.Options){
		"no records":             func(*policy.Options) {},
		"records cannot be read": (&used{err: errors.New("disk on fire at /secret/path")}).options,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := e.rule(t, load(t, limits, change), mcp(e.Admin), "govgroup_delete", args{"group": "DB Access"})
			assert.NotContains(t, faulty(t, tools.Unavailable, err), "/secret/path")
		})
	}
}
