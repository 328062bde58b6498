// Changing the tenant behind the caller's back from Go.

package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestEditsShowInTheAPI(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	path := "/workgroups/v1/" + sc.DBAccess.ID
	old := c.get(path).object()["modified"].(string)

	require.NoError(t, c.server.RenameGroup(sc.DBAccess.ID, "Other"))
	got := c.get(path).object()
	assert.Equal(t, "Other", got["name"])
	assert.Greater(t, got["modified"], old)

	require.NoError(t, c.server.AddMember(sc.DBAccess.ID, sc.Admin.ID))
	require.NoError(t, c.server.AddMember(sc.DBAccess.ID, sc.Admin.ID))
	require.NoError(t, c.server.Connect(sc.DBAccess.ID, sandbox.Connection{ObjectType: sandbox.ObjectRole, ObjectID: "1", ObjectName: "One",
		ConnectionType: sandbox.ConnectionOwner}))
	got = c.get(path).object()
	assert.InDelta(t, 13, got["memberCount"], 0)
	assert.InDelta(t, 1, got["connectionCount"], 0)
	c.delete(path).requireRefused(400, "400.2.1.0 Object in use by another")

	require.NoError(t, c.server.Disconnect(sc.DBAccess.ID, "1"))
	assert.Equal(t, 204, c.delete(path).status)
	require.NoError(t, c.server.DeleteGroup(sc.Role.ID), "in use or not")
	assert.Equal(t, 404, c.get("/workgroups/v1/"+sc.Role.ID).status)
	assert.Len(t, c.server.Effects(), 1, "only the delete through the API")
}

func TestEditsThatCannotBe(t *testing.T) {
	tenant := sandbox.New(quiet())
	sc := tenant.Scenario()
	before := tenant.Groups()
	for name, err := range map[string]error{
		"group":      tenant.RenameGroup("none", "x"),
		"owner":      tenant.SetOwner(sc.DBAccess.ID, "none"),
		"member":     tenant.AddMember(sc.DBAccess.ID, sc.DBAccess.ID),
		"remove":     tenant.RemoveMember("none", sc.JaneDoe.ID),
		"delete":     tenant.DeleteGroup(""),
		"connect":    tenant.Connect("none", sandbox.Connection{}),
		"disconnect": tenant.Disconnect(sc.Role.ID, "none"),
	} {
		assert.Error(t, err, name)
	}
	for _, g := range []sandbox.Group{
		{Name: "x"}, {OwnerID: "none"}, {ID: sc.DBAccess.ID, OwnerID: sc.Admin.ID}, {ID: "x", OwnerID: sc.Admin.ID},
		{OwnerID: sc.Admin.ID, Members: []string{"none"}},
	} {
		_, err := tenant.AddGroup(g)
		assert.Error(t, err, "%+v", g)
	}
	for _, id := range []string{"x", sc.Admin.ID, strings.ToUpper(sc.Admin.ID)} {
		_, err := tenant.AddPerson(sandbox.Person{ID: id})
		assert.Error(t, err, id)
	}
	assert.Equal(t, before, tenant.Groups())
}

func TestSnapshotsAreCopies(t *testing.T) {
	tenant := sandbox.New(quiet())
	sc := tenant.Scenario()
	mine, _ := tenant.Group(sc.PaymentsApprovers.ID)
	mine.Members[0], mine.Connections[0].ObjectName = "changed", "changed"
	fresh, _ := tenant.Group(sc.PaymentsApprovers.ID)
	assert.NotEqual(t, "changed", fresh.Members[0])
	assert.NotEqual(t, "changed", fresh.Connections[0].ObjectName)

	dates := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	members := []string{sc.JaneDoe.ID}
	added, err := tenant.AddGroup(sandbox.Group{Name: "A", OwnerID: sc.Admin.ID, Created: dates, Members: members})
	require.NoError(t, err)
	members[0] = "changed"
	stored, _ := tenant.Group(added.ID)
	assert.Equal(t, []string{sc.JaneDoe.ID}, stored.Members)
	assert.Equal(t, dates, stored.Created)
}
