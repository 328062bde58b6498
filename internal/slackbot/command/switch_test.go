// Switches, and arguments given by their names without dashes.

package command_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

type switchInput struct {
	Group  string `json:"group"`
	Reason string `json:"reason,omitempty"`
	DryRun bool   `json:"dry_run,omitempty"`
}

type nothing struct{}

func (nothing) Text() string { return "" }

func switching() *command.Grammar {
	return command.New("/govgroup", []tools.Tool{tools.Reading(tools.Declaration{
		Name: tools.Prefix + "try", Title: "Try", Description: "For tests.", Effect: tools.Reads,
	}, func(context.Context, *tools.Invocation, switchInput) (nothing, error) { return nothing{}, nil })})
}

func TestSwitchesAndNamedArguments(t *testing.T) {
	for line, want := range map[string]string{
		`try "DB Access" --dry-run`:                   `{"group":"DB Access","dry_run":true}`,
		`try --dry-run "DB Access"`:                   `{"group":"DB Access","dry_run":true}`,
		`try "DB Access" —dry_run`:                    `{"group":"DB Access","dry_run":true}`,
		`try "DB Access" --dry-run=false`:             `{"group":"DB Access","dry_run":false}`,
		`try "DB Access" dry_run=true`:                `{"group":"DB Access","dry_run":true}`,
		`try "DB Access" --reason "No longer used"`:   `{"group":"DB Access","reason":"No longer used"}`,
		`try "DB Access" --reason="No longer used"`:   `{"group":"DB Access","reason":"No longer used"}`,
		`try "DB Access" reason="No longer used"`:     `{"group":"DB Access","reason":"No longer used"}`,
		"try \"DB Access\" reason=\u201cNo one\u201d": `{"group":"DB Access","reason":"No one"}`,
		`try "DB Access" reason=TICKET-7 --dry-run`:   `{"group":"DB Access","reason":"TICKET-7","dry_run":true}`,
		`try a=b`:        `{"group":"a=b"}`,
		`try "reason=x"`: `{"group":"reason=x"}`,
	} {
		t.Run(line, func(t *testing.T) {
			c, err := switching().Parse(line)
			require.NoError(t, err)
			arguments, err := c.Arguments(nil)
			require.NoError(t, err)
			assert.JSONEq(t, want, string(arguments))
			again, err := switching().Parse(switching().Format(tools.Prefix+"try", arguments)[len("/govgroup "):])
			require.NoError(t, err)
			same, err := again.Arguments(nil)
			require.NoError(t, err)
			assert.JSONEq(t, want, string(same), "a line that is written is read the same")
		})
	}
	_, err := switching().Parse(`try x --dry-run=maybe`)
	require.NoError(t, err)
	help, err := switching().Help([]string{"try"})
	require.NoError(t, err)
	assert.Equal(t, "/govgroup try GROUP [--reason …] [--dry-run]", help[0].Usage)
}
