// Switches: given without a value, and arguments given by their names without dashes.

package command_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

func TestSwitchesAndNamedArguments(t *testing.T) {
	for line, want := range map[string]string{
		`delete "DB Access" --dry-run`:                   `{"group":"DB Access","dry_run":true}`,
		`delete --dry-run "DB Access"`:                   `{"group":"DB Access","dry_run":true}`,
		`delete "DB Access" —dry_run`:                    `{"group":"DB Access","dry_run":true}`,
		`delete "DB Access" --dry-run=false`:             `{"group":"DB Access","dry_run":false}`,
		`delete "DB Access" dry_run=true`:                `{"group":"DB Access","dry_run":true}`,
		`delete "DB Access" --reason "No longer used"`:   `{"group":"DB Access","reason":"No longer used"}`,
		`delete "DB Access" --reason="No longer used"`:   `{"group":"DB Access","reason":"No longer used"}`,
		`delete "DB Access" reason="No longer used"`:     `{"group":"DB Access","reason":"No longer used"}`,
		"delete \"DB Access\" reason=\u201cNo one\u201d": `{"group":"DB Access","reason":"No one"}`,
		`delete "DB Access" reason=TICKET-7 --dry-run`:   `{"group":"DB Access","reason":"TICKET-7","dry_run":true}`,
		`delete a=b`:        `{"group":"a=b"}`,
		`delete "reason=x"`: `{"group":"reason=x"}`,
	} {
		t.Run(line, func(t *testing.T) {
			c, err := grammar().Parse(line)
			require.NoError(t, err)
			arguments, err := c.Arguments(nil)
			require.NoError(t, err)
			assert.JSONEq(t, want, string(arguments))
			again, err := grammar().Parse(grammar().Format(tools.NameDelete, arguments)[len("/govgroup "):])
			require.NoError(t, err)
			same, err := again.Arguments(nil)
			require.NoError(t, err)
			assert.JSONEq(t, want, string(same), "a line that is written is read the same")
		})
	}
	_, err := grammar().Parse(`delete x --dry-run=maybe`)
	require.NoError(t, err)
	help, err := grammar().Help([]string{"delete"})
	require.NoError(t, err)
	assert.Equal(t, "/govgroup delete GROUP [--reason …] [--dry-run]", help[0].Usage)
}
