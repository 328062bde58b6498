// govgroup_history as a front end calls it: arguments, text, schema, size.

package audit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// ask calls govgroup_history as a front end does, and checks the structured answer
// against the schema that the tool declares.
func ask(t *testing.T, log *audit.Log, arguments string) (tools.Result, error) {
	t.Helper()
	tool := audit.Operation(log, directory)
	catalogue, err := tools.NewCatalogue(nil, tools.Settings{}, tool)
	require.NoError(t, err)
	registry, err := tools.NewRegistry(catalogue, nil, nil)
	require.NoError(t, err)
	result, err := registry.Call(t.Context(), tools.Call{Tool: tool.Name, Arguments: json.RawMessage(arguments)})
	if err != nil {
		return result, err
	}
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(encoded(t, tool.Output)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("out.json", schema))
	answer, err := jsonschema.UnmarshalJSON(strings.NewReader(encoded(t, result.Data)))
	require.NoError(t, err)
	require.NoError(t, compiler.MustCompile("out.json").Validate(answer))
	return result, nil
}

// directory knows Bob by his e-mail.
func directory(_ context.Context, _ *tools.Invocation, person string) (id string, found bool) {
	return "p1", person == "bob@corp.example"
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}

func TestOperationTellsWhoWhomWhenAndWhoSaidYes(t *testing.T) {
	result, err := ask(t, told(t), `{}`)
	require.NoError(t, err)
	assert.Equal(t, `4 of 4 changes, newest first.
2026-01-31 09:08:00Z lee@corp.example (http): members_add “DB Access”: declined. No by jane@corp.example (slack). Takes back r1. Change r3.
2026-01-31 09:06:00Z jane@corp.example (slack): members_remove “DB Access”: partly_done; failed: Carol (404); done: Bob. Yes (second) by lee@corp.example (http). Change r1.
2026-01-31 09:04:00Z jane@corp.example (slack): update “Payroll admins”: done. Change r2.
2026-01-31 09:02:00Z mallory (http): members_remove “DB Access”: refused (not_allowed). Change r1.`, result.Text)
	assert.Contains(t, encoded(t, result.Data), `"change":"r1","time":"2026-01-31T09:06:00Z","tool":"govgroup_members_remove"`)
}

func TestOperationArguments(t *testing.T) {
	cases := []struct{ name, arguments, want string }{
		{"narrowed", `{"group":"DB Access","since":"2026-01-31T10:05:00+01:00","limit":1}`, "1 of 2 changes, newest first. Go on at offset 1, or narrow"},
		{"since a date", `{"since":"2026-02-01"}`, "Nothing was changed through govgroup that fits."},
		{"since no time", `{"since":"some\u202e day"}`, "invalid_input: “some day” is not a time. Accepted:"},
		{"until no time", `{"until":"soon"}`, "invalid_input: “soon” is not a time. Accepted:"},
		{"until a day, with all of it", `{"until":"2026-01-31"}`, "4 of 4 changes"},
		{"until the day before", `{"until":"2026-01-30"}`, "Nothing was changed"},
		{"going on", `{"limit":1,"offset":3}`, "1 of 4 changes, newest first.\n2026-01-31 09:02:00Z mallory"},
		{"a person by name", `{"person":"carol"}`, "2 of 2 changes"},
		{"a person by e-mail", `{"person":"bob@corp.example"}`, "2 of 2 changes"},
		{"a person of whom nothing is on record", `{"person":"eve@corp.example"}`, "Nothing was changed"},
		{"limit too high", `{"limit":251}`, "invalid_input"},
		{"unknown argument", `{"grup":"x"}`, `did you mean "group"`},
	}
	log := told(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			result, err := ask(t, log, c.arguments)
			if err != nil {
				assert.Contains(t, err.Error(), c.want)
				return
			}
			assert.Contains(t, result.Text, c.want)
		})
	}
}

func TestOperationOnNothing(t *testing.T) {
	result, err := ask(t, kept(t), "")
	require.NoError(t, err)
	assert.JSONEq(t, `{"items":[],"total":0}`, encoded(t, result.Data))

	_, err = ask(t, nil, "")
	require.ErrorContains(t, err, "unavailable: No audit is kept here")
}

func TestOperationCutsNothingInSilence(t *testing.T) {
	log := kept(t)
	var members []tools.Item
	for i := range 1200 {
		members = append(members, tools.Item{ID: fmt.Sprintf("p%d", i), Name: fmt.Sprintf("Person %d", i), Outcome: tools.ItemDone})
	}
	_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Outcome, Request: "r1", Tool: "govgroup_members_remove", Items: members, State: "done"})
	require.NoError(t, err)
	result, err := ask(t, log, "")
	require.NoError(t, err)
	assert.Contains(t, result.Text, "done: Person 0, Person 1, Person 2, Person 3, Person 4 and 95 more; and 1100 items more.")
	assert.Contains(t, encoded(t, result.Data), `"more_items":1100`)
}

func TestOperationIsSmall(t *testing.T) {
	tool := audit.Operation(nil, nil)
	size := len(encoded(t, tool.Input)) + len(encoded(t, tool.Output)) + len(tool.Description)
	t.Log("bytes:", size)
	assert.Less(t, size, 2400, "tools/list of all tools must stay below 15 kB")
}
