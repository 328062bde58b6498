// What groups were called: the latest name first, and nothing from before.

package audit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

func TestFormerNamesOfGroups(t *testing.T) {
	log := kept(t)
	var all []audit.Entry
	for _, e := range []audit.Entry{
		{Tenant: "t", Groups: []tools.Ref{{ID: "g1", Name: "Oldest"}}},
		{Tenant: "t", Groups: []tools.Ref{{ID: "g1", Name: "Before"}, {ID: "g2", Name: "Other"}}},
		{Tenant: "elsewhere", Groups: []tools.Ref{{ID: "g1", Name: "Not here"}}},
		{Tenant: "t", Groups: []tools.Ref{{ID: "g1", Name: "Now"}}},
		{Tenant: "t", Groups: []tools.Ref{{ID: "g1", Name: "Before"}}},
	} {
		kept, err := log.Append(t.Context(), e)
		require.NoError(t, err)
		all = append(all, kept)
	}

	names, err := log.FormerNames(t.Context(), "t", all[1].Time, []tools.Ref{{ID: "g1", Name: "Now"}})
	require.NoError(t, err)
	assert.Equal(t, map[string][]audit.Naming{"g1": {{Name: "Before", Last: all[4].Time}}}, names)
	names, err = log.FormerNames(t.Context(), "t", all[4].Time.Add(time.Hour), []tools.Ref{{ID: "g1", Name: "Now"}})
	require.NoError(t, err)
	assert.Empty(t, names)
}

// A name that somebody asked for and did not get is none that the group had; the change
// is found by it all the same.
func TestANameThatWasOnlyAskedForIsNoFormerName(t *testing.T) {
	log := kept(t)
	now, asked := []tools.Ref{{ID: "g1", Name: "Now"}}, []tools.Ref{{ID: "g1", Name: "Wanted"}}
	outcome := func(outcome string) audit.Entry {
		return audit.Entry{Kind: audit.Outcome, Request: "r", Tenant: "t", Groups: now, Names: asked, Items: []tools.Item{{ID: "g1", Outcome: outcome}}}
	}
	former := func(e audit.Entry) []audit.Naming {
		t.Helper()
		_, err := log.Append(t.Context(), e)
		require.NoError(t, err)
		names, err := log.FormerNames(t.Context(), "t", time.Time{}, now)
		require.NoError(t, err)
		return names["g1"]
	}
	assert.Empty(t, former(outcome("")))
	assert.Empty(t, former(outcome(tools.ItemFailed)))
	changes, _, err := log.History(t.Context(), audit.Query{Group: "wanted"})
	require.NoError(t, err)
	assert.Len(t, changes, 1)
	assert.Len(t, former(outcome(tools.ItemDone)), 1)
}
