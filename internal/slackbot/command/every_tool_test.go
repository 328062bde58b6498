// Every tool: what must hold for every tool there is, and for those to come: nothing
// here knows a tool by its name.

package command_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

// stuff are the pieces of values that could be taken for something else.
var stuff = []string{"DB", " ", "Access", `"`, `\`, "--limit", "—", "'", "’", "“", "”", "@jane", ",", "help", "<", ">", "&", "&lt;", "=", "5", "é", "#"}

func anything(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(5) {
		b.WriteString(stuff[r.IntN(len(stuff))])
	}
	return b.String()
}

// argumentsFor makes a value for each argument, or only for the required ones.
func argumentsFor(t tools.Tool, r *rand.Rand, all bool) map[string]any {
	values := map[string]any{}
	for _, p := range command.Properties(t) {
		switch {
		case !p.Required && !all:
		case p.Subject == command.Number:
			values[p.Name] = 1 + r.IntN(50)
		case p.Subject == command.Switch:
			values[p.Name] = r.IntN(2) == 0
		case p.Many:
			values[p.Name] = []string{anything(r), anything(r)}
		default:
			values[p.Name] = anything(r)
		}
	}
	return values
}

func TestEveryCallCanBeTyped(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, tool := range app.Operations() {
		for i := range 200 {
			arguments, err := json.Marshal(argumentsFor(tool, r, i%2 == 0))
			require.NoError(t, err)
			line := grammar().Format(tool.Name, arguments)
			c, err := grammar().Parse(throughSlack(line))
			require.NoError(t, err, line)
			require.Equal(t, tool.Name, c.Tool.Name, line)
			again, err := c.Arguments(nil)
			require.NoError(t, err, line)
			require.JSONEq(t, string(arguments), string(again), line)
		}
	}
}

func TestEveryArgumentHasAFlagAndTheRequiredNeedNone(t *testing.T) {
	for _, tool := range app.Operations() {
		line, want := strings.Join(tool.Words(), " "), map[string]any{}
		for _, p := range command.Properties(tool) {
			typed, value := "5", any(5)
			if p.Subject != command.Number {
				typed, value = "x"+p.Name, "x"+p.Name
			}
			if p.Many {
				value = []string{"x" + p.Name}
			}
			if p.Subject == command.Switch {
				typed, value = "", true
			}
			line, want[p.Name] = line+fmt.Sprintf(" --%s %s", p.Name, typed), value
		}
		c, err := grammar().Parse(line)
		require.NoError(t, err, line)
		raw, err := c.Arguments(nil)
		require.NoError(t, err, line)
		expected, err := json.Marshal(want)
		require.NoError(t, err)
		assert.JSONEq(t, string(expected), string(raw), line)
	}
}

func TestEveryMisspeltCommandDoesNothingAndIsCorrected(t *testing.T) {
	for _, tool := range app.Operations() {
		words := tool.Words()
		last := words[len(words)-1]
		words[len(words)-1] = last[:len(last)-1] + "q"
		_, err := grammar().Parse(strings.Join(words, " ") + " x y")
		require.Error(t, err, words)
		assert.Contains(t, err.Error(), strings.Join(tool.Words(), " "), "the nearest right command")
	}
}

func TestEveryMisspeltFlagDoesNothingAndIsCorrected(t *testing.T) {
	for _, tool := range app.Operations() {
		for _, p := range command.Properties(tool) {
			_, err := grammar().Parse(strings.Join(tool.Words(), " ") + " --" + p.Name + "q x")
			require.Error(t, err)
			assert.Contains(t, err.Error(), "did you mean --"+strings.ReplaceAll(p.Name, "_", "-"), tool.Name)
		}
	}
}

func TestEveryRequiredArgumentIsAskedForOrHasAForm(t *testing.T) {
	for _, tool := range app.Operations() {
		if len(tool.Input.Required) == 0 || tool.Name == tools.NameUndo { // alone it is one's own last change
			continue
		}
		c, err := grammar().Parse(strings.Join(tool.Words(), " "))
		if tool.Effect == tools.Changes {
			require.NoError(t, err)
			assert.Equal(t, command.OpenForm, c.Kind, tool.Name)
			continue
		}
		require.Error(t, err, tool.Name)
		assert.Contains(t, err.Error(), "Missing: "+strings.Join(tool.Input.Required, " and "))
	}
}

func TestPeopleCanBeMentionedWherePeopleAreMeantAndNowhereElse(t *testing.T) {
	for _, tool := range app.Operations() {
		for _, p := range command.Properties(tool) {
			c, err := grammar().Parse(strings.Join(tool.Words(), " ") + " --" + p.Name + " <@U123|jane>")
			if p.Subject == command.Switch {
				continue // takes no word, so the mention is another argument's
			}
			if p.Subject != command.Person {
				require.ErrorContains(t, err, "@jane is a person", tool.Name+" "+p.Name)
				continue
			}
			if err == nil { // what else is missing is said elsewhere
				assert.Equal(t, []string{"U123"}, c.Mentions())
			}
		}
	}
}
