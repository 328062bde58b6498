// Names of tools: a constant everywhere, text in one place.

package architecture_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// nameHome is the one folder whose code spells the names of tools out.
const nameHome = "internal/tools"

// Tests spell them out on purpose: they hold what users and programs rely on.
func TestNoToolIsNamedByTextOutsideTheTools(t *testing.T) {
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skip(path, entry.Name())
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, filepath.Join(root, nameHome)) {
			return nil
		}
		for _, spelled := range toolNames(t, path) {
			assert.Fail(t, "a tool is named by text", "%s says %s; use the constant in %s/names.go", path, spelled, nameHome)
		}
		return nil
	})
	require.NoError(t, err)
}

// toolNames gives the literals of a file that begin with a tool's name.
func toolNames(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	require.NoError(t, err)
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if ok && strings.HasPrefix(strings.Trim(literal.Value, "\"`"), "govgroup_") {
			found = append(found, literal.Value)
		}
		return true
	})
	return found
}
