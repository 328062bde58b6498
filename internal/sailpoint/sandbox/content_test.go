// A tenant made of a file, and files that cannot be one.

package sandbox_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

const contentYAML = `
groups:
  - name: DB Access
    description: Approves access to the databases.
    owner: Jane.Doe@corp.example
    members: [jane.doe@corp.example, bob_smith@corp.example, bob_smith@corp.example]
  - name: Empty
  - name: Empty
people:
  - {email: bob_smith@corp.example, name: Robert Smith, alias: bsmith, state: INACTIVE_LONG_TERM}
`

const contentCSV = "\ufeff\"Group\",Description,Owner,Email,Name\n" +
	"DB Access,Approves access to the databases.,jane.doe@corp.example,jane.doe@corp.example,\n" +
	"Empty,,,,\n" +
	"DB Access,,,bob_smith@corp.example,Robert Smith\n" +
	"DB Access,,, ff4ae39f6bb44fb81a3d1e601c115a0b ,\n"

// filled is a tenant made of a file.
func filled(t *testing.T, name, text string) *caller {
	t.Helper()
	content, err := sandbox.ReadContent(name, strings.NewReader(text))
	require.NoError(t, err)
	return start(t, sandbox.Options{Content: &content, RateLimit: -1})
}

func TestATenantOfADocument(t *testing.T) {
	c := filled(t, "groups.yaml", contentYAML)
	a := c.get("/workgroups/v1?sorters=name")
	assert.Equal(t, []any{"DB Access", "Empty", "Empty"}, a.column("name"))
	db := a.array()[0]
	assert.InDelta(t, 2, db["memberCount"], 0, "each member once")
	assert.Equal(t, "Jane Doe", db["owner"].(map[string]any)["name"], "a name made of the e-mail")
	assert.Equal(t, "Tenant Administrator", a.array()[1]["owner"].(map[string]any)["name"])
	bob := c.get(query("/identities/v1", "filters", `alias eq "bsmith"`)).array()
	require.Len(t, bob, 1)
	assert.Equal(t, "Robert Smith", bob[0]["name"])
	assert.Equal(t, "DEACTIVATED", bob[0]["identityStatus"])
	require.Equal(t, 200, c.get("/workgroups/v1/"+db["id"].(string)+"/members").status)
	assert.Equal(t, "tenant.administrator", part(t, c.token, 1)["user_name"])

	again := filled(t, "groups.yml", strings.Replace(contentYAML, "groups:", "groups:\n  - name: A new one", 1))
	assert.Contains(t, again.get("/workgroups/v1").column("id"), db["id"], "ids outlast a restart and a longer file")
}

func TestATenantOfATable(t *testing.T) {
	c := filled(t, "members.CSV", contentCSV)
	a := c.get("/workgroups/v1?sorters=name")
	assert.Equal(t, []any{"DB Access", "Empty"}, a.column("name"))
	members := c.get("/workgroups/v1/" + a.array()[0]["id"].(string) + "/members")
	assert.Equal(t, []any{"Jane Doe", "Robert Smith", "Person ff4ae39f"}, members.column("name"))
	assert.Equal(t, "ff4ae39f6bb44fb81a3d1e601c115a0b", members.array()[2]["id"])
	assert.Nil(t, members.array()[2]["email"])
}

// One person may be told of in several lines, in whatever case and with blanks.
func TestLinesOfOnePersonBelongTogether(t *testing.T) {
	c := filled(t, "x.csv", "\ufeffgroup,owner,email,name,state\r\nA, bob@b.c ,Bob@b.c,Robert Smith,\r\nB,,\" bob@b.c \",,INACTIVE_LONG_TERM\r\n")
	people := c.get(query("/public-identities/v1", "filters", `email sw "bob"`)).array()
	require.Len(t, people, 1)
	assert.Equal(t, "Robert Smith", people[0]["name"])
	assert.Equal(t, "INACTIVE_LONG_TERM", people[0]["identityState"])
	assert.Equal(t, []any{"A"}, filled(t, "x.yaml", "\ufeffgroups:\r\n  - name: A\r\n").get("/workgroups/v1").column("name"))
}

func TestFilesThatAreNoTenant(t *testing.T) {
	for name, tc := range map[string]struct{ file, text, want string }{
		"a typing error":   {"x.yaml", "groups:\n  - nmae: x\n", "nmae"},
		"no name":          {"x.yaml", "groups:\n  - owner: a@b\n", "group 1 has no name"},
		"no e-mail":        {"x.yaml", "groups:\n  - {name: x, members: [Jane Doe]}\n", `group "x": "Jane Doe" is neither`},
		"an empty member":  {"x.yaml", "groups:\n  - {name: x, members: [\"\"]}\n", "a member that is empty"},
		"an unknown state": {"x.yaml", "people:\n  - {email: a@b, state: AWAY}\n", "there are ACTIVE, INACTIVE_SHORT_TERM"},
		"nobody":           {"x.yaml", "people:\n  - {name: Jane}\n", "person 1"},
		"nothing":          {"x.yaml", "", "nothing in it"},
		"empty lists":      {"x.yaml", "groups: []\npeople:\n", "nothing in it"},
		"two documents":    {"x.yaml", "groups: [{name: x}]\n---\ngroups: [{name: y}]\n", "more than one document"},
		"another encoding": {"x.csv", "group\nCaf\xe9\n", "not UTF-8"},
		"a column twice":   {"x.csv", "group,Group\nx,y\n", `"group" is there twice`},
		"only the columns": {"x.csv", "group,email\n", "nothing in it"},
		"no YAML":          {"x.yaml", "groups: [", "x.yaml"},
		"a column":         {"x.csv", "group,mail\nx,a@b\n", `"mail" is not known; there are group, description`},
		"no group":         {"x.csv", "email\na@b\n", "group 1 has no name"},
		"a longer line":    {"x.csv", "group,email\nx,a@b,c\n", "wrong number of fields"},
		"an empty table":   {"x.csv", "", "columns' names"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := sandbox.ReadContent(tc.file, strings.NewReader(tc.text))
			require.ErrorContains(t, err, tc.want)
			require.ErrorContains(t, err, tc.file)
		})
	}
}
