// Results: what every tool answers meets what it declares.

package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
)

// maxList is what a list of tools may cost, in bytes of compact JSON.
const maxList = 15000

// listed is a tool as a client sees it.
type listed struct {
	Name         string          `json:"name"`
	OutputSchema json.RawMessage `json:"outputSchema"`
}

// answers runs the program on the embedded tenant with one request after the
// other piped in, and gives the results by their ids.
func answers(t *testing.T, lines ...string) map[string]json.RawMessage {
	t.Helper()
	h := newSystem(t, strings.Join(lines, "\n"), nil)
	require.NoError(t, app.Serve(t.Context(), settings(t, sandboxed), h.Host))
	results := map[string]json.RawMessage{}
	for line := range strings.Lines(h.out.String()) {
		var m struct {
			ID     any             `json:"id"`
			Result json.RawMessage `json:"result"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &m))
		results[fmt.Sprint(m.ID)] = m.Result
	}
	return results
}

func compile(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("schema.json", document))
	compiled, err := compiler.Compile("schema.json")
	require.NoError(t, err)
	return compiled
}

func TestTheWholeListIsSmall(t *testing.T) {
	t.Parallel()
	list := answers(t, `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`)["1"]
	assert.Less(t, len(list), maxList)
	var tools struct{ Tools []listed }
	require.NoError(t, json.Unmarshal(list, &tools))
	assert.Len(t, tools.Tools, len(app.Operations()))
}

func TestResultsMeetTheirSchemas(t *testing.T) {
	t.Parallel()
	calls := map[string]string{
		"govgroup_list":             `{"query":"access","limit":5}`,
		"govgroup_get":              `{"group":"Payments Approvers"}`,
		"govgroup_create":           `{"name":"New Group","owner":"jdoe","members":["jane.doe@corp.example"]}`,
		"govgroup_update":           `{"group":"DB Access","description":"new"}`,
		"govgroup_delete":           `{"group":"DB Access"}`,
		"govgroup_bulk_delete":      `{"groups":["Payments Approvers","DB Access"]}`,
		"govgroup_members_list":     `{"group":"DB Access","limit":3}`,
		"govgroup_members_add":      `{"group":"DB Access","members":["jdoe"]}`,
		"govgroup_members_remove":   `{"group":"DB Access","members":["jdoe"]}`,
		"govgroup_connections_list": `{"group":"Payments Approvers"}`,
		"govgroup_people_find":      `{"query":"Jane Doe"}`,
		"govgroup_whoami":           `{}`,
		"govgroup_confirmation":     `{}`,
		"govgroup_history":          `{}`,
	}
	lines := []string{`{"jsonrpc":"2.0","id":"list","method":"tools/list"}`}
	for name, arguments := range calls {
		lines = append(lines, fmt.Sprintf(`{"jsonrpc":"2.0","id":%q,"method":"tools/call","params":{"name":%q,"arguments":%s}}`, name, name, arguments))
	}
	results := answers(t, lines...)
	var list struct{ Tools []listed }
	require.NoError(t, json.Unmarshal(results["list"], &list))
	outlines := map[string]json.RawMessage{}
	for _, tool := range list.Tools {
		outlines[tool.Name] = tool.OutputSchema
	}
	for _, tool := range app.Operations() {
		if _, called := calls[tool.Name]; !called {
			continue
		}
		var result struct {
			IsError           bool
			Content           []struct{ Text string }
			StructuredContent json.RawMessage
		}
		require.NoError(t, json.Unmarshal(results[tool.Name], &result), tool.Name)
		require.False(t, result.IsError, "%s: %s", tool.Name, results[tool.Name])
		require.Len(t, result.Content, 1)
		assert.NotEmpty(t, result.Content[0].Text, tool.Name)
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(result.StructuredContent))
		require.NoError(t, err)
		whole, err := json.Marshal(tool.Output)
		require.NoError(t, err)
		assert.NoError(t, compile(t, whole).Validate(value), tool.Name)
		assert.NoError(t, compile(t, outlines[tool.Name]).Validate(value), tool.Name)
	}
}
