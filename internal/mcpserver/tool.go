// Tool: a declaration in MCP's form.

package mcpserver

import (
	"encoding/json"
	"slices"

	"github.com/invopop/jsonschema"
	"github.com/mark3labs/mcp-go/mcp"

	"govgroup/internal/tools"
)

// toolFor translates a declaration. All four annotations are explicit, since
// what they mean when absent is not what people expect.
func toolFor(t tools.Tool) (mcp.Tool, error) {
	input, err := listedSchema(t.Input)
	if err != nil {
		return mcp.Tool{}, err
	}
	output, err := compactSchema(t.Output)
	if err != nil {
		return mcp.Tool{}, err
	}
	tool := mcp.NewToolWithRawSchema(t.Name, t.Description, input)
	tool.Title = t.Title
	tool.RawOutputSchema = output
	tool.Annotations = mcp.ToolAnnotation{
		ReadOnlyHint:    new(t.ReadOnly()),
		DestructiveHint: new(t.Effect == tools.Destroys),
		IdempotentHint:  new(t.Idempotent || t.ReadOnly()),
		OpenWorldHint:   new(false), // one tenant, and nothing beyond it
	}
	return tool, nil
}

// listedSchema gives the compact JSON of an input schema as it appears in tools/list:
// with everything that helps to fill in the arguments. The order of the properties
// is kept; it says what matters first.
func listedSchema(input *jsonschema.Schema) (json.RawMessage, error) {
	return json.Marshal(trimSchema(input))
}

// trimSchema copies a schema without what no client needs: its own version and name,
// and that a text must not be empty. The registry checks that all the same.
func trimSchema(s *jsonschema.Schema) *jsonschema.Schema {
	if s == nil {
		return nil
	}
	own := *s
	own.Version, own.ID, own.Title = "", "", ""
	if own.MinLength != nil && *own.MinLength == 1 {
		own.MinLength = nil
	}
	own.Items = trimSchema(own.Items)
	if s.Properties != nil {
		own.Properties = jsonschema.NewProperties()
		for pair := s.Properties.Oldest(); pair != nil; pair = pair.Next() {
			own.Properties.Set(pair.Key, trimSchema(pair.Value))
		}
	}
	return &own
}

// compactSchema gives an output schema down to its first level. Every conversation pays
// for tools/list, and a model that reads a result sees what is in it; the whole
// schema of each tool is in the repository's schemas folder. Lists and objects that a
// result may lack are left out: of them only the name would be said. A result that meets
// the whole schema meets its outline.
func compactSchema(output *jsonschema.Schema) (json.RawMessage, error) {
	properties := jsonschema.NewProperties()
	if output.Properties != nil {
		for pair := output.Properties.Oldest(); pair != nil; pair = pair.Next() {
			plain := pair.Value.Type != "array" && pair.Value.Type != "object"
			if !plain && !slices.Contains(output.Required, pair.Key) {
				continue
			}
			property := &jsonschema.Schema{Type: pair.Value.Type}
			if items := pair.Value.Items; items != nil {
				property.Items = &jsonschema.Schema{Type: items.Type}
			}
			properties.Set(pair.Key, property)
		}
	}
	return json.Marshal(&jsonschema.Schema{Type: "object", Properties: properties})
}
