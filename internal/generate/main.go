// Command generate writes what is derived from declarations: of the tools, a file
// for each in schemas/ and the table in README.md; of the metrics, the table in
// docs/observe.md. Run it at the module's root, by make generate.
package main

import (
	"errors"
	"fmt"
	"os"

	"govgroup/internal/app"
	"govgroup/internal/tools"
)

func main() {
	if err := errors.Join(generate(".", app.Operations()), writeMetrics(".")); err != nil {
		fmt.Fprintln(os.Stderr, "generate: "+err.Error())
		os.Exit(1)
	}
}

// generate writes the files beneath root that are stale or missing, and removes
// the schemas that belong to no tool.
func generate(root string, operations []tools.Tool) error {
	if err := writeSchemas(root, operations); err != nil {
		return err
	}
	return writeTable(root, operations)
}
