// Order: how many uses between the files of the tools run back up.

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mostBackwards is how many uses may run back in all folders of the tools.
const mostBackwards = 5

func TestTheFilesOfTheToolsStandInAnOrder(t *testing.T) {
	t.Chdir("../../..") // folders are named from the module's root
	m, err := parse("internal")
	require.NoError(t, err)
	var found []string
	for _, folder := range []string{"internal/tools", "internal/tools/directory", "internal/tools/groups"} {
		back := m.backwards(folder)
		assert.NotEmpty(t, m.uses(folder), "%s is not where its files were looked for", folder)
		found = append(found, back...)
	}
	assert.LessOrEqual(t, len(found), mostBackwards, "move what is used below its users: %q", found)
}
