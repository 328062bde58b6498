// Schema: JSON Schemas of inputs and outputs, derived from the structs.

package tools

import (
	"github.com/invopop/jsonschema"
)

// reflectSchema derives the flat schema of a struct: no references, no version
// line, no properties beyond those declared. Struct types must not be recursive
// and must have no field that could hold anything.
func reflectSchema[T any]() *jsonschema.Schema {
	reflector := jsonschema.Reflector{Anonymous: true, DoNotReference: true, ExpandedStruct: true}
	var zero T
	schema := reflector.Reflect(zero)
	schema.Version = ""
	return schema
}
