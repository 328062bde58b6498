// Security: SECURITY.md's list of attacks and the tests agree.

package architecture_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// attack is a row of the list.
type attack struct{ text, answer, folder, test string }

// attacks reads the tables: what is tried, what answers it, and the test.
func attacks(t *testing.T) []attack {
	t.Helper()
	row := regexp.MustCompile("(?m)^\\| (.+) \\| (.+) \\| `([a-z/-]+)` `(Test\\w+)` \\|$")
	var all []attack
	for _, cells := range row.FindAllStringSubmatch(document(t, "SECURITY.md"), -1) {
		all = append(all, attack{cells[1], cells[2], cells[3], cells[4]})
	}
	return all
}

// testsIn lists the tests of a folder.
func testsIn(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, folder, "*_test.go"))
	require.NoError(t, err)
	var names []string
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range file.Decls {
			if f, is := d.(*ast.FuncDecl); is && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				names = append(names, f.Name.Name)
			}
		}
	}
	return names
}

func TestEveryListedAttackIsATest(t *testing.T) {
	list := attacks(t)
	rows := regexp.MustCompile(`(?m)^\| .*Test.* \|$`).FindAllString(document(t, "SECURITY.md"), -1)
	heads := strings.Count(document(t, "SECURITY.md"), "| Attack |")
	require.Len(t, list, len(rows)-heads, "a row of SECURITY.md is not: attack, answer, `folder` `Test…`")
	assert.GreaterOrEqual(t, len(list), 30)
	for _, a := range list {
		assert.Contains(t, testsIn(t, a.folder), a.test, "SECURITY.md lists “%s”: no such test in %s; correct the row or write the test", a.text, a.folder)
	}
}

func TestEveryAttackThatIsTriedIsListed(t *testing.T) {
	list := attacks(t)
	for _, p := range read(t) {
		for _, name := range testsIn(t, p.path) {
			if strings.HasPrefix(name, "TestAttack") && !slices.ContainsFunc(list, func(a attack) bool { return a.folder == p.path && a.test == name }) {
				t.Errorf("%s in %s is not in SECURITY.md; add what is tried, what answers it, and the test", name, p.path)
			}
		}
	}
}
