// The invented data: the same every time, and the notable groups and people what
// Scenario says.

package sandbox_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestSameSeedSameTenant(t *testing.T) {
	o := sandbox.Options{Seed: 7, Groups: 120, People: 900}
	one, two := sandbox.New(o), sandbox.New(o)
	assert.Equal(t, one.Groups(), two.Groups())
	assert.Equal(t, one.People(), two.People())
	assert.Equal(t, one.Scenario(), two.Scenario())
	oneID, oneSecret := one.Credentials()
	twoID, twoSecret := two.Credentials()
	assert.Equal(t, oneID, twoID)
	assert.NotEqual(t, oneSecret, twoSecret, "a secret does not come from the seed")

	o.Seed = 8
	assert.NotEqual(t, one.Scenario().DBAccess.ID, sandbox.New(o).Scenario().DBAccess.ID)
	assert.Equal(t, one.Scenario().Hostile, sandbox.New(sandbox.Options{Seed: 7, Groups: 1, People: 900}).Scenario().Hostile,
		"more groups do not change the ids of the notable ones")
}

func TestSizes(t *testing.T) {
	usual := sandbox.New(sandbox.Options{})
	assert.Len(t, usual.Groups(), 200)
	assert.Len(t, usual.People(), 2000)
	least := sandbox.New(quiet())
	assert.Less(t, len(least.Groups()), 60)
	assert.Len(t, least.People(), 650)
}

// TestDataIsSound checks every group and person of a large tenant.
func TestDataIsSound(t *testing.T) {
	tenant := sandbox.New(sandbox.Options{Groups: 2000, People: 20000})
	people, aliases, names := map[string]bool{}, map[string]int{}, map[string]int{}
	for _, p := range tenant.People() {
		require.False(t, people[p.ID], "id given twice: %s", p.ID)
		require.True(t, p.ManagerID == "" || people[p.ManagerID], "unknown manager")
		require.True(t, p.Email == "" || strings.HasSuffix(p.Email, "@corp.example"), p.Email)
		require.Equal(t, strings.ToLower(p.Alias), p.Alias)
		people[p.ID] = true
		aliases[p.Alias]++
		names[p.Name]++
	}
	assert.Len(t, aliases, 20000, "account names are unique")
	assert.Len(t, names, 20000-1, "one display name comes twice")

	ids, groupNames := map[string]bool{}, map[string]int{}
	for _, g := range tenant.Groups() {
		require.False(t, ids[g.ID], "id given twice: %s", g.ID)
		require.Contains(t, []int{32, 36}, len(g.ID))
		require.True(t, people[g.OwnerID], "unknown owner")
		require.False(t, g.Modified.Before(g.Created))
		members := map[string]bool{}
		for _, m := range g.Members {
			require.True(t, people[m] && !members[m], "member unknown or twice")
			members[m] = true
		}
		ids[g.ID] = true
		groupNames[g.Name]++
	}
	assert.Len(t, groupNames, 2000-1, "one group name comes twice")
}

func TestScenarioIsWhatItSays(t *testing.T) {
	tenant := sandbox.New(quiet())
	sc := tenant.Scenario()
	size := func(ref sandbox.GroupRef) [2]int {
		g, ok := tenant.Group(ref.ID)
		require.True(t, ok, ref.Name)
		require.Equal(t, ref.Name, g.Name)
		return [2]int{len(g.Members), len(g.Connections)}
	}
	assert.Equal(t, [2]int{12, 0}, size(sc.DBAccess))
	assert.Equal(t, [2]int{8, 1}, size(sc.PaymentsApprovers))
	assert.Equal(t, [2]int{60, 0}, size(sc.Sixty))
	assert.Equal(t, [2]int{600, 0}, size(sc.SixHundred))
	assert.Equal(t, [2]int{9, 64}, size(sc.ManyConnections))
	assert.Equal(t, [2]int{0, 1}, size(sc.EmptyApprover))
	assert.Equal(t, [2]int{1, 1}, size(sc.LastMember))
	assert.Equal(t, [2]int{0, 0}, size(sc.Unused))
	assert.Equal(t, sc.SameName[0].Name, sc.SameName[1].Name)
	assert.True(t, sc.CaseTwins[0].Name != sc.CaseTwins[1].Name && strings.EqualFold(sc.CaseTwins[0].Name, sc.CaseTwins[1].Name))
	assert.True(t, sc.SameEmail[0].Email == sc.SameEmail[1].Email && sc.SameEmail[0].Name != sc.SameEmail[1].Name)
	assert.True(t, sc.SameDisplayName[0].Name == sc.SameDisplayName[1].Name && sc.SameDisplayName[0].Email != sc.SameDisplayName[1].Email)
	inactive, _ := tenant.Group(sc.InactiveOwner.ID)
	assert.Equal(t, sc.InactiveLongTerm.ID, inactive.OwnerID)
	assert.Equal(t, "jdoe", sc.JaneDoe.Alias)

	var hostile strings.Builder
	for _, g := range sc.Hostile {
		hostile.WriteString(g.Name)
	}
	for _, part := range []string{`"`, `'`, `\`, "🚀", "<!channel>", "*bold*", "<script>", "\u202e", "\u200b", "%s", "\n"} {
		assert.Contains(t, hostile.String(), part)
	}
}

func TestPeopleInEachState(t *testing.T) {
	tenant := sandbox.New(quiet())
	sc := tenant.Scenario()
	states := map[string]string{}
	for _, p := range tenant.People() {
		states[p.ID] = p.State
	}
	for ref, want := range map[sandbox.PersonRef]string{sc.Admin: "ACTIVE", sc.Approver: "ACTIVE", sc.NullState: "",
		sc.InactiveShortTerm: "INACTIVE_SHORT_TERM", sc.InactiveLongTerm: "INACTIVE_LONG_TERM"} {
		assert.Equal(t, want, states[ref.ID], ref.Name)
	}
	for _, g := range tenant.Groups() {
		assert.NotEqual(t, sc.Admin.ID, g.OwnerID)
	}
}

// TestScenarioHasNoGaps finds a field of Scenario that nothing was put into.
func TestScenarioHasNoGaps(t *testing.T) {
	sc := reflect.ValueOf(sandbox.New(quiet()).Scenario())
	for i := range sc.NumField() {
		assert.False(t, sc.Field(i).IsZero(), sc.Type().Field(i).Name)
	}
}
