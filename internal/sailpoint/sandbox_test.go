// Every operation against the embedded tenant, which was written without sight of
// the client.

package sailpoint_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
)

// start gives an embedded tenant and a client of it.
func start(tb testing.TB, o sandbox.Options, change ...func(*sailpoint.Config)) (*sandbox.Server, *sailpoint.Client) {
	tb.Helper()
	server, err := sandbox.Start("", o)
	require.NoError(tb, err)
	tb.Cleanup(func() { assert.NoError(tb, server.Close()) })
	cfg := sailpoint.Config{BaseURL: server.URL, ClientID: server.ClientID, ClientSecret: redact.New(server.ClientSecret)}
	for _, c := range change {
		c(&cfg)
	}
	client, err := sailpoint.New(cfg)
	require.NoError(tb, err)
	return server, client
}

func TestOperationsUnderEveryVersion(t *testing.T) {
	for _, version := range []string{"", "v2024", "v2025", "v2026", "beta"} {
		t.Run("version "+version, func(t *testing.T) {
			server, client := start(t, sandbox.Options{Switches: sandbox.Switches{RequireExperimental: true}},
				func(c *sailpoint.Config) { c.APIVersion = version })
			s := server.Scenario()
			ctx := t.Context()
			require.NoError(t, client.Check(ctx))

			created, err := client.CreateGroup(ctx, sailpoint.NewGroup{Name: "New one", Description: "d", OwnerID: s.JaneDoe.ID})
			require.NoError(t, err)
			assert.Equal(t, "New one", created.Name)
			assert.Equal(t, s.JaneDoe.Email, created.Owner.Email)

			patched, err := client.PatchGroup(ctx, created.ID, sailpoint.GroupPatch{Name: pointer("Newer"), Description: pointer(""), OwnerID: &s.Admin.ID})
			require.NoError(t, err)
			assert.Equal(t, "Newer", patched.Name)
			assert.Empty(t, patched.Description)
			assert.Equal(t, s.Admin.ID, patched.Owner.ID)

			added, err := client.AddMembers(ctx, created.ID, []string{s.JaneDoe.ID, s.Admin.ID})
			require.NoError(t, err)
			assert.Equal(t, []int{201, 201}, statuses(added))
			added, err = client.AddMembers(ctx, created.ID, []string{s.JaneDoe.ID})
			require.NoError(t, err)
			assert.Equal(t, []int{409}, statuses(added))
			members, err := client.Members(ctx, created.ID, sailpoint.Query{})
			require.NoError(t, err)
			assert.Contains(t, members, sailpoint.Member{ID: s.JaneDoe.ID, Name: s.JaneDoe.Name, Email: s.JaneDoe.Email})
			removed, err := client.RemoveMembers(ctx, created.ID, []string{s.JaneDoe.ID, s.Approver.ID})
			require.NoError(t, err)
			assert.Equal(t, []int{204, 404}, statuses(removed))

			group, err := client.Group(ctx, created.ID)
			require.NoError(t, err)
			assert.Equal(t, 1, group.MemberCount)
			assert.WithinDuration(t, time.Now(), group.Modified, time.Minute)
			deleted, err := client.DeleteGroups(ctx, []string{created.ID, s.PaymentsApprovers.ID, groupID})
			require.NoError(t, err)
			assert.Equal(t, []int{204, 409, 404}, statuses(deleted))
			require.NoError(t, client.DeleteGroup(ctx, s.DBAccess.ID))

			people, err := client.People(ctx, sailpoint.Query{Filter: sailpoint.Eq("alias", s.JaneDoe.Alias)})
			require.NoError(t, err)
			assert.Len(t, people, 1)
			people, err = client.Identities(ctx, sailpoint.Query{Filter: sailpoint.Eq("name", s.JaneDoe.Name)})
			require.NoError(t, err)
			assert.Len(t, people, 1)
			_, err = client.Group(ctx, created.ID)
			assert.True(t, faultOf(t, err).NotFound())
			assert.NotEmpty(t, faultOf(t, err).TrackingID)
		})
	}
}

func statuses(items []sailpoint.ItemStatus) []int {
	got := make([]int, len(items))
	for i, item := range items {
		got[i] = item.Status
	}
	return got
}

func TestListsOfTheEmbeddedTenant(t *testing.T) {
	server, client := start(t, sandbox.Options{Groups: 700}, limited(-1, 8))
	s := server.Scenario()
	ctx := t.Context()
	groups, err := client.Groups(ctx, sailpoint.Query{})
	require.NoError(t, err)
	want := server.Groups()
	require.Len(t, groups, len(want))
	for _, w := range want {
		i := slices.IndexFunc(groups, func(g sailpoint.Group) bool { return g.ID == w.ID })
		require.GreaterOrEqual(t, i, 0, w.Name)
		g := groups[i]
		assert.Equal(t, w.Name, g.Name)
		assert.Equal(t, w.Description, g.Description)
		assert.Equal(t, w.OwnerID, g.Owner.ID)
		assert.Equal(t, len(w.Members), g.MemberCount)
		assert.Equal(t, len(w.Connections), g.ConnectionCount)
		assert.True(t, w.Created.Truncate(time.Millisecond).Equal(g.Created.Truncate(time.Millisecond)))
	}
	members, err := client.Members(ctx, s.SixHundred.ID, sailpoint.Query{})
	require.NoError(t, err)
	assert.Len(t, members, 600)
	connections, err := client.Connections(ctx, s.ManyConnections.ID, sailpoint.Query{})
	require.NoError(t, err)
	assert.Len(t, connections, 64)
	old, err := client.Group(ctx, s.OldID.ID)
	require.NoError(t, err)
	assert.Equal(t, s.OldID.Name, old.Name)
	_, err = client.Members(ctx, s.JaneDoe.ID, sailpoint.Query{})
	assert.ErrorContains(t, err, `is the id of a person ("Jane Doe")`)
}

func TestConnectionsOfEveryKind(t *testing.T) {
	server, client := start(t, sandbox.Options{})
	s := server.Scenario()
	for kind, group := range map[string]sandbox.GroupRef{
		"ACCESS_PROFILE": s.AccessProfile, "ROLE": s.Role, "SOD_POLICY": s.SODPolicy, "SOURCE": s.Source,
	} {
		page, err := client.ConnectionsPage(t.Context(), group.ID, sailpoint.Query{Limit: 10})
		require.NoError(t, err)
		truth, _ := server.Group(group.ID)
		require.Equal(t, len(truth.Connections), page.Total)
		for i, c := range page.Items {
			assert.Equal(t, kind, c.ObjectType)
			assert.Contains(t, truth.Connections, sandbox.Connection(c), i)
		}
	}
}

func TestHostileNamesAreFoundByFilter(t *testing.T) {
	server, client := start(t, sandbox.Options{}, limited(-1, 8))
	for _, ref := range server.Scenario().Hostile {
		groups, err := client.Groups(t.Context(), sailpoint.Query{Filter: sailpoint.Eq("name", ref.Name)})
		require.NoError(t, err, "%q", ref.Name)
		assert.True(t, slices.ContainsFunc(groups, func(g sailpoint.Group) bool { return g.ID == ref.ID }), "%q", ref.Name)
	}
	s := server.Scenario()
	both := sailpoint.In("id", s.DBAccess.ID, s.OldID.ID)
	groups, err := client.Groups(t.Context(), sailpoint.Query{Filter: sailpoint.And(sailpoint.Or(both, sailpoint.Eq("name", "x")), sailpoint.StartsWith("name", "DB"))})
	require.NoError(t, err)
	require.Len(t, groups, 1)
	assert.Equal(t, s.DBAccess.ID, groups[0].ID)
	_, err = client.Groups(t.Context(), sailpoint.Query{Filter: sailpoint.Raw(`name co "x"`)})
	assert.Equal(t, 400, faultOf(t, err).Status, "the user's own syntax is the tenant's to judge")
}

func TestPeople(t *testing.T) {
	server, client := start(t, sandbox.Options{}, limited(-1, 8))
	s := server.Scenario()
	ctx := t.Context()
	for name, find := range map[string]func() ([]sailpoint.Person, error){
		"by alias": func() ([]sailpoint.Person, error) {
			return client.People(ctx, sailpoint.Query{Filter: sailpoint.Eq("alias", s.JaneDoe.Alias)})
		},
		"by e-mail": func() ([]sailpoint.Person, error) {
			return client.Identities(ctx, sailpoint.Query{Filter: sailpoint.Eq("email", s.JaneDoe.Email)})
		},
		"by name": func() ([]sailpoint.Person, error) {
			return client.Identities(ctx, sailpoint.Query{Filter: sailpoint.Eq("name", s.JaneDoe.Name)})
		},
	} {
		people, err := find()
		require.NoError(t, err, name)
		i := slices.IndexFunc(people, func(p sailpoint.Person) bool { return p.ID == s.JaneDoe.ID })
		require.GreaterOrEqual(t, i, 0, name)
		p := people[i]
		assert.Equal(t, []string{s.JaneDoe.Name, s.JaneDoe.Alias, s.JaneDoe.Email}, []string{p.Name, p.Alias, p.Email}, name)
	}
	for want, ref := range map[string]sandbox.PersonRef{
		"INACTIVE_SHORT_TERM": s.InactiveShortTerm, "INACTIVE_LONG_TERM": s.InactiveLongTerm, "": s.NullState, "ACTIVE": s.Admin,
	} {
		page, err := client.PeoplePage(ctx, sailpoint.Query{Filter: sailpoint.Eq("id", ref.ID)})
		require.NoError(t, err)
		assert.Equal(t, want, page.Items[0].State)
		people, err := client.Identities(ctx, sailpoint.Query{Filter: sailpoint.In("id", ref.ID)})
		require.NoError(t, err)
		assert.Equal(t, want, people[0].State)
	}
	everyone, err := client.People(ctx, sailpoint.Query{})
	require.NoError(t, err)
	assert.Len(t, everyone, len(server.People()))
}
