// Measure: the numbers of the house, counted from the source.
//
// It prints lines, packages, depth of imports, lengths of functions, the share
// of comments, tests for each line of code, tool names written as text outside
// internal/tools, types that two packages name alike, and, for the packages
// named as arguments, uses between their files that run back.
//
//	go run ./internal/architecture/measure [PACKAGE…]
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(packages []string) error {
	m, err := parse(".")
	if err != nil {
		return err
	}
	row("Go files, without tests", "%d", len(m.code))
	row("lines, without tests", "%d", m.lines(m.code))
	row("lines of tests", "%d", m.lines(m.tests))
	row("lines of tests for each of code", "%.2f", float64(m.lines(m.tests))/float64(m.lines(m.code)))
	row("comment, of all lines without tests", "%.1f %%", 100*m.comments())
	row("packages", "%d", len(m.packages()))
	depth, chain := m.depth()
	row("depth of imports", "%d", depth)
	row("", "%s", strings.Join(chain, " → "))
	m.printFunctions()
	list("tool names as text outside internal/tools", m.toolNames())
	list("types named alike in two packages", m.namesakes())
	for _, folder := range packages {
		list("uses between files of "+folder+" that run back", m.backwards(folder))
	}
	return nil
}

func row(name, format string, value any) { fmt.Printf("%-44s "+format+"\n", name, value) }

func list(name string, found []string) {
	row(name, "%d", len(found))
	slices.Sort(found)
	for _, one := range found {
		fmt.Println("    " + one)
	}
}

// printFunctions shows how long functions are.
func (m *module) printFunctions() {
	all := m.functions()
	row("functions, without tests", "%d", len(all))
	if len(all) == 0 {
		return
	}
	row("lines of a function, median", "%d", all[len(all)/2].lines)
	row("lines of a function, 90th percentile", "%d", all[len(all)*9/10].lines)
	longest := all[len(all)-1]
	row("lines of the longest function", "%s", fmt.Sprintf("%d, %s", longest.lines, longest.name))
	var over []string
	for _, f := range all {
		if f.lines > 60 {
			over = append(over, fmt.Sprintf("%s, %d lines", f.name, f.lines))
		}
	}
	list("functions over 60 lines", over)
}
