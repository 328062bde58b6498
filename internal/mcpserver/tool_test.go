// Tool: the list of tools as clients see it.

package mcpserver_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// maxTenOperations is what the list of the ten operations on groups may cost, in
// bytes of compact JSON. The whole list is bounded where all tools are.
const maxTenOperations = 10000

func changing(name string, effect tools.Effect, idempotent bool) tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: "govgroup_" + name, Title: "Test " + name, Description: "For tests.", Effect: effect, Idempotent: idempotent,
	}, func(context.Context, *tools.Invocation, words) (tools.Change, error) {
		return nil, tools.Errorf(tools.NotFound, "Never.")
	})
}

func TestAnnotationsSayTheEffect(t *testing.T) {
	t.Parallel()
	c := connect(t, newServer(t, echo(), changing("make", tools.Changes, false), changing("set", tools.Changes, true),
		changing("end", tools.Destroys, true)), "stdio", "2025-11-25")
	list, err := c.ListTools(t.Context(), mcp.ListToolsRequest{})
	require.NoError(t, err)

	type hints struct{ reads, destroys, idempotent, open bool }
	got := map[string]hints{}
	for _, tool := range list.Tools {
		a := tool.Annotations
		require.NotNil(t, a.ReadOnlyHint)
		require.NotNil(t, a.DestructiveHint)
		require.NotNil(t, a.IdempotentHint)
		require.NotNil(t, a.OpenWorldHint)
		got[tool.Name] = hints{*a.ReadOnlyHint, *a.DestructiveHint, *a.IdempotentHint, *a.OpenWorldHint}
	}
	assert.Equal(t, map[string]hints{
		"govgroup_echo": {reads: true, idempotent: true},
		"govgroup_make": {},
		"govgroup_set":  {idempotent: true},
		"govgroup_end":  {destroys: true, idempotent: true},
	}, got)
}

// rawList is tools/list as it is written.
func rawList(t *testing.T, declared ...tools.Tool) json.RawMessage {
	t.Helper()
	answers := converse(t, newServer(t, declared...), `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`)
	require.Len(t, answers, 1)
	return answers[0].Result
}

func TestTheListIsSmallAndAlwaysTheSame(t *testing.T) {
	t.Parallel()
	ten := []string{
		tools.NameList, tools.NameGet, tools.NameCreate, tools.NameUpdate, tools.NameDelete, tools.NameBulkDelete,
		tools.NameMembersList, tools.NameMembersAdd, tools.NameMembersRemove, tools.NameConnectionsList,
	}
	operations := slices.DeleteFunc(groups.Tools(), func(tool tools.Tool) bool { return !slices.Contains(ten, tool.Name) })
	require.Len(t, operations, len(ten))
	list := rawList(t, operations...)
	t.Logf("%d bytes", len(list))
	assert.Less(t, len(list), maxTenOperations)
	for range 5 {
		require.Equal(t, string(list), string(rawList(t, operations...)))
	}
}

func TestSchemasAreOnesThatClientsAccept(t *testing.T) {
	t.Parallel()
	var list struct {
		Tools []struct {
			Name, Title, Description  string
			InputSchema, OutputSchema schema
		}
	}
	require.NoError(t, json.Unmarshal(rawList(t, groups.Tools()...), &list))
	require.NotEmpty(t, list.Tools)
	for _, tool := range list.Tools {
		assert.NotEmpty(t, tool.Title, tool.Name)
		assert.NotEmpty(t, tool.Description, tool.Name)
		for _, s := range []schema{tool.InputSchema, tool.OutputSchema} {
			assert.Equal(t, "object", s.Type, tool.Name)
			assert.Empty(t, s.Version, tool.Name)
			for name, property := range s.Properties {
				assert.NotEmpty(t, property.Type, "%s: %s", tool.Name, name)
				if property.Type == "array" {
					require.NotNil(t, property.Items, "%s: %s", tool.Name, name)
					assert.NotEmpty(t, property.Items.Type, "%s: %s", tool.Name, name)
				}
			}
		}
	}
}

// schema is what the tests look at in a JSON Schema. A property that could be
// anything (true) does not decode, and the TypeScript client would reject the
// whole list.
type schema struct {
	Version    string `json:"$schema"`
	Type       string
	Properties map[string]schema
	Items      *schema
}

func TestModernListsCarryCacheHints(t *testing.T) {
	t.Parallel()
	answers := converse(t, newServer(t, echo()), `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{`+
		`"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}`)
	require.Len(t, answers, 1)
	var hints struct {
		TTL   int    `json:"ttlMs"`
		Scope string `json:"cacheScope"`
		Type  string `json:"resultType"`
	}
	require.NoError(t, json.Unmarshal(answers[0].Result, &hints))
	assert.Equal(t, 300000, hints.TTL)
	assert.Equal(t, "private", hints.Scope)
	assert.Equal(t, "complete", hints.Type)
}
