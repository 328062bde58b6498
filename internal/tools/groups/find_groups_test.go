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

func (e *env) get(t testing.TB, ref string) shownGroup {
	t.Helper()
	return into[shownGroup](t, e.ok(t, "govgroup_get", args{"group": ref}))
}

func TestAGroupIsFoundByIDAndByExactName(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for what, c := range map[string]struct{ ref, id string }{
		"id":                      {e.DBAccess.ID, e.DBAccess.ID},
		"id in capitals":          {strings.ToUpper(e.DBAccess.ID), e.DBAccess.ID},
		"name":                    {e.DBAccess.Name, e.DBAccess.ID},
		"name with blanks around": {"  DB Access\t", e.DBAccess.ID},
		"old id":                  {e.OldID.ID, e.OldID.ID},
		"one of two capitals":     {e.CaseTwins[0].Name, e.CaseTwins[0].ID},
		"the other":               {e.CaseTwins[1].Name, e.CaseTwins[1].ID},
	} {
		g := e.get(t, c.ref)
		assert.Equal(t, c.id, g.ID, what)
		assert.NotEmpty(t, g.Name, what)
	}
}

// Names are data: whatever is in them, the exact name finds its group and no
// other, and the answer shows it harmless.
func TestHostileNamesFindTheirGroup(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, hostile := range e.Hostile {
		g := e.get(t, hostile.Name)
		assert.Equal(t, hostile.ID, g.ID, "%+q", hostile.Name)
		assert.Equal(t, tools.Clean(hostile.Name), g.Name)
		assert.Equal(t, tools.Clean(g.Name), g.Name)
	}
}

func TestAComposedNameFindsItsDecomposedSelf(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	added, err := e.AddGroup(sandbox.Group{Name: "Cafe\u0301 Approvers", OwnerID: e.JaneDoe.ID})
	require.NoError(t, err)
	assert.Equal(t, added.ID, e.get(t, "Cafe\u0301 Approvers").ID)
	assert.Equal(t, added.ID, e.get(t, "Caf\u00e9 Approvers").ID)
	composed, err := e.AddGroup(sandbox.Group{Name: "Th\u00e9 Approvers", OwnerID: e.JaneDoe.ID})
	require.NoError(t, err)
	assert.Equal(t, composed.ID, e.get(t, "The\u0301 Approvers").ID)
}

func TestTwoGroupsOfOneNameAreAQuestion(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, tool := range []string{"govgroup_get", "govgroup_members_list", "govgroup_connections_list", "govgroup_delete"} {
		said := e.refused(t, tools.Ambiguous, tool, args{"group": e.SameName[0].Name})
		for _, twin := range e.SameName {
			assert.Contains(t, said, twin.ID)
		}
		assert.Contains(t, said, "2 groups are called “Finance Reviewers”")
		assert.Contains(t, said, "3 members")
		assert.Contains(t, said, "4 members")
	}
	assert.Equal(t, e.SameName[1].ID, e.get(t, e.SameName[1].ID).ID)
}

// Exact first; else, where one group fits, as people write names from memory.
func TestGroupsAreFoundAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	add := func(name string) sandbox.Group {
		g, err := e.AddGroup(sandbox.Group{Name: name, OwnerID: e.JaneDoe.ID})
		require.NoError(t, err)
		return g
	}
	for _, c := range []struct {
		group sandbox.Group
		as    []string
	}{
		{e.group(t, e.DBAccess.ID), []string{"db access", "DB\u00a0Access", " DB  Access ", "DB\u200b Access", "\ufeffDB Access"}},
		{add("Bob's Group"), []string{"Bob’s Group", "bob´s group"}},
		{add("A -- B"), []string{"A -- B", "a –– b"}},
		{add("Équipe Zürich"), []string{"Equipe Zurich", "équipe zürich"}},
		{add("  Blanks  Within "), []string{"Blanks Within", "  Blanks  Within "}},
		{add("Ｗｉｄｅ"), []string{"Wide"}},
	} {
		for _, as := range c.as {
			assert.Equal(t, c.group.ID, e.get(t, as).ID, as)
			assert.Contains(t, e.outcome(t, "govgroup_bulk_delete", args{"groups": []string{as}, "dry_run": true}).Groups, tools.Ref{ID: c.group.ID, Name: tools.Clean(c.group.Name)}, as)
		}
	}
	said := e.refused(t, tools.Ambiguous, "govgroup_get", args{"group": "Ledger review"})
	for _, twin := range e.CaseTwins {
		assert.Contains(t, said, twin.ID)
	}
	list := e.ok(t, tools.NameList, args{"query": "db\u00a0acc"})
	assert.Contains(t, list.Text, e.DBAccess.ID)
}

// What an answer shows can be used, also where it shows what cannot be seen.
func TestANameWithWhatCannotBeSeenIsFoundAsItIsShown(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	hidden, err := e.AddGroup(sandbox.Group{Name: "DB\u200b Access", OwnerID: e.JaneDoe.ID})
	require.NoError(t, err)
	said := e.refused(t, tools.Ambiguous, "govgroup_get", args{"group": "db access"})
	assert.Contains(t, said, "“DB⟨U+200B⟩ Access” (id "+hidden.ID)
	assert.Equal(t, hidden.ID, e.get(t, "DB⟨U+200B⟩ Access").ID)
	assert.Equal(t, e.DBAccess.ID, e.get(t, "DB Access").ID, "exact comes first")
}

// Letters of other scripts are other letters, however much they look alike.
func TestALookAlikeIsNotFoundByTheName(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	e.refused(t, tools.NotFound, "govgroup_get", args{"group": "DВ Access"}) // a Cyrillic В
}

func TestNoSuchGroupHelps(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	said := e.refused(t, tools.NotFound, "govgroup_get", args{"group": "DB Accesses"})
	assert.Contains(t, said, e.DBAccess.ID, "a name that begins the same is offered")
	said = e.refused(t, tools.NotFound, "govgroup_get", args{"group": "Qqqq"})
	assert.Equal(t, "No group has the id or name “Qqqq”. Search with govgroup_list and query.", said)
	said = e.refused(t, tools.NotFound, "govgroup_get", args{"group": "00000000-0000-4000-8000-000000000000"})
	assert.Contains(t, said, "No group has the id “00000000-0000-4000-8000-000000000000”")
}

// Ids are only ids: a group that is called like one is not found by that name.
func TestANameThatLooksLikeAnID(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	odd := "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	named, err := e.AddGroup(sandbox.Group{Name: odd, OwnerID: e.JaneDoe.ID})
	require.NoError(t, err)
	e.refused(t, tools.NotFound, "govgroup_get", args{"group": odd})
	o := e.outcome(t, "govgroup_bulk_delete", args{"groups": []string{odd, named.ID}})
	assert.Equal(t, tools.ItemNotFound, o.Items[0].Outcome)
	_, err = e.AddGroup(sandbox.Group{Name: e.DBAccess.ID, OwnerID: e.JaneDoe.ID})
	require.NoError(t, err)
	assert.Equal(t, "DB Access", e.get(t, e.DBAccess.ID).Name)
}

// A deletion whose answer is lost is not misjudged because of a group that is
// called like the deleted one's id.
func TestADeletionIsReconciledByIDsAlone(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	_, err := e.AddGroup(sandbox.Group{Name: e.Unused.ID, OwnerID: e.JaneDoe.ID})
	require.NoError(t, err)
	inv, change, plan := e.planned(t, "govgroup_delete", args{"group": e.Unused.ID})
	e.inject(t, sandbox.Fault{Kind: sandbox.Fault504AfterWrite, Operation: sandbox.OpDeleteGroups})
	done, err := tools.Execute(t.Context(), inv, change, plan, nil)
	require.NoError(t, err)
	assert.Equal(t, tools.ItemDone, done.Items[0].Outcome)
}

// Everything but capitals of the plain alphabet tells two e-mails apart.
func TestAnEMailIsNotFoldedBeyondASCII(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	_, err := e.AddPerson(sandbox.Person{Name: "A Smith", Alias: "asmith77", Email: "asmith77@corp.example", State: "ACTIVE"})
	require.NoError(t, err)
	d := directory.New(e.API)
	for email, n := range map[string]int{"ASMITH77@corp.example": 1, "a\u017fmith77@corp.example": 0} {
		found, err := d.ByEmail(t.Context(), email)
		require.NoError(t, err)
		assert.Len(t, found, n, email)
	}
}

func TestAPersonsIDIsNotAGroups(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, tool := range []string{"govgroup_get", "govgroup_delete", "govgroup_members_list"} {
		said := e.refused(t, tools.InvalidInput, tool, args{"group": e.JaneDoe.ID})
		assert.Contains(t, said, "is the id of a person")
	}
}

func TestAGroupIsLookedUpOncePerCall(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	sent := e.requests(func() { e.get(t, e.DBAccess.ID) })
	assert.Equal(t, map[sandbox.Operation]int{sandbox.OpGetGroup: 1}, sent)
	sent = e.requests(func() { e.get(t, e.DBAccess.Name) })
	assert.Equal(t, map[sandbox.Operation]int{sandbox.OpListGroups: 1}, sent)

	inv := e.Registry.NewInvocation(tools.Caller{Surface: "stdio"}, nil)
	sent = e.requests(func() {
		for _, ref := range []string{e.DBAccess.Name, e.DBAccess.ID, e.DBAccess.Name} {
			g, err := directory.FindGroup(t.Context(), inv, ref)
			require.NoError(t, err)
			assert.Equal(t, e.DBAccess.ID, g.ID)
		}
	})
	assert.Equal(t, map[sandbox.Operation]int{sandbox.OpListGroups: 1}, sent, "the same group was looked up again")
}

// Many names cost few requests: the tenant allows a hundred in ten seconds.
func TestManyGroupsAreFoundWithFewRequests(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	var names, ids []string
	for i := range 120 {
		g, err := e.AddGroup(sandbox.Group{Name: fmt.Sprintf("Bulk %03d", i), OwnerID: e.JaneDoe.ID})
		require.NoError(t, err)
		names, ids = append(names, g.Name), append(ids, g.ID)
	}
	for what, refs := range map[string][]string{"names": names, "ids": ids} {
		sent := e.requests(func() {
			o := e.outcome(t, "govgroup_bulk_delete", args{"groups": refs})
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
	e := newEnv(t, setup{})
	said := e.refused(t, tools.Ambiguous, "govgroup_bulk_delete", args{"groups": []string{e.DBAccess.Name, e.SameName[0].Name}})
	assert.Contains(t, said, e.SameName[0].ID)
	assert.Contains(t, said, e.SameName[1].ID)

	var refs []string
	for _, hostile := range e.Hostile {
		refs = append(refs, hostile.Name)
	}
	refs = append(refs, "db access", e.CaseTwins[0].Name, e.OldID.ID, e.JaneDoe.ID)
	o := e.outcome(t, "govgroup_bulk_delete", args{"groups": refs})
	found := map[string]bool{}
	for _, item := range o.Items {
		if item.Outcome != tools.ItemNotFound {
			found[item.ID] = true
		}
	}
	want := map[string]bool{e.CaseTwins[0].ID: true, e.OldID.ID: true, e.DBAccess.ID: true}
	for _, hostile := range e.Hostile {
		want[hostile.ID] = true
	}
	assert.Equal(t, want, found, "a person's id is no group")
}
