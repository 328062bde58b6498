// The declaration of a tool in MCP's form.

package mcpserver

import (
	"encoding/json"

	"github.com/invopop/jsonschema"
	"github.com/mark3labs/mcp-go/mcp"

	"govgroup/internal/tools"
)

// toolFor translates a declaration. All four annotations are explicit, since
// what they mean when absent is not what people expect.
func toolFor(t tools.Tool) (mcp.Tool, error) {
	input, err := listed(t.Input, true)
	if err != nil {
		return mcp.Tool{}, err
	}
	output, err := listed(t.Output, false)
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

// listed gives the compact JSON of a schema as it appears in tools/list, which
// every conversation pays for: without the version line and, for outputs, without
// the texts, since a model that reads a result sees the names of its fields. The
// order of the properties is kept; it says what matters first.
func listed(schema *jsonschema.Schema, texts bool) (json.RawMessage, error) {
	raw, err := json.Marshal(schema)
	if err != nil {
		return nil, err
	}
	var own jsonschema.Schema
	if err := json.Unmarshal(raw, &own); err != nil {
		return nil, err
	}
	trim(&own, texts)
	return json.Marshal(&own)
}

// trim takes out of a schema, and of all schemas within, what a listing does
// not need.
func trim(s *jsonschema.Schema, texts bool) {
	if s == nil {
		return
	}
	s.Version, s.ID, s.Title, s.Examples = "", "", "", nil
	if !texts {
		s.Description = ""
	}
	if s.Properties != nil {
		for pair := s.Properties.Oldest(); pair != nil; pair = pair.Next() {
			trim(pair.Value, texts)
		}
	}
	for _, several := range [][]*jsonschema.Schema{s.AnyOf, s.OneOf, s.AllOf} {
		for _, one := range several {
			trim(one, texts)
		}
	}
	trim(s.Items, texts)
}
