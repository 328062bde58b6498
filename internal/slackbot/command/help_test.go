// Help: what is told about commands, and calls written as lines.

package command_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

func TestHelpNamesEveryToolAndOnlyCommands(t *testing.T) {
	all, err := grammar().Help(nil)
	require.NoError(t, err)
	assert.Len(t, all, len(app.Operations())+1, "every tool, and pending")
	for _, h := range all {
		assert.NotEmpty(t, h.Title, h.Usage)
		assert.NotEmpty(t, h.About, h.Usage)
		assert.NotContains(t, h.About, "govgroup_", h.Usage)
		assert.NotContains(t, h.Usage, "offset")
		assert.NotContains(t, h.Usage, "sorters")
		for _, p := range h.Arguments {
			assert.True(t, p.Spoken(), "%s: %s", h.Usage, p.Name)
		}
	}
}

func TestWordsForProgramsAreTakenAndNotOffered(t *testing.T) {
	c, err := grammar().Parse("list --sorters -name --offset 5")
	require.NoError(t, err)
	raw, err := c.Arguments(nil)
	require.NoError(t, err)
	assert.JSONEq(t, `{"sorters":"-name","offset":5}`, string(raw))
	_, err = grammar().Parse("list --colour red")
	require.ErrorContains(t, err, "it takes --query")
	assert.NotContains(t, err.Error(), "sorters")
	assert.NotContains(t, err.Error(), "offset")
}

func TestExamplesAreUnderstood(t *testing.T) {
	all, err := grammar().Help(nil)
	require.NoError(t, err)
	for _, h := range all {
		line := strings.ReplaceAll(strings.TrimPrefix(h.Example, "/govgroup "), "@jane", "<@U123|jane>")
		c, err := grammar().Parse(line)
		require.NoError(t, err, line)
		assert.Contains(t, []command.Kind{command.Run, command.UndoLast}, c.Kind, line)
	}
}

func TestHelpOfOneCommand(t *testing.T) {
	for topic, want := range map[string][]string{
		"members add": {"/govgroup members add GROUP MEMBERS… [--reason …] [--dry-run]"},
		"Create":      {"/govgroup create NAME OWNER [--description …] [--members …] [--reason …] [--dry-run]"},
		"whoami":      {"/govgroup whoami"},
		"pending":     {"/govgroup pending"},
		"undo":        {"/govgroup undo CHANGE [--reason …] [--dry-run]"},
		"history":     {"/govgroup history [GROUP] [--person …] [--actor …] [--since …] [--until …] [--limit …]"},
	} {
		found, err := grammar().Help(strings.Fields(topic))
		require.NoError(t, err, topic)
		var usages []string
		for _, h := range found {
			usages = append(usages, h.Usage)
		}
		assert.Equal(t, want, usages, topic)
	}
	found, err := grammar().Help([]string{"members"})
	require.NoError(t, err)
	assert.Len(t, found, len(after("members")), "all commands that begin so")
	_, err = grammar().Help([]string{"membrs"})
	assert.ErrorContains(t, err, "/govgroup members goes on with")
}

func TestLinesAreReadBack(t *testing.T) {
	for tool, arguments := range map[string]string{
		tools.NameList:          `{"query":"a \"b\" \\ c","limit":5,"offset":50}`,
		tools.NameGet:           `{"group":"--odd <name> & \u201cmore\u201d"}`,
		tools.NameMembersAdd:    `{"group":"DB Access","members":["@x","a@b.example","Doe, Jane"]}`,
		tools.NameMembersRemove: `{"group":"'","members":["\"","\\"," "]}`,
		tools.NameBulkDelete:    `{"groups":["A","B C"]}`,
		tools.NameWhoami:        `{}`,
	} {
		line := grammar().Format(tool, json.RawMessage(arguments))
		c, err := grammar().Parse(throughSlack(line))
		require.NoError(t, err, line)
		raw, err := c.Arguments(nil)
		require.NoError(t, err, line)
		assert.JSONEq(t, arguments, string(raw), line)
		assert.Equal(t, tool, c.Tool.Name)
	}
	assert.Empty(t, grammar().Format("govgroup_nothing", nil))
}

// throughSlack is what Slack makes of a line that somebody types.
func throughSlack(line string) string {
	line = strings.TrimPrefix(line, "/govgroup")
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(line)
}

func TestToolsAreCalledByTheirCommands(t *testing.T) {
	assert.Equal(t, "Use /govgroup people find, or /govgroup list.", grammar().Rewrite("Use govgroup_people_find, or govgroup_list."))
}

func TestHelpKnowsWhatWordsMean(t *testing.T) {
	for said, tool := range map[string]string{"offboard": tools.NameHandover, "who": tools.NameMembersList, "Rename": tools.NameUpdate} {
		found, err := grammar().Help([]string{said})
		require.NoError(t, err, said)
		require.Len(t, found, 1, said)
		assert.Equal(t, tool, found[0].Tool)
	}
}
