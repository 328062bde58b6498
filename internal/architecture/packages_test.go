// Packages: reading the module's packages from their source: imports and names,
// whatever the build tags.

package architecture_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// module begins the import path of every package of ours.
const module = "govgroup/"

// root is the module's folder, seen from this package.
const root = "../.."

// folder is one folder with Go files.
type folder struct {
	path    string   // from the module's root, with slashes
	imports []string // import paths in files that are not tests
	tests   []string // import paths in test files
	names   []string // of the folder and its files, without _test and .go
}

// read parses all Go files of the module.
func read(t *testing.T) []folder {
	t.Helper()
	found := map[string]*folder{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skip(path, entry.Name())
		}
		if strings.HasSuffix(path, ".go") {
			return found[within(found, path)].add(path)
		}
		return nil
	})
	require.NoError(t, err)
	folders := make([]folder, 0, len(found))
	for _, f := range found {
		folders = append(folders, *f)
	}
	slices.SortFunc(folders, func(a, b folder) int { return strings.Compare(a.path, b.path) })
	require.NotEmpty(t, folders, "no Go files found beneath %s", root)
	return folders
}

// skip leaves out what the go command leaves out too.
func skip(path, name string) error {
	if path == root {
		return nil
	}
	if name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
		return filepath.SkipDir
	}
	return nil
}

// within gives the key of the folder that a file is in, and makes its entry.
func within(found map[string]*folder, file string) string {
	dir, err := filepath.Rel(root, filepath.Dir(file))
	if err != nil {
		dir = filepath.Dir(file)
	}
	dir = filepath.ToSlash(dir)
	if found[dir] == nil {
		found[dir] = &folder{path: dir, names: []string{filepath.Base(dir)}}
	}
	return dir
}

// add notes what a file holds.
func (f *folder) add(path string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(filepath.Base(path), ".go")
	plain, test := strings.CutSuffix(name, "_test")
	f.names = append(f.names, plain)
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if test {
			f.tests = append(f.tests, imported)
		} else {
			f.imports = append(f.imports, imported)
		}
	}
	return nil
}
