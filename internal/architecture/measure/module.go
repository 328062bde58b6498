// Module: all Go files of the module, parsed.

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
)

// prefix begins the import path of every package of the module.
const prefix = "govgroup/"

// file is one parsed file.
type file struct {
	path, folder string
	*ast.File
}

// module is what was read.
type module struct {
	set         *token.FileSet
	code, tests []file
}

func parse(root string) (*module, error) {
	m := &module{set: token.NewFileSet()}
	return m, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && ignored(entry.Name()):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go"):
			return nil
		}
		return m.add(filepath.ToSlash(path))
	})
}

// ignored leaves out what the go command leaves out too.
func ignored(folder string) bool {
	return folder == "testdata" || folder == "node_modules" || folder[0] == '.' || folder[0] == '_'
}

func (m *module) add(path string) error {
	parsed, err := parser.ParseFile(m.set, path, nil, parser.ParseComments)
	if err != nil {
		return err
	}
	f := file{path: path, folder: filepath.ToSlash(filepath.Dir(path)), File: parsed}
	if strings.HasSuffix(path, "_test.go") {
		m.tests = append(m.tests, f)
	} else {
		m.code = append(m.code, f)
	}
	return nil
}

func (m *module) line(at token.Pos) int { return m.set.Position(at).Line }

func (m *module) lines(files []file) int {
	sum := 0
	for _, f := range files {
		sum += m.set.File(f.Pos()).LineCount()
	}
	return sum
}

// comments is the share of lines that are comment and nothing else, near
// enough: a comment after code counts as one, too.
func (m *module) comments() float64 {
	sum := 0
	for _, f := range m.code {
		for _, group := range f.Comments {
			sum += m.line(group.End()) - m.line(group.Pos()) + 1
		}
	}
	return float64(sum) / float64(m.lines(m.code))
}

// packages gives the module's own imports of each package.
func (m *module) packages() map[string][]string {
	found := map[string][]string{}
	for _, f := range m.code {
		found[f.folder] = append(found[f.folder], ours(f.Imports)...)
	}
	return found
}

func ours(specs []*ast.ImportSpec) []string {
	var found []string
	for _, spec := range specs {
		path, _ := strconv.Unquote(spec.Path.Value) // the parser has accepted it
		if own, is := strings.CutPrefix(path, prefix); is {
			found = append(found, own)
		}
	}
	return found
}
