// The two forms in which the API describes a person.

package sailpoint_test

import (
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
