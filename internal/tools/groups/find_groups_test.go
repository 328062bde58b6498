// Which group is meant: an id or an exact name, never a guess.

package groups_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// shownGroup is a group as govgroup_get answers it.
type shownGroup struct {
	groups.Group
	Warnings []string `json:"warnings"`
}

func (w *world) get(t testing.TB, ref string) shownGroup {
	t.Helper()
	return into[shownGroup](t, w.ok(t, "govgroup_get", args{"group": ref}))
}

func TestAGroupIsFoundByIDAndByExactName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	for what, c := range map[string]struct{ ref, id string }{
		"id":                      {w.DBAccess.ID, w.DBAccess.ID},
		"id in capitals":          {strings.ToUpper(w.DBAccess.ID), w.DBAccess.ID},
		"name":                    {w.DBAccess.Name, w.DBAccess.ID},
		"name with blanks around": {"  DB Access\t", w.DBAccess.ID},
		"old id":                  {w.OldID.ID, w.OldID.ID},
		"one of two capitals":     {w.CaseTwins[0].Name, w.CaseTwins[0].ID},
		"the other":               {w.CaseTwins[1].Name, w.CaseTwins[1].ID},
	} {
		g := w.get(t, c.ref)
		assert.Equal(t, c.id, g.ID, what)
		assert.NotEmpty(t, g.Name, what)
	}
}

// Names are data: whatever is in them, the exact name finds its group and no
// other, and the answer shows it harmless.
func TestHostileNamesFindTheirGroup(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	for _, hostile := range w.Hostile {
		g := w.get(t, hostile.Name)
		assert.Equal(t, hostile.ID, g.ID, "%+q", hostile.Name)
		assert.Equal(t, tools.Clean(hostile.Name), g.Name)
		assert.Equal(t, tools.Clean(g.Name), g.Name)
	}
}

func TestAComposedNameFindsItsDecomposedSelf(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	added, err := w.AddGroup(sandbox.Group{Name: "Cafe\u0301 Approvers", OwnerID: w.JaneDoe.ID})
	require.NoError(t, err)
	assert.Equal(t, added.ID, w.get(t, "Cafe\u0301 Approvers").ID)
	said := w.refused(t, tools.NotFound, "govgroup_get", args{"group": "Caf\u00e9"})
	assert.Contains(t, said, "No group has the id or exact name “Café”.")
}

func TestTwoGroupsOfOneNameAreAQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	for _, tool := range []string{"govgroup_get", "govgroup_members_list", "govgroup_connections_list", "govgroup_delete"} {
		said := w.refused(t, tools.Ambiguous, tool, args{"group": w.SameName[0].Name})
		for _, twin := range w.SameName {
			assert.Contains(t, said, twin.ID)
		}
		assert.Contains(t, said, "2 groups are called “Finance Reviewers”")
		assert.Contains(t, said, "3 members")
		assert.Contains(t, said, "4 members")
	}
	assert.Equal(t, w.SameName[1].ID, w.get(t, w.SameName[1].ID).ID)
}

func TestOtherCapitalsAreNotTheName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	said := w.refused(t, tools.NotFound, "govgroup_get", args{"group": "db access"})
	assert.Contains(t, said, "Similar: “DB Access” (id "+w.DBAccess.ID)
	said = w.refused(t, tools.NotFound, "govgroup_get", args{"group": "Ledger review"})
	for _, twin := range w.CaseTwins {
		assert.Contains(t, said, twin.ID)
	}
}

func TestNoSuchGroupHelps(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	said := w.refused(t, tools.NotFound, "govgroup_get", args{"group": "DB Accesses"})
	assert.Contains(t, said, w.DBAccess.ID, "a name that begins the same is offered")
	said = w.refused(t, tools.NotFound, "govgroup_get", args{"group": "Qqqq"})
	assert.Equal(t, "No group has the id or exact name “Qqqq”. Search with govgroup_list and query.", said)
	said = w.refused(t, tools.NotFound, "govgroup_get", args{"group": "00000000-0000-4000-8000-000000000000"})
	assert.Contains(t, said, "No group has the id “00000000-0000-4000-8000-000000000000”")
}

// Ids are only ids: a group that is called like one is not found by that name.
func TestANameThatLooksLikeAnID(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	odd := "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	named, err := w.AddGroup(sandbox.Group{Name: odd, OwnerID: w.JaneDoe.ID})
	require.NoError(t, err)
	w.refused(t, tools.NotFound, "govgroup_get", args{"group": odd})
	o := w.outcome(t, "govgroup_bulk_delete", args{"groups": []string{odd, named.ID}})
	assert.Equal(t, tools.ItemNotFound, o.Items[0].Outcome)
	_, err = w.AddGroup(sandbox.Group{Name: w.DBAccess.ID, OwnerID: w.JaneDoe.ID})
	require.NoError(t, err)
	assert.Equal(t, "DB Access", w.get(t, w.DBAccess.ID).Name)
}

// A deletion whose answer is lost is not misjudged because of a group that is
// called like the deleted one's id.
func TestADeletionIsReconciledByIDsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	_, err := w.AddGroup(sandbox.Group{Name: w.Unused.ID, OwnerID: w.JaneDoe.ID})
	require.NoError(t, err)
	inv, change, plan := w.planned(t, "govgroup_delete", args{"group": w.Unused.ID})
	w.inject(t, sandbox.Fault{Kind: sandbox.Fault504AfterWrite, Operation: sandbox.OpDeleteGroups})
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, tools.ItemDone, done.Items[0].Outcome)
}

// Everything but capitals of the plain alphabet tells two e-mails apart.
func TestAnEMailIsNotFoldedBeyondASCII(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	_, err := w.AddPerson(sandbox.Person{Name: "A Smith", Alias: "asmith77", Email: "asmith77@corp.example", State: "ACTIVE"})
	require.NoError(t, err)
	d := directory.New(w.client)
	for email, n := range map[string]int{"ASMITH77@corp.example": 1, "a\u017fmith77@corp.example": 0} {
		found, err := d.ByEmail(t.Context(), email)
		require.NoError(t, err)
		assert.Len(t, found, n, email)
	}
}

func TestAPersonsIDIsNotAGroups(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	for _, tool := range []string{"govgroup_get", "govgroup_delete", "govgroup_members_list"} {
		said := w.refused(t, tools.InvalidInput, tool, args{"group": w.JaneDoe.ID})
		assert.Contains(t, said, "is the id of a person")
	}
}

func TestAGroupIsLookedUpOncePerCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	sent := w.requests(func() { w.get(t, w.DBAccess.ID) })
	assert.Equal(t, map[sandbox.Operation]int{sandbox.OpGetGroup: 1}, sent)
	sent = w.requests(func() { w.get(t, w.DBAccess.Name) })
	assert.Equal(t, map[sandbox.Operation]int{sandbox.OpListGroups: 1}, sent)

	inv := w.registry.NewInvocation(tools.Caller{Surface: "stdio"}, nil)
	sent = w.requests(func() {
		for _, ref := range []string{w.DBAccess.Name, w.DBAccess.ID, w.DBAccess.Name} {
			g, err := directory.FindGroup(t.Context(), inv, ref)
			require.NoError(t, err)
			assert.Equal(t, w.DBAccess.ID, g.ID)
		}
	})
	assert.Equal(t, map[sandbox.Operation]int{sandbox.OpListGroups: 1}, sent, "the same group was looked up again")
}

// Many names cost few requests: the tenant allows a hundred in ten seconds.
func TestManyGroupsAreFoundWithFewRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	var names, ids []string
	for i := range 120 {
		g, err := w.AddGroup(sandbox.Group{Name: fmt.Sprintf("Bulk %03d", i), OwnerID: w.JaneDoe.ID})
		require.NoError(t, err)
		names, ids = append(names, g.Name), append(ids, g.ID)
	}
	for what, refs := range map[string][]string{"names": names, "ids": ids} {
		sent := w.requests(func() {
			o := w.outcome(t, "govgroup_bulk_delete", args{"groups": refs})
			assert.Equal(t, tools.StatusAsk, o.Status)
			assert.Len(t, o.Items, 120)
		})
		total := 0
		for _, n := range sent {
			total += n
		}
		assert.LessOrEqual(t, total, 8, "%s: %v", what, sent)
	}
}

func TestManyGroupsByNameKeepTheRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	said := w.refused(t, tools.Ambiguous, "govgroup_bulk_delete", args{"groups": []string{w.DBAccess.Name, w.SameName[0].Name}})
	assert.Contains(t, said, w.SameName[0].ID)
	assert.Contains(t, said, w.SameName[1].ID)

	var refs []string
	for _, hostile := range w.Hostile {
		refs = append(refs, hostile.Name)
	}
	refs = append(refs, "db access", w.CaseTwins[0].Name, w.OldID.ID, w.JaneDoe.ID)
	o := w.outcome(t, "govgroup_bulk_delete", args{"groups": refs})
	found := map[string]bool{}
	for _, item := range o.Items {
		if item.Outcome != tools.ItemNotFound {
			found[item.ID] = true
		}
	}
	want := map[string]bool{w.CaseTwins[0].ID: true, w.OldID.ID: true}
	for _, hostile := range w.Hostile {
		want[hostile.ID] = true
	}
	assert.Equal(t, want, found, "other capitals and a person's id are no group")
}
