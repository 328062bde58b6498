// The catalogue: which operations there are.

package groups_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// What each tool is called, takes and does to the tenant is in schemas/, whose files
// are held: here is what holds for all.
func TestToolsAreNamedAfterTheirCommands(t *testing.T) {
	t.Parallel()
	for _, tool := range groups.Tools() {
		assert.Equal(t, tool.Effect == tools.Reads, tool.ReadOnly(), tool.Name)
		assert.Equal(t, tool.Name, tools.Prefix+strings.Join(tool.Words(), "_"))
	}
}

// reading are the names of the tools that only read, in the catalogue's order.
func reading() []string {
	var names []string
	for _, tool := range groups.Tools() {
		if tool.Effect == tools.Reads {
			names = append(names, tool.Name)
		}
	}
	return names
}

func TestReadOnlyLeavesOutWhatWrites(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{tools: tools.Settings{ReadOnly: true}})
	var left []string
	for _, tool := range e.Registry.Tools() {
		left = append(left, tool.Name)
	}
	assert.Equal(t, reading(), left)
	assert.NotEmpty(t, left)
	said := e.refused(t, tools.InvalidInput, "govgroup_delete", args{"group": e.DBAccess.ID})
	assert.Contains(t, said, "There is no tool")
}

func TestUnknownToolsNameTheNearest(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	said := e.refused(t, tools.InvalidInput, "govgroup_member_add", nil)
	assert.Equal(t, `There is no tool "govgroup_member_add"; did you mean "govgroup_members_add".`, said)
	said = e.refused(t, tools.InvalidInput, "make_coffee", nil)
	assert.Equal(t, `There is no tool "make_coffee".`, said)
}
