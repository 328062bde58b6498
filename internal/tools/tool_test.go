// Declaring tools: what is refused at start-up.

package tools_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

type nothing struct{}

type word struct {
	Word string `json:"word"`
}

func (w word) Text() string { return w.Word }

func say(context.Context, *tools.Invocation, nothing) (word, error) { return word{"said"}, nil }

func change(context.Context, *tools.Invocation, nothing) (tools.Change, error) {
	return nil, tools.Errorf(tools.NotAllowed, "Not here.")
}

func TestIncompleteDeclarationsAreRefused(t *testing.T) {
	t.Parallel()
	whole := tools.Declaration{Name: "govgroup_say", Title: "Say", Description: "Says it.", Effect: tools.Reads}
	cases := map[string]struct {
		spoil func(*tools.Declaration)
		why   string
	}{
		"no effect":         {func(d *tools.Declaration) { d.Effect = 0 }, "no effect declared"},
		"unknown effect":    {func(d *tools.Declaration) { d.Effect = 4 }, "no effect declared"},
		"no title":          {func(d *tools.Declaration) { d.Title = "" }, "title"},
		"no description":    {func(d *tools.Declaration) { d.Description = "" }, "description"},
		"no name":           {func(d *tools.Declaration) { d.Name = "" }, "a name begins with govgroup_"},
		"only the prefix":   {func(d *tools.Declaration) { d.Name = "govgroup_" }, "a name begins with govgroup_"},
		"a foreign name":    {func(d *tools.Declaration) { d.Name = "say" }, "a name begins with govgroup_"},
		"reads but changes": {func(d *tools.Declaration) { d.Effect = tools.Changes }, "declared as changes but built as something else"},
		"reads but takes":   {func(d *tools.Declaration) { d.Effect = tools.Destroys }, "declared as destroys but built as something else"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := whole
			c.spoil(&d)
			_, err := tools.NewCatalogue(nil, tools.Settings{}, tools.Reading(d, say))
			assert.ErrorContains(t, err, c.why)
		})
	}
	_, err := tools.NewCatalogue(nil, tools.Settings{}, tools.Changing(whole, change))
	require.ErrorContains(t, err, "declared as reads but built as something else")
	_, err = tools.NewCatalogue(nil, tools.Settings{}, tools.Reading(whole, say))
	require.NoError(t, err, "the declaration that the cases spoil is itself refused")
}

func TestATwiceDeclaredToolIsRefused(t *testing.T) {
	t.Parallel()
	d := tools.Declaration{Name: "govgroup_say", Title: "Say", Description: "Says it.", Effect: tools.Reads}
	_, err := tools.NewCatalogue(nil, tools.Settings{}, tools.Reading(d, say), tools.Reading(d, say))
	assert.ErrorContains(t, err, "declared twice")
}

func TestEffectsHaveTheContractsWords(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "reads", tools.Reads.String())
	assert.Equal(t, "changes", tools.Changes.String())
	assert.Equal(t, "destroys", tools.Destroys.String())
	assert.Equal(t, "undeclared", tools.Effect(0).String())
}

// What comes from a handler unforeseen says nothing about its insides.
func TestForeignErrorsAreInternalAndSilent(t *testing.T) {
	t.Parallel()
	d := tools.Declaration{Name: "govgroup_say", Title: "Say", Description: "Says it.", Effect: tools.Reads}
	cause := context.DeadlineExceeded
	for err, code := range map[error]tools.Code{assert.AnError: tools.Internal, cause: tools.Unavailable, context.Canceled: tools.Unavailable} {
		c, failed := tools.NewCatalogue(nil, tools.Settings{}, tools.Reading(d, func(context.Context, *tools.Invocation, nothing) (word, error) { return word{}, err }))
		require.NoError(t, failed)
		r, failed := tools.NewRegistry(c, nil, nil)
		require.NoError(t, failed)
		_, failed = r.Call(t.Context(), tools.Call{Tool: d.Name})
		failure := tools.AsError(failed)
		assert.Equal(t, code, failure.Code)
		require.ErrorIs(t, failure, err, "the cause is kept for the log")
		assert.NotContains(t, failure.Error(), assert.AnError.Error())
	}
}
