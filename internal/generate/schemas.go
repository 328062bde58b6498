// Schemas: files <tool>.json, with what a program may rely on when it calls a tool.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/invopop/jsonschema"

	"govgroup/internal/tools"
)

const schemaFolder = "schemas"

// contract is the content of a schema file. Its names are MCP's, apart from the
// effect, which MCP has no word for.
type contract struct {
	Name         string             `json:"name"`
	Title        string             `json:"title"`
	Description  string             `json:"description"`
	Effect       string             `json:"effect"`
	Annotations  annotations        `json:"annotations"`
	InputSchema  *jsonschema.Schema `json:"inputSchema"`
	OutputSchema *jsonschema.Schema `json:"outputSchema"`
}

// annotations are the hints that MCP clients get with the tool. A test compares
// them with what the server really lists.
type annotations struct {
	ReadOnly    bool `json:"readOnlyHint"`
	Destructive bool `json:"destructiveHint"`
	Idempotent  bool `json:"idempotentHint"`
	OpenWorld   bool `json:"openWorldHint"`
}

func contractOf(t tools.Tool) contract {
	return contract{
		Name: t.Name, Title: t.Title, Description: t.Description, Effect: t.Effect.String(),
		Annotations: annotations{
			ReadOnly:    t.ReadOnly(),
			Destructive: t.Effect == tools.Destroys,
			Idempotent:  t.Idempotent || t.ReadOnly(),
		},
		InputSchema: t.Input, OutputSchema: t.Output,
	}
}

// schemas gives the content of every schema file by its path beneath the root.
func schemas(operations []tools.Tool) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, t := range operations {
		var content bytes.Buffer
		encoder := json.NewEncoder(&content)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(contractOf(t)); err != nil {
			return nil, fmt.Errorf("schema of %s: %w", t.Name, err)
		}
		files[filepath.Join(schemaFolder, t.Name+".json")] = content.Bytes()
	}
	return files, nil
}

func writeSchemas(root string, operations []tools.Tool) error {
	files, err := schemas(operations)
	if err != nil {
		return err
	}
	strays, err := strays(root, files)
	if err != nil {
		return err
	}
	for _, path := range strays {
		if err := os.Remove(filepath.Join(root, path)); err != nil {
			return err
		}
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if err := write(filepath.Join(root, path), files[path]); err != nil {
			return err
		}
	}
	return nil
}

// strays are the files in the schema folder that belong to no tool.
func strays(root string, files map[string][]byte) ([]string, error) {
	found, err := filepath.Glob(filepath.Join(root, schemaFolder, "*"))
	if err != nil {
		return nil, err
	}
	var strays []string
	for _, path := range found {
		inside := filepath.Join(schemaFolder, filepath.Base(path))
		if _, known := files[inside]; !known {
			strays = append(strays, inside)
		}
	}
	return strays, nil
}

// write leaves a file alone that is as it should be, so that its time tells when
// it changed.
func write(path string, content []byte) error {
	if now, err := os.ReadFile(path); err == nil && bytes.Equal(now, content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
