// Writing files: what changes, what goes, what stays.

package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

const emptyPage = "# Project\n\n" + tableBegin + tableEnd + "\nThe end.\n"

// invented gives a tool that is in no catalogue.
func invented(name string) tools.Tool {
	type input struct {
		Group string `json:"group"`
		Limit int    `json:"limit,omitempty"`
	}
	return tools.Reading(tools.Declaration{
		Name: name, Title: "Invent", Description: "Invents <a> | b.\nTwice.", Effect: tools.Reads,
	}, func(context.Context, *tools.Invocation, input) (answer, error) { return answer{}, nil })
}

type answer struct {
	Found bool `json:"found"`
}

func (answer) Text() string { return "" }

// project is a folder with a README that has a place for the table.
func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, readme), []byte(emptyPage), 0o600))
	return dir
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path...))
	require.NoError(t, err)
	return string(content)
}

func TestEachToolGetsAFileAndALine(t *testing.T) {
	dir := project(t)
	require.NoError(t, generate(dir, []tools.Tool{invented("govgroup_one"), invented("govgroup_two")}))

	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(read(t, dir, "schemas/govgroup_one.json")), &got))
	assert.Equal(t, "govgroup_one", got["name"])
	assert.Equal(t, "reads", got["effect"])
	assert.Equal(t, map[string]any{"readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": false}, got["annotations"])
	assert.Contains(t, got["inputSchema"], "properties")
	assert.Contains(t, got["outputSchema"], "properties")
	assert.Contains(t, read(t, dir, "schemas/govgroup_one.json"), "Invents <a> | b.", "texts are not escaped for HTML")

	page := read(t, dir, readme)
	assert.Contains(t, page, "| [`govgroup_two`](schemas/govgroup_two.json) | `group` `limit?` | reads | Invents <a> \\| b. Twice. |\n")
	assert.True(t, strings.HasPrefix(page, "# Project\n\n") && strings.HasSuffix(page, "\nThe end.\n"), "the rest of the page stays")
}

func TestASecondRunWritesNothing(t *testing.T) {
	dir := project(t)
	all := []tools.Tool{invented("govgroup_one")}
	require.NoError(t, generate(dir, all))
	long := time.Now().Add(-time.Hour).Truncate(time.Second)
	files := []string{filepath.Join(dir, readme), filepath.Join(dir, "schemas/govgroup_one.json")}
	for _, path := range files {
		require.NoError(t, os.Chtimes(path, long, long))
	}
	require.NoError(t, generate(dir, all))
	for _, path := range files {
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.True(t, info.ModTime().Equal(long), "%s was written again", path)
	}
}

func TestTheFileOfAToolThatIsGoneGoesToo(t *testing.T) {
	dir := project(t)
	require.NoError(t, generate(dir, []tools.Tool{invented("govgroup_one"), invented("govgroup_two")}))
	require.NoError(t, generate(dir, []tools.Tool{invented("govgroup_two")}))

	assert.NoFileExists(t, filepath.Join(dir, "schemas/govgroup_one.json"))
	assert.FileExists(t, filepath.Join(dir, "schemas/govgroup_two.json"))
	assert.NotContains(t, read(t, dir, readme), "govgroup_one")
}

func TestAPageWithoutAPlaceForTheTableIsRefused(t *testing.T) {
	for name, page := range map[string]string{
		"no markers":     "# Project\n",
		"no end":         tableBegin,
		"no begin":       tableEnd,
		"the wrong way":  tableEnd + tableBegin,
		"an empty page":  "",
		"altered marker": strings.ToUpper(tableBegin) + tableEnd,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := withTable(page, []tools.Tool{invented("govgroup_one")})
			require.ErrorContains(t, err, "has no place for the table of tools")
		})
	}
}
