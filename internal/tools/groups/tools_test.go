// The catalogue: which operations there are.

package groups_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

func TestTheCatalogueIsThatOfTheContract(t *testing.T) {
	t.Parallel()
	effects := map[string]tools.Effect{
		"govgroup_list": tools.Reads, "govgroup_get": tools.Reads, "govgroup_create": tools.Changes, "govgroup_update": tools.Changes,
		"govgroup_delete": tools.Destroys, "govgroup_bulk_delete": tools.Destroys, "govgroup_members_list": tools.Reads,
		"govgroup_members_add": tools.Changes, "govgroup_members_remove": tools.Destroys, "govgroup_connections_list": tools.Reads,
		"govgroup_people_find": tools.Reads, "govgroup_whoami": tools.Reads,
	}
	declared := map[string]tools.Effect{}
	for _, tool := range groups.Tools() {
		declared[tool.Name] = tool.Effect
		assert.Equal(t, tool.Effect == tools.Reads, tool.ReadOnly(), tool.Name)
		assert.Equal(t, tool.Name, tools.Prefix+strings.Join(tool.Words(), "_"))
	}
	assert.Equal(t, effects, declared)
}

func TestReadOnlyLeavesOutWhatWrites(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{tools: tools.Settings{ReadOnly: true}})
	for _, tool := range e.Registry.Tools() {
		assert.Equal(t, tools.Reads, tool.Effect, tool.Name)
	}
	assert.Len(t, e.Registry.Tools(), 6)
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
