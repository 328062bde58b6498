// Fuzz: the parser against anything.

package command_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/command"
)

// FuzzParse holds that no line breaks the parser, that what it refuses is a
// sentence, and that what it understands can be written as a line and is then
// understood as the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		``, `help`, `list --limit 5`, `get “DB Access”`, `members add "a \"b\"" <@U1|x>, bob@corp.example,`,
		`create — “x”`, `get <mailto:a@b|a@b>`, `get <#C1|x>`, `list --query='`, "get \u00a0\"&lt;\"", `update x --owner=<@U1>`,
	} {
		f.Add(seed)
	}
	g := grammar()
	f.Fuzz(func(t *testing.T, line string) {
		c, err := g.Parse(line)
		if err != nil {
			require.True(t, utf8.ValidString(err.Error()))
			return
		}
		if c.Kind != command.Run && c.Kind != command.OpenForm {
			return
		}
		known := map[string][]string{}
		for _, user := range c.Mentions() {
			known[user] = []string{user + "@corp.example"}
		}
		arguments, err := c.Arguments(known)
		if err != nil {
			return
		}
		again, err := g.Parse(throughSlack(g.Format(c.Tool.Name, arguments)))
		require.NoError(t, err, "%q as %s", line, g.Format(c.Tool.Name, arguments))
		require.Equal(t, c.Tool.Name, again.Tool.Name)
		require.Equal(t, c.Kind, again.Kind)
		repeated, err := again.Arguments(nil)
		require.NoError(t, err)
		require.JSONEq(t, string(arguments), string(repeated), "%q", line)
		require.True(t, json.Valid(arguments))
	})
}
