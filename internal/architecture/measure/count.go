// What is counted: depth, functions, names.

package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// depth is the longest chain of imports within the module, in packages, and
// that chain.
func (m *module) depth() (int, []string) {
	imports, longest := m.packages(), map[string][]string{}
	var chain func(string) []string
	chain = func(folder string) []string {
		if known := longest[folder]; known != nil {
			return known
		}
		var below []string
		for _, imported := range imports[folder] {
			if c := chain(imported); len(c) > len(below) {
				below = c
			}
		}
		longest[folder] = append([]string{folder}, below...)
		return longest[folder]
	}
	var found []string
	for folder := range imports {
		if c := chain(folder); len(c) > len(found) {
			found = c
		}
	}
	return len(found), found
}

type function struct {
	name  string
	lines int
}

// functions are all that are declared, shortest first.
func (m *module) functions() []function {
	var all []function
	for _, f := range m.code {
		for _, d := range f.Decls {
			if fn, is := d.(*ast.FuncDecl); is {
				all = append(all, function{f.path + " " + fn.Name.Name, m.line(fn.End()) - m.line(fn.Pos()) + 1})
			}
		}
	}
	slices.SortFunc(all, func(a, b function) int { return cmp.Compare(a.lines, b.lines) })
	return all
}

// tool begins the name of every tool.
var tool = strings.TrimSuffix(prefix, "/") + "_"

// toolNames are the places outside internal/tools where a tool's name stands as
// text.
func (m *module) toolNames() []string {
	var found []string
	for _, f := range m.code {
		if f.folder == "internal/tools" || strings.HasPrefix(f.folder, "internal/tools/") || f.folder == "internal/schemas" {
			continue
		}
		ast.Inspect(f.File, func(n ast.Node) bool {
			if lit, is := n.(*ast.BasicLit); is && lit.Kind == token.STRING && strings.HasPrefix(lit.Value[1:], tool) {
				found = append(found, fmt.Sprintf("%s:%d %s", f.path, m.line(lit.Pos()), lit.Value))
			}
			return true
		})
	}
	return found
}

// namesakes are types whose name two packages use.
func (m *module) namesakes() []string {
	where := map[string][]string{}
	for _, f := range m.code {
		for _, d := range f.Decls {
			for _, name := range types(d) {
				if !slices.Contains(where[name], f.folder) {
					where[name] = append(where[name], f.folder)
				}
			}
		}
	}
	var found []string
	for name, folders := range where {
		if len(folders) > 1 {
			found = append(found, name+": "+strings.Join(folders, ", "))
		}
	}
	return found
}

// types are those that a declaration declares.
func types(d ast.Decl) []string {
	var names []string
	if g, is := d.(*ast.GenDecl); is {
		for _, spec := range g.Specs {
			if t, is := spec.(*ast.TypeSpec); is {
				names = append(names, t.Name.Name)
			}
		}
	}
	return names
}
