// Rules: comparing what the packages import with what they may import. Every message
// says what to do.

package architecture_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const table = "internal/architecture/stairs_test.go"

// steps finds packages that are not in the table of stairs, lines of the table
// without a package, and imports that the table does not allow.
func steps(found []folder, stairs map[string][]string) []string {
	var broken []string
	missing := maps.Clone(stairs)
	for _, p := range found {
		delete(missing, p.path)
		allowed, listed := stairs[p.path]
		if !listed {
			broken = append(broken, fmt.Sprintf("%s is not in the stairs; add it to %s with the packages that it may import, all of them below it", p.path, table))
			continue
		}
		for _, imported := range ours(p.imports) {
			if !slices.Contains(allowed, imported) {
				broken = append(broken, fmt.Sprintf("%s imports %s, which is not below it; let it declare a small interface that internal/app fills, or move the code to where it belongs", p.path, imported))
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(missing)) {
		broken = append(broken, fmt.Sprintf("%s is in the stairs and does not exist; take it out of %s", path, table))
	}
	return broken
}

// homes finds libraries outside the packages that are their home.
func homes(found []folder, fences map[string][]string) []string {
	var broken []string
	for _, p := range found {
		for _, imported := range slices.Compact(slices.Sorted(slices.Values(p.imports))) {
			for _, library := range slices.Sorted(maps.Keys(fences)) {
				if strings.HasPrefix(imported, library) && !slices.Contains(fences[library], p.path) {
					broken = append(broken, fmt.Sprintf("%s imports %s, whose home is %s; put what you need of it there and use that",
						p.path, imported, home(fences[library])))
				}
			}
		}
	}
	return broken
}

func home(packages []string) string {
	if len(packages) == 0 {
		return "no package yet"
	}
	return strings.Join(packages, " and ")
}

// ours picks the module's own packages from import paths.
func ours(imports []string) []string {
	var own []string
	for _, path := range slices.Compact(slices.Sorted(slices.Values(imports))) {
		if inside, ok := strings.CutPrefix(path, module); ok {
			own = append(own, inside)
		}
	}
	return own
}

func TestBrokenStairsAreNamed(t *testing.T) {
	stairs := map[string][]string{"internal/door": {"internal/ground"}, "internal/ground": {}}
	door := folder{path: "internal/door", imports: []string{"fmt", "govgroup/internal/ground"}}
	ground := folder{path: "internal/ground"}
	climbing := folder{path: "internal/ground", imports: []string{"govgroup/internal/door"}}
	stranger := folder{path: "internal/stranger"}

	for name, c := range map[string]struct {
		found []folder
		want  []string // the beginning of each message
	}{
		"all arrows fall":       {[]folder{door, ground}, nil},
		"an arrow climbs":       {[]folder{door, climbing}, []string{"internal/ground imports internal/door, which is not below it"}},
		"a package is unlisted": {[]folder{door, ground, stranger}, []string{"internal/stranger is not in the stairs"}},
		"a line is left over":   {[]folder{ground}, []string{"internal/door is in the stairs and does not exist"}},
	} {
		t.Run(name, func(t *testing.T) { assertBeginnings(t, c.want, steps(c.found, stairs)) })
	}
}

func TestLibrariesAwayFromHomeAreNamed(t *testing.T) {
	fences := map[string][]string{"example.com/sql": {"internal/store"}, "example.com/chat": {}}
	use := func(path string, imports ...string) []folder { return []folder{{path: path, imports: imports}} }

	for name, c := range map[string]struct {
		found []folder
		want  []string
	}{
		"at home":         {use("internal/store", "example.com/sql"), nil},
		"a part, at home": {use("internal/store", "example.com/sql/driver"), nil},
		"away":            {use("internal/tools", "example.com/sql/driver"), []string{"internal/tools imports example.com/sql/driver, whose home is internal/store"}},
		"without a home":  {use("internal/tools", "example.com/chat"), []string{"internal/tools imports example.com/chat, whose home is no package yet"}},
	} {
		t.Run(name, func(t *testing.T) { assertBeginnings(t, c.want, homes(c.found, fences)) })
	}
}

func assertBeginnings(t *testing.T, want, got []string) {
	t.Helper()
	if assert.Len(t, got, len(want)) {
		for i := range want {
			assert.True(t, strings.HasPrefix(got[i], want[i]), "%q does not begin with %q", got[i], want[i])
		}
	}
}
