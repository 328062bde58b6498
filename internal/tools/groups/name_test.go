// The names that groups may get: not one that looks like another group's unasked,
// and none that looks like an id.

package groups_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// alikes are ways to write “DB Access” that people take for it.
func alikes() map[string]string {
	return map[string]string{
		"the same": "DB Access", "capitals": "db access", "another script": "DB Аccеss", "a no-break space": "DB\u00a0Access",
		"two blanks": "DB  Access", "blanks around": " DB Access ", "invisible": "DB\u200b Acc\u00adess", "accents": "DB Äccess", "wide letters": "ＤＢ Access",
	}
}

func TestANameThatLooksLikeAnotherGroupsIsAskedFor(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{sandbox: sandbox.Options{Groups: 60}})
	for what, name := range alikes() {
		for tool, in := range map[string]args{
			"govgroup_create": {"name": name, "owner": "jdoe"},
			"govgroup_update": {"group": e.Unused.ID, "name": name},
		} {
			for _, in["dry_run"] = range []bool{false, true} {
				_, _, plan := e.planned(t, tool, in)
				assert.Equal(t, []tools.Ref{{ID: e.DBAccess.ID, Name: "DB Access"}}, plan.LookAlikes, "%s: %s", tool, what)
				o := e.outcome(t, tool, in)
				assert.Equal(t, tools.StatusAsk, o.Status, "%s: %s", tool, what)
				require.Len(t, o.Warnings, 1, "%s: %s", tool, what)
				assert.Contains(t, o.Warnings[0], "“DB Access” (id "+e.DBAccess.ID)
			}
		}
	}
	assert.Empty(t, e.Effects())
}

func TestQuotesAndDashesMakeNoOtherName(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	there, err := e.AddGroup(sandbox.Group{Name: "Alice's “Prod” – DB", OwnerID: e.JaneDoe.ID})
	require.NoError(t, err)
	_, _, plan := e.planned(t, "govgroup_create", args{"name": `Alice’s "Prod" - DB`, "owner": "jdoe"})
	assert.Equal(t, []tools.Ref{{ID: there.ID, Name: there.Name}}, plan.LookAlikes)
}

func TestANameOfItsOwnIsGivenUnasked(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	var created tools.Outcome
	sent := e.requests(func() {
		created = e.outcome(t, "govgroup_create", args{"name": "DB Access 2", "owner": e.JaneDoe.ID})
	})
	assert.Equal(t, tools.StatusDone, created.Status)
	assert.LessOrEqual(t, sent[sandbox.OpListGroups], 2, "the groups are read once, by the page")
	spelled := e.outcome(t, "govgroup_update", args{"group": "DB Access 2", "name": "DB access  2"})
	assert.Equal(t, tools.StatusDone, spelled.Status, "a group may look like itself")
	sent = e.requests(func() {
		assert.Equal(t, tools.StatusDone, e.outcome(t, "govgroup_update", args{"group": e.DBAccess.ID, "name": "DB Access", "description": "d"}).Status)
	})
	assert.Zero(t, sent[sandbox.OpListGroups], "a name that stays is compared with none")
}

// Creating a deleted group again gives a name like any other creation.
func TestTheNameOfADeletedGroupMayBeAnothersByNow(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	gone, kept := e.carriedOut(t, "govgroup_delete", args{"group": "DB Access"})
	other, err := e.AddGroup(sandbox.Group{Name: "DB Access", OwnerID: e.Admin.ID})
	require.NoError(t, err)
	back, err := e.inverse(t, gone, kept)
	require.NoError(t, err)
	plan, err := back.Plan(t.Context(), e.Registry.NewInvocation(tools.Caller{}, nil))
	require.NoError(t, err)
	assert.Equal(t, []tools.Ref{{ID: other.ID, Name: "DB Access"}}, plan.LookAlikes)
}

// One who looks like it meanwhile makes it another question.
func TestALookAlikeThatComesMeanwhileIsADifference(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for tool, in := range map[string]args{"govgroup_create": {"name": "Vault", "owner": "jdoe"}, "govgroup_update": {"group": e.Unused.ID, "name": "Vault"}} {
		_, _, before := e.planned(t, tool, in)
		assert.Empty(t, before.LookAlikes)
		there, err := e.AddGroup(sandbox.Group{Name: "vаult", OwnerID: e.Admin.ID})
		require.NoError(t, err)
		_, _, after := e.planned(t, tool, before.Arguments)
		assert.Equal(t, []string{"Groups that look like “Vault” was none and is now " + there.ID + "."}, before.Diff(after))
		require.NoError(t, e.DeleteGroup(there.ID))
	}
}

// A name of an id's form could be taken for the thing of that id, and could never
// be used to find the group.
func TestNoGroupGetsANameOfAnIDsForm(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, name := range []string{
		e.DBAccess.ID, e.JaneDoe.ID, " " + e.Unused.ID + "\u00a0", "2C918085-7D5B-1C9E-017D-5B5F4C4B0F5A", "2c918085–7d5b–1c9e–017d–5b5f4c4b0f5a",
		"2с918085-7d5b-1c9e-017d-5b5f4c4b0f5a", "2c918085\u200b-7d5b-1c9e-017d-5b5f4c4b0f5a", "",
	} {
		for tool, in := range map[string]args{"govgroup_create": {"name": name, "owner": "jdoe"}, "govgroup_update": {"group": "DB Access", "name": name}} {
			if said := e.refused(t, tools.InvalidInput, tool, in); name != "" {
				assert.Contains(t, said, "form of an id")
			}
		}
	}
}
