// The order of a package's files: which use which, and which uses run back.

package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"maps"
	"path"
	"slices"
	"strings"
)

// backwards are the uses between files of a folder that go against the order of
// the files that leaves few of them.
func (m *module) backwards(folder string) []string {
	uses := m.uses(folder)
	order := ordered(uses)
	var found []string
	for user, used := range uses {
		for other := range used {
			if slices.Index(order, other) < slices.Index(order, user) {
				found = append(found, fmt.Sprintf("%s uses %s: %s", user, other, strings.Join(used[other], ", ")))
			}
		}
	}
	return found
}

// uses tells for each file the others of its folder that it uses, and what of
// them. Nothing is type-checked: methods are told by their name alone, and left
// out where two files have one of that name.
func (m *module) uses(folder string) map[string]map[string][]string {
	plain, methods := m.homes(folder)
	uses := map[string]map[string][]string{}
	for _, f := range m.code {
		if f.folder != folder {
			continue
		}
		base, found := path.Base(f.path), map[string][]string{}
		note := func(home map[string]string, name string) {
			if other := home[name]; other != "" && other != base && !slices.Contains(found[other], name) {
				found[other] = append(found[other], name)
			}
		}
		for _, id := range f.Unresolved {
			note(plain, id.Name)
		}
		ast.Inspect(f.File, func(n ast.Node) bool {
			if selector, is := n.(*ast.SelectorExpr); is {
				note(methods, selector.Sel.Name)
			}
			return true
		})
		uses[base] = found
	}
	return uses
}

// homes tells where each name of a folder is declared: those of the package,
// and those of methods.
func (m *module) homes(folder string) (plain, methods map[string]string) {
	plain, methods = map[string]string{}, map[string]string{}
	for _, f := range m.code {
		if f.folder != folder {
			continue
		}
		for _, d := range f.Decls {
			note(d, path.Base(f.path), plain, methods)
		}
	}
	maps.DeleteFunc(methods, func(_, base string) bool { return base == "-" })
	return plain, methods
}

// note notes where what a declaration declares has its home.
func note(d ast.Decl, base string, plain, methods map[string]string) {
	fn, is := d.(*ast.FuncDecl)
	switch {
	case is && fn.Recv != nil && methods[fn.Name.Name] == "":
		methods[fn.Name.Name] = base
	case is && fn.Recv != nil:
		methods[fn.Name.Name] = "-" // in several files
	case is:
		plain[fn.Name.Name] = base
	default:
		for _, name := range declared(d.(*ast.GenDecl)) {
			plain[name] = base
		}
	}
}

// declared are the types, constants and variables of a declaration.
func declared(d *ast.GenDecl) []string {
	names := types(d)
	for _, spec := range d.Specs {
		if v, is := spec.(*ast.ValueSpec); is {
			for _, id := range v.Names {
				names = append(names, id.Name)
			}
		}
	}
	return names
}

// ordered puts the files into an order that leaves few uses backwards (the
// heuristic of Eades, Lin and Smyth): what nobody uses goes to the top, what
// uses nothing to the bottom, and else what uses most and is used least to the
// top.
func ordered(uses map[string]map[string][]string) []string {
	left := slices.Sorted(maps.Keys(uses))
	var top, bottom []string
	for len(left) > 0 {
		slices.SortStableFunc(left, func(a, b string) int {
			return cmp.Compare(weight(uses, left, b), weight(uses, left, a))
		})
		if last := left[len(left)-1]; degree(uses, left, last, false) == 0 {
			bottom, left = append(bottom, last), left[:len(left)-1]
			continue
		}
		top, left = append(top, left[0]), left[1:]
	}
	slices.Reverse(bottom)
	return append(top, bottom...)
}

// weight is high for what belongs on top.
func weight(uses map[string]map[string][]string, left []string, name string) int {
	using, used := degree(uses, left, name, false), degree(uses, left, name, true)
	switch {
	case using == 0:
		return -len(uses)
	case used == 0:
		return len(uses)
	}
	return using - used
}

// degree counts the files left that a file uses, or that use it.
func degree(uses map[string]map[string][]string, left []string, name string, used bool) int {
	n := 0
	for _, other := range left {
		if used && uses[other][name] != nil || !used && uses[name][other] != nil {
			n++
		}
	}
	return n
}
