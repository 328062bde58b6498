// The policy as a program: checking, explaining, serving with one.

package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/sailpoint/sandbox"
)

const shipped = "../../examples/policy.yaml"

func writePolicy(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "policy.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestTheShippedPolicyCanBeUsed(t *testing.T) {
	t.Parallel()
	h := newSystem(t, "", nil)
	require.NoError(t, app.CheckPolicy(t.Context(), settings(t), h.Host, shipped))
	assert.Equal(t, shipped+" can be used.\n", h.out.String())
}

// What the tenant does not have, or has twice, is named by the check and by the
// doctor.
func TestGroupsOfRolesThatTheTenantDoesNotHaveOnce(t *testing.T) {
	t.Parallel()
	tenant, variables := startTenant(t)
	all := tenant.Tenant.Scenario()
	for range 2 {
		_, err := tenant.Tenant.AddGroup(sandbox.Group{Name: "Payroll Approvers", OwnerID: all.Admin.ID})
		require.NoError(t, err)
	}
	gone := "0b5d2a3e-1c4f-4b6a-8d7e-9f0a1b2c3d4e"
	path := writePolicy(t, fmt.Sprintf("roles: {iam: {members_of: [%s, Payroll Approvers, %s, Nobody Has This]}}\nrules: [{name: iam, roles: [iam], allow: ['govgroup_*']}]\n", gone, all.DBAccess.ID))
	h := newSystem(t, "", variables)
	require.NoError(t, app.CheckPolicy(t.Context(), settings(t), h.Host, path))
	for _, want := range []string{
		path + " can be used.", gone + "”. No group has this id", "members_of “Payroll Approvers”. Several groups have this name", "“Nobody Has This”. No group has this name",
	} {
		assert.Contains(t, h.out.String(), want)
	}
	assert.NotContains(t, h.out.String(), all.DBAccess.ID)

	h = newSystem(t, "", variables)
	require.Error(t, app.Doctor(t.Context(), settings(t, func(s *app.Settings) { s.Policy = path }), h.Host, false))
	assert.Contains(t, h.out.String(), "FAULT  policy: The role \"iam\" is drawn from members_of “"+gone)

	h = newSystem(t, "", nil)
	require.NoError(t, app.CheckPolicy(t.Context(), settings(t), h.Host, path))
	assert.Contains(t, h.out.String(), "The groups in members_of were not looked up: ")
}

func TestABrokenPolicyIsRefusedEverywhere(t *testing.T) {
	t.Parallel()
	h, path := newSystem(t, "", nil), writePolicy(t, "rules:\n  - naem: x\n")
	with := func(s *app.Settings) { s.Policy = path }
	for name, err := range map[string]error{
		"check":   app.CheckPolicy(t.Context(), settings(t), h.Host, path),
		"serve":   app.Serve(t.Context(), settings(t, sandboxed, with), h.Host),
		"explain": app.ExplainPolicy(t.Context(), settings(t, sandboxed, with), h.Host, app.Inquiry{Email: "x", Tool: "govgroup_list"}),
	} {
		require.ErrorContains(t, err, `line 2: unknown field "naem"`, name)
	}
	assert.Empty(t, h.out.String())
}

func TestExplaining(t *testing.T) {
	t.Parallel()
	tenant, variables := startTenant(t)
	jane := "jane.doe@corp.example"
	for name, c := range map[string]struct {
		inquiry app.Inquiry
		want    []string
	}{
		"an owner": {app.Inquiry{Email: jane, Tool: "govgroup_members_add", Arguments: []string{"DB Access", "avery.stone@corp.example", "morgan.hale@corp.example"}},
			[]string{"identity " + tenant.Tenant.Scenario().JaneDoe.ID, "Change:  Add 2 members to governance group “DB Access”.", "Role:    owners: yes, owner of “DB Access”",
				"Answer:  yes", "Rule:    owners look after the members of their groups", "Level:   none"}},
		"by names": {app.Inquiry{Email: jane, Tool: "govgroup_members_add", Arguments: []string{"members=avery.stone@corp.example", "group=DB Access"}},
			[]string{"Add 1 member", "Answer:  yes"}},
		"a refusal": {app.Inquiry{Email: jane, Tool: "govgroup_delete", Arguments: []string{"DB Access"}},
			[]string{"Answer:  no", "It is for admins, which you are not here."}},
		"a second person": {app.Inquiry{Email: "Avery.Stone@corp.example", Tool: "govgroup_delete", Arguments: []string{"Regional Reviewers"}},
			[]string{"Rule:    admins may do everything", "Level:   second", "because “Regional Reviewers” is protected."}},
		"reading": {app.Inquiry{Email: "who@elsewhere.example", Tool: "govgroup_list", Arguments: []string{"limit=3"}},
			[]string{"who@elsewhere.example, whose identity is not known", "Role:    everyone: yes, anyone", "Answer:  yes", "Rule:    everyone may look"}},
		"not for them": {app.Inquiry{Email: "who@elsewhere.example", Tool: "govgroup_history"},
			[]string{"Answer:  no", "It is for admins, approvers"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newSystem(t, "", variables)
			require.NoError(t, app.ExplainPolicy(t.Context(), settings(t, func(s *app.Settings) { s.Policy = shipped }), h.Host, c.inquiry))
			for _, line := range c.want {
				assert.Contains(t, h.out.String(), line)
			}
			assert.Empty(t, tenant.Effects(), "explaining changed the tenant")
		})
	}
}

func TestExplainingWithAttributesAndWithoutAFile(t *testing.T) {
	t.Parallel()
	path := writePolicy(t, "roles: {iam: {claims: {groups: [iam-admins]}, slack_groups: [S1]}}\nrules: [{name: iam, roles: [iam], allow: ['govgroup_*']}]\n")
	explain := func(path string, attributes ...string) string {
		h := newSystem(t, "", nil)
		require.NoError(t, app.ExplainPolicy(t.Context(), settings(t, sandboxed, func(s *app.Settings) { s.Policy = path }), h.Host,
			app.Inquiry{Email: "jane.doe@corp.example", Attributes: attributes, Tool: "govgroup_delete", Arguments: []string{"DB Access"}}))
		return h.out.String()
	}
	assert.Contains(t, explain(path, "claim:groups=iam-admins"), "iam: yes, claim:groups=iam-admins")
	assert.Contains(t, explain(path, "slack_group:S1"), "Answer:  yes")
	assert.Contains(t, explain(path), "Answer:  no")
	assert.Contains(t, explain(""), `There is no policy file. It needs an approval of the level "typed", because it deletes.`)
}

func TestAnInquiryThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	for want, q := range map[string]app.Inquiry{
		`no tool "govgroup_delet"; did you mean "govgroup_delete"?`: {Tool: "govgroup_delet"},
		`no argument left for "b"`:                                  {Tool: "govgroup_delete", Arguments: []string{"DB Access", "b"}},
		`limit is a whole number, not "many"`:                       {Tool: "govgroup_list", Arguments: []string{"limit=many"}},
		"No group has the id or name":                               {Tool: "govgroup_delete", Arguments: []string{"No Such Group"}},
		`"group": missing and required`:                             {Tool: "govgroup_delete"},
		"Nothing to change: give at least one of":                   {Tool: "govgroup_update", Arguments: []string{"DB Access"}},
	} {
		h := newSystem(t, "", nil)
		q.Email = "jane.doe@corp.example"
		require.ErrorContains(t, app.ExplainPolicy(t.Context(), settings(t, sandboxed), h.Host, q), want)
	}
}

// What was done counts for the day, whichever process did it and whatever the
// outcome of other calls was.
func TestALimitPerDayCountsWhatTheRecordsHave(t *testing.T) {
	t.Parallel()
	tenant, variables := startTenant(t)
	board := tenant.Tenant.Scenario().Unused
	policy := writePolicy(t, "roles: {all: {anyone: true}}\nrules: [{name: all, roles: [all], allow: ['govgroup_*']}]\nlimits: [{members_per_day: 3}]\n")
	shared := settings(t, func(s *app.Settings) { s.Policy, s.Actor = policy, "jane" })
	add := func(s app.Settings, people ...string) string {
		h := newSystem(t, fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_members_add","arguments":{"group":%q,"members":["%s"]}}}`+"\n",
			board.ID, strings.Join(people, `","`)), variables)
		require.NoError(t, app.Serve(t.Context(), s, h.Host))
		return h.out.String()
	}
	all := tenant.Tenant.Scenario()
	assert.Contains(t, add(shared, all.JaneDoe.ID, all.Admin.ID), `"status":"done"`)
	assert.Contains(t, add(shared, all.Approver.ID, all.NullState.ID), "3 members in 24 hours, and with this call it would be 4")
	assert.Contains(t, add(shared, all.Approver.ID), `"status":"done"`)
	assert.Contains(t, add(shared, all.NullState.ID), "not_allowed")
	someoneElse := shared
	someoneElse.Actor = "joe"
	assert.Contains(t, add(someoneElse, all.NullState.ID), `"status":"done"`)
}

// Eight programs on one state add one member each, at once, where five may be added.
func TestALimitPerDayHoldsForCallsAtOnce(t *testing.T) {
	t.Parallel()
	tenant, variables := startTenant(t)
	require.NoError(t, tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 300 * time.Millisecond, Times: -1})) // so that all meet
	group := tenant.Tenant.Scenario().Unused.ID
	policy := writePolicy(t, "roles: {all: {anyone: true}}\nrules: [{name: all, roles: [all], allow: ['govgroup_*']}]\nlimits: [{members_per_day: 5}]\n")
	shared := settings(t, func(s *app.Settings) { s.Policy, s.Actor = policy, "jane" })
	before, _ := tenant.Group(group)
	var calls sync.WaitGroup
	var done, refused atomic.Int32
	for _, person := range tenant.People()[:8] {
		calls.Go(func() {
			h := newSystem(t, fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_members_add","arguments":{"group":%q,"members":[%q]}}}`+"\n",
				group, person.ID), variables)
			assert.NoError(t, app.Serve(t.Context(), shared, h.Host))
			switch out := h.out.String(); {
			case strings.Contains(out, `"status":"done"`):
				done.Add(1)
			case strings.Contains(out, "5 members in 24 hours"):
				refused.Add(1)
			default:
				assert.Fail(t, "neither done nor refused", out)
			}
		})
	}
	calls.Wait()
	after, _ := tenant.Group(group)
	assert.EqualValues(t, 5, done.Load())
	assert.EqualValues(t, 3, refused.Load())
	assert.Len(t, after.Members, len(before.Members)+5)
}
