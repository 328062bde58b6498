// The reference in docs/ and the code agree: its table of switches is made of the
// comments here, and it names every fault and every control.

package sandbox_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

var update = flag.Bool("update", false, "write the table of switches into docs/reference/sandbox.md")

const reference = "../../../docs/reference/sandbox.md"

// switchTable makes a row of each switch: its name, and what its comment says.
func switchTable(t *testing.T) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "switches.go", nil, parser.ParseComments)
	require.NoError(t, err)
	var b strings.Builder
	b.WriteString("| Switch | What it does, and the default with its reason |\n|---|---|\n")
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != "Switches" {
			return true
		}
		for _, field := range spec.Type.(*ast.StructType).Fields.List {
			name, text := field.Names[0].Name, strings.Join(strings.Fields(field.Doc.Text()), " ")
			assert.Contains(t, text, "By default", "the comment of %s says no default", name)
			rest := strings.TrimPrefix(strings.TrimPrefix(text, name+" "), "is ")
			fmt.Fprintf(&b, "| `%s` | %s |\n", flagName(name), strings.ToUpper(rest[:1])+rest[1:])
		}
		return false
	})
	return b.String()
}

// flagName is how a switch is called on the command line.
func flagName(name string) string {
	return strings.ToLower(regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(name, "$1-$2"))
}

func TestTheReferenceListsEverySwitch(t *testing.T) {
	text, err := os.ReadFile(reference)
	require.NoError(t, err)
	marked := regexp.MustCompile(`(?s)(<!-- switches: begin .*? -->\n)(.*)(<!-- switches: end -->)`)
	found := marked.FindStringSubmatch(string(text))
	require.NotNil(t, found, "the marks of the table are missing")
	if *update {
		whole := marked.ReplaceAllLiteralString(string(text), found[1]+switchTable(t)+found[3])
		require.NoError(t, os.WriteFile(reference, []byte(whole), 0o600))
		return
	}
	assert.Equal(t, switchTable(t), found[2], "run go test ./internal/sailpoint/sandbox -update")
}

func TestTheReferenceNamesFaultsAndControls(t *testing.T) {
	text, err := os.ReadFile(reference)
	require.NoError(t, err)
	for _, file := range []string{"fault.go", "control.go", "control_edit.go"} {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		kinds := regexp.MustCompile(`Fault\w+ +FaultKind += "([a-z0-9_]+)"|case "(?:(?:GET|POST|DELETE) )?([a-z_-]+)":`).FindAllStringSubmatch(string(source), -1)
		require.NotEmpty(t, kinds, file)
		for _, kind := range kinds {
			name := strings.TrimSuffix(kind[1]+kind[2], "_after_write")
			assert.Regexp(t, "`[^`]*\\b"+name+"\\b[^`]*`", strings.Join(strings.Fields(string(text)), " "), "%s has %s", file, name)
		}
	}
}

func TestSwitchesAreSetByName(t *testing.T) {
	var s sandbox.Switches
	for _, text := range []string{"unique-names", "patch-owner-id=true", "max-name-length=40", "bulk-delete-over-limit=422", "search-lag=5s", "unknown-member=request", "string-status=false"} {
		require.NoError(t, s.Set(text))
	}
	assert.Equal(t, sandbox.Switches{UniqueNames: true, PatchOwnerID: true, MaxNameLength: 40, BulkDeleteOverLimit: 422, SearchLag: 5e9, UnknownMember: "request"}, s)
	for text, want := range map[string]string{
		"uniqueNames": "there are bulk-delete-over-limit", "unique-names=perhaps": "neither true nor false",
		"max-name-length": "needs a number", "max-name-length=-1": "needs a number", "search-lag=5": "needs a duration",
		"bulk-delete-over-limit=7": "from 400 to 599", "bulk-delete-over-limit=204": "from 400 to 599",
		"unknown-member": "none of its values", "unknown-member=x": "item400, request", "": "there is no switch",
	} {
		require.ErrorContains(t, s.Set(text), want, text)
	}
}
