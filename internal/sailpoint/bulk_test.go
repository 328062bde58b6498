// Every item of a bulk call gets an answer.

package sailpoint_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

func TestItemStatuses(t *testing.T) {
	for name, tc := range map[string]struct {
		item string
		want sailpoint.ItemStatus
	}{
		"a number":         {`{"id":"` + personID + `","status":201,"description":"Added"}`, sailpoint.ItemStatus{Status: 201, Description: "Added"}},
		"a string":         {`{"id":"` + personID + `","status":"409","description":null}`, sailpoint.ItemStatus{Status: 409}},
		"with a word":      {`{"id":"` + personID + `","status":"404 NOT_FOUND"}`, sailpoint.ItemStatus{Status: 404}},
		"in capitals":      {`{"id":"` + strings.ToUpper(personID) + `","status":201}`, sailpoint.ItemStatus{Status: 201}},
		"no status":        {`{"id":"` + personID + `"}`, sailpoint.ItemStatus{}},
		"an odd status":    {`{"id":"` + personID + `","status":{"code":1}}`, sailpoint.ItemStatus{}},
		"another's answer": {`{"id":"` + otherPerson + `","status":201}`, sailpoint.ItemStatus{Description: "the tenant's answer does not mention it"}},
		"control signs":    {`{"id":"` + personID + `","status":400,"description":"a\nb\u202ec"}`, sailpoint.ItemStatus{Status: 400, Description: "a bc"}},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := &tenant{api: answer(207, `[`+tc.item+`]`)}
			got, err := tenant.client(t).AddMembers(t.Context(), groupID, []string{personID})
			require.NoError(t, err)
			tc.want.ID = personID
			assert.Equal(t, []sailpoint.ItemStatus{tc.want}, got)
		})
	}
}

func TestAnswersComeInTheOrderAsked(t *testing.T) {
	tenant := &tenant{api: answer(207, `[{"id":"`+otherPerson+`","status":404},{"id":"`+personID+`","status":204}]`)}
	ids := []string{personID, otherPerson, strings.ToUpper(personID)}
	got, err := tenant.client(t).RemoveMembers(t.Context(), groupID, ids)
	require.NoError(t, err)
	assert.Equal(t, []sailpoint.ItemStatus{{ID: personID, Status: 204}, {ID: otherPerson, Status: 404}}, got)
	assert.Equal(t, 1, strings.Count(strings.ToLower(tenant.seen()[0].body), personID), "a repeated id is sent once")
}

func TestGroupNamedTwiceIsDeletedOnce(t *testing.T) {
	tenant := &tenant{api: answer(207, `[{"id":"`+groupID+`","status":204}]`)}
	got, err := tenant.client(t).DeleteGroups(t.Context(), []string{groupID, strings.ToUpper(groupID)})
	require.NoError(t, err)
	assert.Equal(t, []sailpoint.ItemStatus{{ID: groupID, Status: 204}}, got)
	assert.JSONEq(t, `{"ids":["`+groupID+`"]}`, tenant.seen()[0].body)
}

func TestBulkCallsThatAreRefusedUnsent(t *testing.T) {
	tenant := &tenant{api: answer(207, `[]`)}
	client := tenant.client(t)
	tooMany := make([]string, sailpoint.MaxBulkDelete+1)
	for i := range tooMany {
		tooMany[i] = groupID
	}
	_, err := client.DeleteGroups(t.Context(), tooMany)
	require.ErrorIs(t, err, sailpoint.ErrInvalid)
	assert.ErrorContains(t, err, "up to 100 are accepted")
	for _, none := range [][]string{nil, {}} {
		_, err = client.DeleteGroups(t.Context(), none)
		require.ErrorIs(t, err, sailpoint.ErrInvalid)
		_, err = client.AddMembers(t.Context(), groupID, none)
		require.ErrorIs(t, err, sailpoint.ErrInvalid)
		_, err = client.RemoveMembers(t.Context(), groupID, none)
		require.ErrorIs(t, err, sailpoint.ErrInvalid)
	}
	assert.Empty(t, tenant.seen())
}
