// The documents speak of what is there: links, make targets and environment
// variables, and the picture of the stairs shows every package.

package architecture_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func documents() []string {
	return []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"}
}

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	return string(text)
}

func TestLinksLeadToFiles(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`) // not to the web, nor within the page
	for _, name := range documents() {
		for _, found := range link.FindAllStringSubmatch(document(t, name), -1) {
			_, err := os.Stat(filepath.Join(root, found[1]))
			assert.NoError(t, err, "%s: the link leads nowhere", name)
		}
	}
}

func TestHeadingsThatAreLinkedToExist(t *testing.T) {
	link := regexp.MustCompile(`\]\(#([^)]+)\)`)
	for _, name := range documents() {
		text := document(t, name)
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			heading := "\n## " + strings.ReplaceAll(found[1], "-", " ") + "\n"
			if !strings.Contains(strings.ToLower(text), heading) {
				t.Errorf("%s links to #%s, which is no heading of it", name, found[1])
			}
		}
	}
}

func TestMakeTargetsThatAreNamedExist(t *testing.T) {
	makefile := "\n" + document(t, "Makefile")
	named := regexp.MustCompile("[`:] ?make ([a-z]+)")
	for _, name := range documents() {
		for _, found := range named.FindAllStringSubmatch(document(t, name), -1) {
			if !strings.Contains(makefile, "\n"+found[1]+":") {
				t.Errorf("%s names make %s, which the Makefile does not have", name, found[1])
			}
		}
	}
}

func TestTheVariablesOfTheCommandsAreTheReadmes(t *testing.T) {
	variable := regexp.MustCompile(`GOVGROUP_[A-Z_]+`)
	files, err := filepath.Glob(filepath.Join(root, "cmd", "*", "*.go"))
	require.NoError(t, err)
	var taken []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		taken = append(taken, variable.FindAllString(string(source), -1)...)
	}
	require.NotEmpty(t, taken)
	assert.Subset(t, variable.FindAllString(document(t, "README.md"), -1), taken, "README.md does not explain all variables")
	assert.Subset(t, taken, variable.FindAllString(document(t, "README.md"), -1), "README.md explains variables that no command takes")
}

func TestThePictureOfTheStairsIsWhole(t *testing.T) {
	picture := document(t, "CONTRIBUTING.md")
	for path := range stairs {
		if !strings.Contains(picture, "\n"+path+"/ ") {
			t.Errorf("CONTRIBUTING.md does not say what %s is for", path)
		}
	}
}
