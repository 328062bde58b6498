// How groups and what belongs to them are read and written.

package sailpoint_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

func TestGroupWithEverything(t *testing.T) {
	tenant := &tenant{api: answer(200, `{"id":"`+groupID+`","name":"DB <b>\u202e Access","description":"d",
		"owner":{"type":"IDENTITY","id":"`+personID+`","name":"jdoe","displayName":"Jane Doe","emailAddress":"j@corp.example"},
		"memberCount":3,"connectionCount":2,"created":"2024-02-03T04:05:06.789Z","modified":"2024-02-03T04:05:06+02:00","new":{"field":[1]}}`)}
	group, err := tenant.client(t).Group(t.Context(), groupID)
	require.NoError(t, err)
	assert.True(t, group.Modified.Equal(time.Date(2024, 2, 3, 2, 5, 6, 0, time.UTC)))
	group.Modified = time.Time{}
	assert.Equal(t, sailpoint.Group{
		ID: groupID, Name: "DB <b>\u202e Access", Description: "d", MemberCount: 3, ConnectionCount: 2,
		Owner:   sailpoint.Owner{ID: personID, Name: "jdoe", DisplayName: "Jane Doe", Email: "j@corp.example"},
		Created: time.Date(2024, 2, 3, 4, 5, 6, 789e6, time.UTC),
	}, group, "a name is data and comes as it is")
}

func TestNullsAreEmpty(t *testing.T) {
	tenant := &tenant{api: answer(200, `{"id":"`+groupID+`","name":"n","description":null,"owner":{"id":"`+personID+`","emailAddress":null},
		"created":null,"modified":null,"memberCount":null}`)}
	group, err := tenant.client(t).Group(t.Context(), groupID)
	require.NoError(t, err)
	assert.Equal(t, sailpoint.Group{ID: groupID, Name: "n", Owner: sailpoint.Owner{ID: personID}}, group)

	tenant.api = answer(200, `[{"type":"IDENTITY","id":"`+personID+`","name":"Jane","email":null}]`, "X-Total-Count", "1")
	members, err := tenant.client(t).Members(t.Context(), groupID, sailpoint.Query{})
	require.NoError(t, err)
	assert.Equal(t, []sailpoint.Member{{ID: personID, Name: "Jane"}}, members)
}

func TestObjectThatUsesAGroupTwiceIsListedTwice(t *testing.T) {
	object := `"object":{"type":"SOURCE","id":"1","name":"HR","description":null}`
	tenant := &tenant{api: answer(200, `[{`+object+`,"connectionType":"Owner"},{`+object+`,"connectionType":"ManagementWorkgroup"}]`, "X-Total-Count", "2")}
	connections, err := tenant.client(t).Connections(t.Context(), groupID, sailpoint.Query{})
	require.NoError(t, err)
	assert.Equal(t, []sailpoint.Connection{
		{ObjectType: "SOURCE", ObjectID: "1", ObjectName: "HR", ConnectionType: "Owner"},
		{ObjectType: "SOURCE", ObjectID: "1", ObjectName: "HR", ConnectionType: "ManagementWorkgroup"},
	}, connections)
}

func TestPatches(t *testing.T) {
	owner := personID
	for want, patch := range map[string]sailpoint.GroupPatch{
		`[{"op":"replace","path":"/name","value":"a \"b\""}]`:                                              {Name: pointer(`a "b"`)},
		`[{"op":"replace","path":"/description","value":""}]`:                                              {Description: pointer("")},
		`[{"op":"replace","path":"/owner","value":{"type":"IDENTITY","id":"` + personID + `"}}]`:           {OwnerID: &owner},
		`[{"op":"replace","path":"/name","value":"n"},{"op":"replace","path":"/description","value":"d"}]`: {Name: pointer("n"), Description: pointer("d")},
	} {
		tenant := &tenant{api: answer(200, groupJSON(1))}
		_, err := tenant.client(t).PatchGroup(t.Context(), groupID, patch)
		require.NoError(t, err)
		assert.JSONEq(t, want, tenant.seen()[0].body)
	}
}

func TestWritesThatAreRefusedUnsent(t *testing.T) {
	tenant := &tenant{api: answer(200, groupJSON(1))}
	client := tenant.client(t)
	_, err := client.CreateGroup(t.Context(), sailpoint.NewGroup{OwnerID: personID})
	require.ErrorIs(t, err, sailpoint.ErrInvalid)
	_, err = client.CreateGroup(t.Context(), sailpoint.NewGroup{Name: "n"})
	require.ErrorIs(t, err, sailpoint.ErrInvalid)
	_, err = client.PatchGroup(t.Context(), groupID, sailpoint.GroupPatch{})
	require.ErrorIs(t, err, sailpoint.ErrInvalid)
	_, err = client.PatchGroup(t.Context(), groupID, sailpoint.GroupPatch{Name: pointer("")})
	require.ErrorIs(t, err, sailpoint.ErrInvalid)
	assert.Empty(t, tenant.seen())
}
