// Groups: how they are listed and read.

package groups_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// list is the answer of a list as a client reads it.
type list struct {
	Items []struct {
		ID, Name, Description string
		Owner                 struct{ ID, Name, Email string }
	}
	Total, Offset int
}

func (l list) ids() []string {
	ids := []string{}
	for _, item := range l.Items {
		ids = append(ids, item.ID)
	}
	return ids
}

func (e *env) list(t testing.TB, in args) list {
	t.Helper()
	return into[list](t, e.ok(t, "govgroup_list", in))
}

// where gives the ids of the tenant's groups for which is holds.
func (e *env) where(is func(sandbox.Group) bool) []string {
	ids := []string{}
	for _, g := range e.Groups() {
		if is(g) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// The API cannot search within names or descriptions; the tool can.
func TestListFindsPartsOfNamesAndDescriptions(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, query := range []string{"approv", "APPROV", "DB Access", "looks after", `"Double"`, `\`, "%", "🚀", "<script>", "測試", "مجموعة", "%s %d"} {
		want := e.where(func(g sandbox.Group) bool {
			return strings.Contains(strings.ToLower(g.Name+"\n"+g.Description), strings.ToLower(query))
		})
		got := e.list(t, args{"query": query, "limit": 250})
		require.NotEmpty(t, want, "the tenant has nothing to find for %q", query)
		assert.ElementsMatch(t, want, got.ids(), "%q", query)
		assert.Equal(t, len(want), got.Total)
		assert.Zero(t, got.Offset)
	}
	none := e.list(t, args{"query": "no such words anywhere"})
	assert.Empty(t, none.Items)
	assert.NotNil(t, none.Items, "an empty list is [] and not null")
	assert.Zero(t, none.Total)
}

func TestListByOwnerAndMember(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	jane := e.JaneDoe.ID
	require.NoError(t, e.AddMember(e.Sixty.ID, jane))
	require.NoError(t, e.AddMember(e.PaymentsApprovers.ID, jane))
	owns := func(g sandbox.Group) bool { return g.OwnerID == jane }
	in := func(g sandbox.Group) bool { return slices.Contains(g.Members, jane) }
	named := func(part string) func(sandbox.Group) bool {
		return func(g sandbox.Group) bool { return strings.HasPrefix(g.Name, part) }
	}
	both := func(a, b func(sandbox.Group) bool) func(sandbox.Group) bool {
		return func(g sandbox.Group) bool { return a(g) && b(g) }
	}
	for what, c := range map[string]struct {
		in   args
		want func(sandbox.Group) bool
	}{
		"owner":                     {args{"owner": "jdoe"}, owns},
		"member":                    {args{"member": "jane.doe@corp.example"}, in},
		"member and owner":          {args{"member": "Jane Doe", "owner": jane}, both(in, owns)},
		"member and query":          {args{"member": "jdoe", "query": "Regional"}, both(in, named("Regional"))},
		"member and filter":         {args{"member": "jdoe", "filters": `name sw "Pay"`}, both(in, named("Pay"))},
		"owner and filter":          {args{"owner": "jdoe", "filters": `name sw "DB"`}, both(owns, named("DB"))},
		"a filter that joins by or": {args{"member": "jdoe", "filters": `name sw "Pay" or name sw "Regional"`}, in},
		"nobody's groups":           {args{"owner": e.Admin.ID}, func(g sandbox.Group) bool { return g.OwnerID == e.Admin.ID }},
	} {
		got := e.list(t, c.in)
		assert.ElementsMatch(t, e.where(c.want), got.ids(), what)
		assert.Len(t, got.Items, got.Total, what)
	}
}

// A member's groups come through the API's own filter, not by reading every
// group of a large tenant.
func TestListByMemberReadsOnlyTheirGroups(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{sandbox: sandbox.Options{Groups: 1200, People: 650}})
	sent := e.requests(func() { e.list(t, args{"member": e.JaneDoe.ID}) })
	assert.LessOrEqual(t, sent[sandbox.OpListGroups], 1, "%v", sent)
}

func TestFiltersAndSortersArePassedThrough(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, in := range []args{
		{"sorters": "-name", "limit": 250}, {"sorters": "-name", "query": "review", "limit": 250}, {"sorters": "-name", "owner": "jdoe"},
	} {
		got := e.list(t, in)
		names := []string{}
		for _, id := range got.ids() {
			names = append(names, strings.ToLower(e.group(t, id).Name))
		}
		descending := slices.Clone(names)
		slices.SortStableFunc(descending, func(a, b string) int { return strings.Compare(b, a) })
		assert.Equal(t, descending, names, "%v", in)
	}
	got := e.list(t, args{"filters": `name eq "DB Access" or id eq "` + e.Unused.ID + `"`, "sorters": "id"})
	assert.ElementsMatch(t, []string{e.DBAccess.ID, e.Unused.ID}, got.ids())
	for _, in := range []args{
		{"filters": `name co "DB"`}, {"filters": `owner.id eq "x"`}, {"filters": `name eq "x`}, {"filters": "everything"},
		{"sorters": "size"}, {"sorters": "name;drop"}, {"sorters": "size", "query": "x"}, {"filters": `name co "DB"`, "owner": "jdoe"},
	} {
		said := e.refused(t, tools.InvalidInput, "govgroup_list", in)
		assert.Regexp(t, `Invalid (filter|sorters)`, said, "%v: the tenant's reason is passed on", in)
	}
	e.refused(t, tools.InvalidInput, "govgroup_members_list", args{"group": e.DBAccess.ID, "sorters": "email"})
	e.refused(t, tools.InvalidInput, "govgroup_connections_list", args{"group": e.DBAccess.ID, "sorters": "type"})
}

func TestGetShowsWhatTheTenantHas(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	g, record := e.get(t, e.DBAccess.ID), e.group(t, e.DBAccess.ID)
	assert.Equal(t, record.Description, g.Description)
	assert.Equal(t, groups.Owner{ID: e.JaneDoe.ID, Name: "Jane Doe", Email: "jane.doe@corp.example"}, g.Owner)
	assert.Equal(t, 12, g.MemberCount)
	assert.Zero(t, g.ConnectionCount)
	assert.True(t, record.Modified.Equal(*g.Modified))
	assert.Empty(t, g.Warnings)

	for _, nulls := range []sandbox.GroupRef{e.NoDescription, e.NoDates, e.OwnerWithoutEmail} {
		assert.Equal(t, nulls.ID, e.get(t, nulls.ID).ID)
	}
	assert.Nil(t, e.get(t, e.NoDates.ID).Created)
	empty := e.get(t, e.EmptyApprover.ID)
	assert.Equal(t, []string{"This group is used for approvals and has no members: what it should approve waits until it expires."}, empty.Warnings)
}

func TestTextsOfReadings(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	var said []string
	for _, c := range []struct {
		tool string
		in   args
	}{
		{"govgroup_list", args{"limit": 3}}, {"govgroup_list", args{"query": "DB Acc"}}, {"govgroup_list", args{"query": "zzz"}},
		{"govgroup_get", args{"group": "DB Access"}}, {"govgroup_get", args{"group": e.EmptyApprover.ID}}, {"govgroup_get", args{"group": e.NoDescription.ID}},
		{"govgroup_members_list", args{"group": "DB Access", "limit": 2}}, {"govgroup_members_list", args{"group": e.NoDescription.ID}},
		{"govgroup_members_list", args{"group": e.Unused.ID}}, {"govgroup_connections_list", args{"group": e.ManyConnections.ID, "limit": 2}},
		{"govgroup_connections_list", args{"group": e.Unused.ID}}, {"govgroup_people_find", args{"query": "jane.doe"}},
		{"govgroup_people_find", args{"query": "zzz"}}, {"govgroup_whoami", nil},
	} {
		said = append(said, c.tool+"\n"+e.ok(t, c.tool, c.in).Text)
	}
	golden(t, "readings", strings.Join(said, "\n\n"))
}
