// The schemas that are derived from the structs: what clients can rely on, and
// what makes some clients drop a whole list of tools.

package groups_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	reflected "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools/groups"
)

// validator checks values against one schema, with a library that the code
// under test does not make schemas with.
type validator struct{ schema *jsonschema.Schema }

func newValidator(schema *reflected.Schema) *validator {
	raw := must(json.Marshal(schema))
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", must(jsonschema.UnmarshalJSON(bytes.NewReader(raw)))); err != nil {
		panic(err)
	}
	return &validator{must(compiler.Compile("schema.json"))}
}

// must is for what is made once for all tests.
func must[T any](made T, err error) T {
	if err != nil {
		panic(err)
	}
	return made
}

func (v *validator) accepts(t testing.TB, data any) {
	t.Helper()
	raw, err := json.Marshal(data)
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	require.NoError(t, err)
	assert.NoError(t, v.schema.Validate(value), "the result does not meet its tool's output schema:\n%s", raw)
}

// walk visits a schema as JSON, with everything beneath it.
func walk(at string, node any, visit func(at string, node any)) {
	visit(at, node)
	switch n := node.(type) {
	case map[string]any:
		for key, below := range n {
			walk(at+"/"+key, below, visit)
		}
	case []any:
		for _, below := range n {
			walk(at+"/-", below, visit)
		}
	}
}

func asJSON(t *testing.T, schema *reflected.Schema) map[string]any {
	t.Helper()
	raw, err := json.Marshal(schema)
	require.NoError(t, err)
	var doc map[string]any
	require.NoError(t, json.Unmarshal(raw, &doc))
	return doc
}

func TestSchemasAreFlatAndClosed(t *testing.T) {
	t.Parallel()
	for _, tool := range groups.Tools() {
		for side, schema := range map[string]*reflected.Schema{"input": tool.Input, "output": tool.Output} {
			t.Run(tool.Name+"/"+side, func(t *testing.T) {
				t.Parallel()
				doc := asJSON(t, schema)
				assert.Equal(t, "object", doc["type"])
				walk("", doc, func(at string, node any) {
					object, is := node.(map[string]any)
					if !is {
						return
					}
					for _, key := range []string{"$ref", "$defs", "$schema", "$id", "definitions"} {
						assert.NotContains(t, object, key, "at %s", at)
					}
					if object["type"] == "object" {
						assert.Equal(t, false, object["additionalProperties"], "at %s: unknown properties are not refused", at)
					}
				})
			})
		}
	}
}

// One property that may hold anything makes a widely used client drop every
// tool of the server.
func TestNoPropertyMayHoldAnything(t *testing.T) {
	t.Parallel()
	for _, tool := range groups.Tools() {
		for _, schema := range []*reflected.Schema{tool.Input, tool.Output} {
			walk(tool.Name, asJSON(t, schema), func(at string, node any) {
				object, is := node.(map[string]any)
				if !is {
					return
				}
				properties, _ := object["properties"].(map[string]any)
				for name, property := range properties {
					typed, is := property.(map[string]any)
					assert.True(t, is && typed["type"] != nil, "%s: property %q has no type: %v", at, name, property)
				}
				if object["type"] == "array" {
					items, is := object["items"].(map[string]any)
					assert.True(t, is && items["type"] != nil, "%s: the entries of a list have no type", at)
				}
			})
		}
	}
}

// Whatever changes can be looked at before, and says why.
func TestWhatChangesTakesAReasonAndADryRun(t *testing.T) {
	t.Parallel()
	for _, tool := range groups.Tools() {
		for _, name := range []string{"reason", "dry_run"} {
			_, takes := tool.Input.Properties.Get(name)
			assert.Equal(t, !tool.ReadOnly(), takes, "%s %s", tool.Name, name)
			assert.NotContains(t, tool.Input.Required, name)
		}
	}
}

// No argument of any tool could carry a caller's own yes.
func TestNoArgumentConfirms(t *testing.T) {
	t.Parallel()
	for _, tool := range groups.Tools() {
		walk(tool.Name, asJSON(t, tool.Input), func(at string, node any) {
			assert.NotRegexp(t, `(?i)/(confirm|approve|force|yes|sure)[^/]*$`, at)
			if object, is := node.(map[string]any); is && !strings.HasSuffix(at, "/dry_run") { // which asks for less, not more
				assert.NotEqual(t, "boolean", object["type"], "%s: a flag invites a model to set it", at)
			}
		})
	}
}
