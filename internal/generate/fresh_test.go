// Fresh: the generated files are those of the declarations, and the declarations are
// what the server lists.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/mcpserver"
	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

const (
	root = "../.."
	cure = "run make generate and commit what it changes"
)

func TestSchemaFilesAreFresh(t *testing.T) {
	files, err := schemas(app.Operations())
	require.NoError(t, err)
	for path, want := range files {
		got, err := os.ReadFile(filepath.Join(root, path))
		if assert.NoErrorf(t, err, "%s is missing; %s", path, cure) {
			assert.Equalf(t, string(want), string(got), "%s is stale; %s", path, cure)
		}
	}
	strays, err := strays(root, files)
	require.NoError(t, err)
	assert.Emptyf(t, strays, "files in %s that belong to no tool; %s", schemaFolder, cure)
}

func TestTheTableOfToolsIsFresh(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, readme))
	require.NoError(t, err)
	want, err := withTable(string(page), app.Operations())
	require.NoError(t, err)
	assert.Equalf(t, want, string(page), "the table of tools in %s is stale; %s", readme, cure)
}

func TestTheTableOfMetricsIsFresh(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, metricsPage))
	require.NoError(t, err)
	want, err := withMetrics(string(page))
	require.NoError(t, err)
	assert.Equalf(t, want, string(page), "the table of metrics in %s is stale; %s", metricsPage, cure)
	_, err = withMetrics("# Observe\n")
	require.ErrorContains(t, err, "no place")
}

// TestTheServerListsWhatTheFilesSay asks the server over stdio, without any MCP
// library, so that the files hold for what is on the wire.
func TestTheServerListsWhatTheFilesSay(t *testing.T) {
	listed := serverTools(t)
	require.Len(t, listed, len(app.Operations()))
	for _, operation := range app.Operations() {
		want := contractOf(operation)
		got, ok := listed[want.Name]
		if !assert.True(t, ok, "%s is not listed by the server", want.Name) {
			continue
		}
		assert.Equal(t, want.Title, got.Title, want.Name)
		assert.Equal(t, want.Description, got.Description, want.Name)
		assert.Equal(t, want.Annotations, got.Annotations, want.Name)
		// Listings leave out what a model does not need of a schema, so only what
		// it calls by is compared.
		assert.Equal(t, want.InputSchema.Required, got.InputSchema.Required, want.Name)
		assert.Equal(t, properties(want.InputSchema), properties(got.InputSchema), want.Name)
		// Of results, lists and objects that may be missing are in the files alone.
		assert.Equal(t, slices.DeleteFunc(properties(want.OutputSchema), func(p string) bool {
			name, kind, _ := strings.Cut(p, " ")
			return (kind == "array" || kind == "object") && !slices.Contains(want.OutputSchema.Required, name)
		}), properties(got.OutputSchema), want.Name)
	}
}

// serverTools is the answer to tools/list, by name.
func serverTools(t *testing.T) map[string]contract {
	t.Helper()
	client, err := sailpoint.New(sailpoint.Config{BaseURL: "http://127.0.0.1:9", ClientID: "nobody", ClientSecret: redact.New("asked")})
	require.NoError(t, err)
	catalogue, err := tools.NewCatalogue(client, tools.Settings{}, app.Operations()...)
	require.NoError(t, err)
	registry, err := tools.NewRegistry(catalogue, nil, nil)
	require.NoError(t, err)
	server, err := mcpserver.New(mcpserver.Config{Registry: registry, Version: "test"})
	require.NoError(t, err)

	const hello = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/list"}
`
	var out bytes.Buffer
	require.NoError(t, server.Stdio(context.Background(), strings.NewReader(hello), &out))
	for line := range strings.Lines(out.String()) {
		var answer struct {
			ID     int `json:"id"`
			Result struct {
				Tools []contract `json:"tools"`
			} `json:"result"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &answer))
		if answer.ID == 2 {
			listed := map[string]contract{}
			for _, tool := range answer.Result.Tools {
				listed[tool.Name] = tool
			}
			return listed
		}
	}
	require.Fail(t, "the server did not list its tools")
	return nil
}

// properties are the names and types on a schema's first level, in their order.
func properties(s *jsonschema.Schema) []string {
	var names []string
	for pair := s.Properties.Oldest(); pair != nil; pair = pair.Next() {
		names = append(names, pair.Key+" "+pair.Value.Type)
	}
	return names
}
