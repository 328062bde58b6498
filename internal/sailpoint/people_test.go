// This file tests the three forms in which the API describes a person, and the
// texts that are searched for.

package sailpoint_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

func TestFormsOfAPerson(t *testing.T) {
	jane := sailpoint.Person{ID: personID, Name: "Jane Doe", Alias: "jdoe", Email: "j@corp.example", Status: "Active",
		State: "ACTIVE", ManagerID: otherPerson, ManagerName: "Max Boss"}
	const id, manager = `"id":"` + personID + `"`, `{"type":"IDENTITY","id":"` + otherPerson + `","name":"Max Boss"}`
	for name, tc := range map[string]struct {
		text string
		want sailpoint.Person
	}{
		"public": {`{` + id + `,"name":"Jane Doe","alias":"jdoe","email":"j@corp.example","status":"Active","identityState":"ACTIVE",
			"manager":` + manager + `,"attributes":[{"key":"country","name":"Country","value":"US"}]}`, jane},
		"identities": {`{` + id + `,"name":"Jane Doe","alias":"jdoe","emailAddress":"j@corp.example","identityStatus":"Active",
			"managerRef":` + manager + `,"attributes":{"identityState":"ACTIVE","country":"US"}}`, jane},
		"search": {`{` + id + `,"name":"jdoe","displayName":"Jane Doe","email":"j@corp.example","status":"Active","identityState":"ACTIVE",
			"manager":{"id":"` + otherPerson + `","name":"mboss","displayName":"Max Boss"},"attributes":{"uid":"jdoe"}}`, jane},
		"nulls": {`{` + id + `,"name":"Jane","alias":null,"email":null,"status":null,"identityState":null,"manager":null,"attributes":null}`,
			sailpoint.Person{ID: personID, Name: "Jane"}},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := &tenant{api: answer(200, `[`+tc.text+`]`, "X-Total-Count", "1")}
			page, err := tenant.client(t).PeoplePage(t.Context(), sailpoint.Query{})
			require.NoError(t, err)
			assert.Equal(t, []sailpoint.Person{tc.want}, page.Items)
		})
	}
}

func TestSearchTexts(t *testing.T) {
	for text, want := range map[string]string{
		"jane":         `(name:jane* OR displayName:jane* OR email:jane*)`,
		" a  b ":       `(name:a* OR displayName:a* OR email:a*) AND (name:b* OR displayName:b* OR email:b*)`,
		`x" OR id:*`:   `(name:x\"* OR displayName:x\"* OR email:x\"*) AND (name:OR* OR displayName:OR* OR email:OR*) AND (name:id\:\** OR displayName:id\:\** OR email:id\:\**)`,
		`o'neil+1@c.d`: `(name:o'neil\+1@c.d* OR displayName:o'neil\+1@c.d* OR email:o'neil\+1@c.d*)`,
	} {
		tenant := &tenant{api: answer(200, `[]`)}
		_, err := tenant.client(t).SearchIdentities(t.Context(), text, 7)
		require.NoError(t, err)
		var body struct{ Query struct{ Query string } }
		require.NoError(t, json.Unmarshal([]byte(tenant.seen()[0].body), &body))
		assert.Equal(t, want, body.Query.Query)
		assert.Equal(t, "limit=7", tenant.seen()[0].query)
	}
}

func TestSearchesThatAreRefusedUnsent(t *testing.T) {
	tenant := &tenant{api: answer(200, `[]`)}
	client := tenant.client(t)
	for text, limit := range map[string]int{"": 1, " \t": 1, "jane": -1, "doe": 251} {
		_, err := client.SearchIdentities(t.Context(), text, limit)
		assert.ErrorIs(t, err, sailpoint.ErrInvalid, "%q %d", text, limit)
	}
	assert.Empty(t, tenant.seen())
}

func TestOwnsInEveryForm(t *testing.T) {
	const groups = `{"governanceGroups":[{"id":"1","name":"One"}],"sources":[{"id":"9"}]}`
	for text, want := range map[string][]sailpoint.OwnedGroup{
		`[{"owns":[` + groups + `,{"governanceGroups":[{"id":"2","name":"Two"}]}]}]`: {{ID: "1", Name: "One"}, {ID: "2", Name: "Two"}},
		`[{"owns":` + groups + `}]`: {{ID: "1", Name: "One"}},
		`[{"owns":null}]`:           nil,
		`[{"owns":[{}]}]`:           nil,
		`[{}]`:                      nil,
		`[]`:                        nil,
	} {
		tenant := &tenant{api: answer(200, text)}
		owned, err := tenant.client(t).OwnedGroups(t.Context(), personID)
		require.NoError(t, err)
		assert.Equal(t, want, owned, text)
	}
}
