// Table: the tools in README.md, between two markers.

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

const (
	readme     = "README.md"
	tableBegin = "<!-- tools: begin (written by make generate) -->\n"
	tableEnd   = "<!-- tools: end -->"
)

func writeTable(root string, operations []tools.Tool) error {
	path := filepath.Join(root, readme)
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	updated, err := withTable(string(page), operations)
	if err != nil {
		return err
	}
	return write(path, []byte(updated))
}

// withTable puts the table of the given tools between the markers of a page. A
// page without both markers, in their order, is an error.
func withTable(page string, operations []tools.Tool) (string, error) {
	before, rest, begins := strings.Cut(page, tableBegin)
	_, after, ends := strings.Cut(rest, tableEnd)
	if !begins || !ends {
		return "", fmt.Errorf("%s has no place for the table of tools; it goes between the lines %q and %q",
			readme, strings.TrimSpace(tableBegin), tableEnd)
	}
	return before + tableBegin + table(operations) + tableEnd + after, nil
}

func table(operations []tools.Tool) string {
	var b strings.Builder
	b.WriteString("| Tool | Arguments (`?` may be left out) | Effect | What it does |\n|---|---|---|---|\n")
	for _, t := range operations {
		fmt.Fprintf(&b, "| [`%s`](%s/%s.json) | %s | %s | %s |\n",
			t.Name, schemaFolder, t.Name, arguments(t), t.Effect, cell(t.Description))
	}
	return b.String()
}

// arguments lists a tool's arguments in the order of its schema.
func arguments(t tools.Tool) string {
	var names []string
	for pair := t.Input.Properties.Oldest(); pair != nil; pair = pair.Next() {
		name := pair.Key
		if !slices.Contains(t.Input.Required, name) {
			name += "?"
		}
		names = append(names, "`"+name+"`")
	}
	if names == nil {
		return "–"
	}
	return strings.Join(names, " ")
}

// cell makes a text fit for one cell of a table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(text)
}
