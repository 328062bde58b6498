// Forms: triggers, the stack, updates and answers to submissions.

package slacktest_test

import (
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// modal is a form with one required input.
func modal(title string, more fields) fields {
	name := input(fields{"type": "plain_text_input", "action_id": "name", "min_length": 2, "max_length": 5})
	name["block_id"] = "name"
	v := fields{"type": "modal", "title": text(title), "submit": text("Save"), "blocks": []any{name}}
	for key, value := range more {
		v[key] = value
	}
	return v
}

// answering connects an app whose answer to every interaction is held by what
// is returned.
func answering(t *testing.T, s *slacktest.Slack) *any {
	t.Helper()
	var with any
	app{interact: func(slack.InteractionCallback) any { return with }}.overSockets(t, s)
	return &with
}

// triggered gives a fresh trigger of Jane's.
func triggered(t *testing.T, s *slacktest.Slack) string {
	t.Helper()
	inv, err := s.Command(jane, room, "/govgroup")
	require.NoError(t, err)
	return inv.TriggerID
}

// open opens a form in front of Jane.
func open(t *testing.T, s *slacktest.Slack, view fields) slacktest.View {
	t.Helper()
	got := call(t, s, "views.open", fields{"trigger_id": triggered(t, s), "view": view})
	require.Equal(t, true, got["ok"], got)
	return s.Views(jane)[0]
}

func TestTriggersAreGoodOnceAndForThreeSeconds(t *testing.T) {
	s := start(t, slacktest.Options{})
	attempt := func(trigger any) any {
		return call(t, s, "views.open", fields{"trigger_id": trigger, "view": modal("Form", nil)})["error"]
	}
	assert.Equal(t, "invalid_arguments", attempt(""))
	assert.Equal(t, "invalid_trigger_id", attempt("x"))
	assert.Equal(t, "invalid_trigger_id", attempt("1.2.abc"))

	trigger := triggered(t, s)
	got := call(t, s, "views.open", fields{"trigger_id": trigger, "view": modal(long(25), nil)})
	assert.Equal(t, "invalid_arguments", got["error"])
	assert.Nil(t, attempt(trigger), "a mistake in the view does not cost the trigger")
	assert.Equal(t, "exchanged_trigger_id", attempt(trigger))

	trigger = triggered(t, s)
	s.Advance(2900 * time.Millisecond)
	assert.Nil(t, attempt(trigger))
	trigger = triggered(t, s)
	s.Advance(3100 * time.Millisecond)
	assert.Equal(t, "expired_trigger_id", attempt(trigger))
}

func TestViewLimits(t *testing.T) {
	s := start(t, slacktest.Options{})
	divider := func(int) any { return fields{"type": "divider"} }
	for name, c := range map[string]struct {
		limit int
		make  func(n int) fields
		want  string
	}{
		"title":            {24, func(n int) fields { return fields{"title": text(long(n))} }, "must be less than 25 characters [json-pointer:/view/title/text]"},
		"submit":           {24, func(n int) fields { return fields{"submit": text(long(n))} }, "must be less than 25 characters [json-pointer:/view/submit/text]"},
		"close":            {24, func(n int) fields { return fields{"close": text(long(n))} }, "must be less than 25 characters [json-pointer:/view/close/text]"},
		"private_metadata": {3000, func(n int) fields { return fields{"private_metadata": long(n)} }, "must be less than 3001 characters [json-pointer:/view/private_metadata]"},
		"callback_id":      {255, func(n int) fields { return fields{"callback_id": long(n)} }, "must be less than 256 characters [json-pointer:/view/callback_id]"},
		"blocks":           {100, func(n int) fields { return fields{"blocks": repeated(n, divider)} }, "no more than 100 items allowed [json-pointer:/view/blocks]"},
	} {
		t.Run(name, func(t *testing.T) {
			got := call(t, s, "views.open", fields{"trigger_id": triggered(t, s), "view": modal("F", c.make(c.limit))})
			assert.Equal(t, true, got["ok"])
			got = call(t, s, "views.open", fields{"trigger_id": triggered(t, s), "view": modal("F", c.make(c.limit+1))})
			assert.Equal(t, []any{"invalid_arguments", []any{c.want}}, []any{got["error"], got["errors"]})
		})
	}
}

func TestViewsThatMakeNoSense(t *testing.T) {
	s := start(t, slacktest.Options{})
	heavy := repeated(90, func(int) any { return section(long(2000)) })
	for name, c := range map[string]struct {
		view fields
		want string
	}{
		"input without submit": {modal("F", fields{"submit": nil}), "invalid_arguments"},
		"a table":              {modal("F", fields{"blocks": []any{fields{"type": "data_table"}}}), "invalid_arguments"},
		"home as a form":       {fields{"type": "home", "blocks": []any{}}, "invalid_arguments"},
		"too large":            {modal("F", fields{"blocks": heavy}), "view_too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, call(t, s, "views.open", fields{"trigger_id": triggered(t, s), "view": c.view})["error"])
		})
	}
}

func TestStackOfThree(t *testing.T) {
	s := start(t, slacktest.Options{})
	push := func(title string) fields {
		return call(t, s, "views.push", fields{"trigger_id": triggered(t, s), "view": modal(title, nil)})
	}
	assert.Equal(t, "not_found", push("First")["error"], "there is nothing to push onto")
	root := open(t, s, modal("One", nil))
	second := push("Two")["view"].(fields)
	assert.Equal(t, []any{root.ID, root.ID}, []any{second["root_view_id"], second["previous_view_id"]})
	require.Equal(t, true, push("Three")["ok"])
	assert.Equal(t, "push_limit_reached", push("Four")["error"])

	_, err := s.Submit(jane, root, slacktest.Values{"name": {"abc"}})
	require.ErrorContains(t, err, "not in front")
	_, err = s.CloseView(jane, s.Views(jane)[2])
	require.NoError(t, err)
	assert.Equal(t, "Two", s.Views(jane)[1].Title)
	open(t, s, modal("New", nil))
	assert.Len(t, s.Views(jane), 1, "opening replaces what was open")
}

func TestUpdatesMindHashesAndKeepWhatWasEntered(t *testing.T) {
	s := start(t, slacktest.Options{})
	with := answering(t, s)
	v := open(t, s, modal("Form", fields{"external_id": "mine"}))
	*with = slack.NewErrorsViewSubmissionResponse(map[string]string{"name": "no"})
	_, err := s.Submit(jane, v, slacktest.Values{"name": {"abc"}})
	require.NoError(t, err)

	got := call(t, s, "views.update", fields{"external_id": "mine", "hash": v.Hash, "view": modal("Newer", nil)})
	require.Equal(t, true, got["ok"], got)
	now := s.Views(jane)[0]
	assert.Equal(t, []string{"Newer", "abc"}, []string{now.Title, now.Controls()[0].Chosen[0]})
	assert.Empty(t, now.Errors)
	assert.Equal(t, "hash_conflict", call(t, s, "views.update", fields{"view_id": v.ID, "hash": v.Hash, "view": modal("Old", nil)})["error"])

	require.NoError(t, closed(s, now))
	assert.Equal(t, "not_found", call(t, s, "views.update", fields{"view_id": v.ID, "view": modal("Gone", nil)})["error"])
}

func closed(s *slacktest.Slack, v slacktest.View) error {
	_, err := s.CloseView(jane, v)
	return err
}

func TestExternalIDsAreUnique(t *testing.T) {
	s := start(t, slacktest.Options{})
	open(t, s, modal("Form", fields{"external_id": "mine"}))
	got := call(t, s, "views.open", fields{"trigger_id": triggered(t, s), "view": modal("Form", fields{"external_id": "mine"})})
	assert.Equal(t, "duplicate_external_id", got["error"])
}

func TestAnswersToSubmissions(t *testing.T) {
	for name, c := range map[string]struct {
		answer  any
		titles  []string
		errors  map[string]string
		failure string
	}{
		"nothing closes it":      {nil, []string{"Root"}, nil, ""},
		"clear closes all":       {fields{"response_action": "clear"}, nil, nil, ""},
		"update replaces it":     {fields{"response_action": "update", "view": modal("New", nil)}, []string{"Root", "New"}, nil, ""},
		"push adds one":          {fields{"response_action": "push", "view": modal("More", nil)}, []string{"Root", "Form", "More"}, nil, ""},
		"errors are shown":       {fields{"response_action": "errors", "errors": fields{"name": "taken"}}, []string{"Root", "Form"}, map[string]string{"name": "taken"}, ""},
		"errors for no input":    {fields{"response_action": "errors", "errors": fields{"other": "x"}}, []string{"Root", "Form"}, nil, "dispatch_unknown_error"},
		"an unknown action":      {fields{"response_action": "explode"}, []string{"Root", "Form"}, nil, "dispatch_unknown_error"},
		"a view that is refused": {fields{"response_action": "update", "view": modal(long(25), nil)}, []string{"Root", "Form"}, nil, "dispatch_unknown_error"},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, slacktest.Options{})
			with := answering(t, s)
			open(t, s, modal("Root", nil))
			require.Equal(t, true, call(t, s, "views.push", fields{"trigger_id": triggered(t, s), "view": modal("Form", nil)})["ok"])
			*with = c.answer
			inv, err := s.Submit(jane, s.Views(jane)[1], slacktest.Values{"name": {"abc"}})
			require.NoError(t, err)
			assert.Equal(t, c.failure, inv.Failure)
			var titles []string
			for _, v := range s.Views(jane) {
				titles = append(titles, v.Title)
			}
			assert.Equal(t, c.titles, titles)
			if c.errors != nil || c.failure != "" {
				assert.Equal(t, c.errors, s.Views(jane)[1].Errors)
				assert.Equal(t, c.failure != "", s.Views(jane)[1].SubmitError != "")
			}
		})
	}
}

func TestWhatTheFormItselfRefuses(t *testing.T) {
	s := start(t, slacktest.Options{})
	v := open(t, s, modal("Form", nil))
	before := len(s.Calls())
	for _, value := range []string{"", "a", "abcdef"} {
		_, err := s.Submit(jane, v, slacktest.Values{"name": {value}})
		var incomplete *slacktest.FormError
		require.ErrorAs(t, err, &incomplete, value)
		assert.Contains(t, incomplete.Fields, "name")
	}
	_, err := s.Submit(jane, v, slacktest.Values{"age": {"3"}})
	require.ErrorContains(t, err, `no control "age", only: name`)
	_, err = s.Submit(bob, v, slacktest.Values{"name": {"abc"}})
	require.ErrorContains(t, err, "does not have that form open")
	assert.Len(t, s.Calls(), before)
}

func TestClosingNotifiesWhenAsked(t *testing.T) {
	s := start(t, slacktest.Options{})
	var got slack.InteractionCallback
	app{interact: func(i slack.InteractionCallback) any { got = i; return nil }}.overSockets(t, s)

	v := open(t, s, modal("Quiet", nil))
	inv, err := s.CloseView(jane, v)
	require.NoError(t, err)
	assert.Zero(t, inv.Deliveries)

	v = open(t, s, modal("Loud", fields{"notify_on_close": true, "clear_on_close": true, "private_metadata": "kept"}))
	inv, err = s.CloseView(jane, v)
	require.NoError(t, err)
	assert.True(t, inv.Acked)
	assert.Equal(t, slack.InteractionTypeViewClosed, got.Type)
	assert.Equal(t, "kept", got.View.PrivateMetadata)
	assert.True(t, got.IsCleared)
	assert.Empty(t, s.Views(jane))
}
