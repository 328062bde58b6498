// Long questions: what is written stands in the form whole, or there is no form.

package mcpserver_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func TestAFormNamesEverythingOrIsNone(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2025-11-25", "2026-07-28"} {
		w := newEnv(t)
		owner := w.People()[0].ID
		var groups, names []string
		for range 45 {
			groups = append(groups, "invented "+strings.Repeat("x", len(groups)))
		}
		for n := range 60 {
			g, err := w.AddGroup(sandbox.Group{Name: "Real " + strings.Repeat("i", n+1) + ".", OwnerID: owner})
			require.NoError(t, err)
			groups, names = append(groups, g.ID), append(names, g.Name)
		}
		p := whoSays(press("decline"))
		d := operation{tool: tools.NameBulkDelete, arguments: map[string]any{"groups": groups}}
		w.meet(t, "stdio", version, p).do(d)
		require.Len(t, p.questions(), 1)
		shown := p.questions()[0].Message
		for _, name := range names {
			assert.Contains(t, shown, name)
		}

		for n := range 700 {
			g, err := w.AddGroup(sandbox.Group{Name: strings.Repeat("y", 90) + " " + strings.Repeat("i", n%30) + string(rune('a'+n/30)), OwnerID: owner})
			require.NoError(t, err)
			groups = append(groups, g.ID)
		}
		d.arguments = map[string]any{"groups": groups}
		p = whoSays()
		result := w.meet(t, "stdio", version, p).do(d)
		assert.Empty(t, p.questions())
		assert.Contains(t, textOf(t, result), "The question is longer than a client can show")
		assert.Empty(t, w.Effects())
	}
}
