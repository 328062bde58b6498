// Whether the schemas notice: an answer that is slightly wrong must not pass, or
// holding every answer to them would prove nothing.

package sandbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryDefinitionExists(t *testing.T) {
	s := newSchemas(Options{})
	require.NotNil(t, s, "tests check")
	named := map[string]bool{}
	for _, known := range services() {
		for _, e := range known.endpoints {
			named[successes()[e.op].name] = true
			assert.NotEmpty(t, successes()[e.op].name, "%s has no definition", e.op)
		}
	}
	for status := 400; status < 600; status++ {
		for _, op := range []Operation{OpToken, OpListGroups} {
			if name := answerOf(op, status); name != "" {
				named[name] = true
			}
		}
	}
	delete(named, "nothing")
	for name := range named {
		_, err := s.compiled(name)
		assert.NoError(t, err)
	}
	assert.Error(t, s.check(OpListGroups, reply{status: http.StatusTeapot}), "a status that nobody has")
	assert.Error(t, s.check(OpDeleteGroup, reply{status: http.StatusNoContent, body: "x"}))
}

// TestSpoiltAnswersAreNoticed takes a right answer and spoils it in every place:
// each member left out, of another kind, and one that does not belong.
func TestSpoiltAnswersAreNoticed(t *testing.T) {
	tenant := New(Options{Groups: 1, People: 1})
	s, scenario := newSchemas(Options{}), tenant.Scenario()
	optional := []string{"description", "identity_id", "user_name", "strong_auth", "strong_auth_supported", "internal"}
	for _, op := range []Operation{OpGetGroup, OpIdentity} {
		id := scenario.DBAccess.ID
		handle := (*Tenant).getGroup
		if op == OpIdentity {
			id, handle = scenario.Admin.ID, (*Tenant).getIdentity
		}
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		out, err := handle(tenant, &call{r: request, route: route{id: id}})
		require.NoError(t, err)
		require.NoError(t, s.check(op, out))
		var right map[string]any
		require.NoError(t, json.Unmarshal(encode(out.body), &right))
		for key, value := range right {
			spoil := func(change func(map[string]any)) error {
				wrong := map[string]any{}
				require.NoError(t, json.Unmarshal(encode(out.body), &wrong))
				change(wrong)
				return s.check(op, reply{status: out.status, body: wrong})
			}
			assert.Error(t, spoil(func(m map[string]any) { delete(m, key) }), "%s without %s", op, key)
			assert.Error(t, spoil(func(m map[string]any) { m[key] = []string{"no"} }), "%s with another kind of %s", op, key)
			assert.Error(t, spoil(func(m map[string]any) { m[strings.ToUpper(key)] = value }), "%s with a stranger", op)
		}
	}
	token := tenant.auth.issue(Client{ID: "x"}, nil, tenant.opts.Now())
	require.NoError(t, s.check(OpToken, reply{status: http.StatusOK, body: token}))
	var told map[string]any
	require.NoError(t, json.Unmarshal(encode(token), &told))
	for key := range told {
		if strings.Contains(strings.Join(optional, " "), key) {
			continue
		}
		less := map[string]any{}
		require.NoError(t, json.Unmarshal(encode(token), &less))
		delete(less, key)
		assert.Error(t, s.check(OpToken, reply{status: http.StatusOK, body: less}), "a token without %s", key)
	}
}
