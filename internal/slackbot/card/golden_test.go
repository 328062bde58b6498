// What people see, held by what was checked in: go test -update shows what a
// change does to it.

package card_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

func TestAnswersLookLikeThis(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		tool      string
		arguments map[string]any
	}{
		"group":            {tools.NameGet, map[string]any{"group": w.DBAccess.Name}},
		"group_empty":      {tools.NameGet, map[string]any{"group": w.EmptyApprover.ID}},
		"group_bare":       {tools.NameGet, map[string]any{"group": w.NoDates.ID}},
		"groups":           {tools.NameList, map[string]any{"query": w.SameName[0].Name}},
		"groups_page":      {tools.NameList, map[string]any{"limit": 3, "offset": 3}},
		"groups_none":      {tools.NameList, map[string]any{"query": "no such thing"}},
		"members":          {tools.NameMembersList, map[string]any{"group": w.DBAccess.ID}},
		"connections":      {tools.NameConnectionsList, map[string]any{"group": w.PaymentsApprovers.ID}},
		"connections_none": {tools.NameConnectionsList, map[string]any{"group": w.Unused.ID}},
		"people":           {tools.NamePeopleFind, map[string]any{"query": w.JaneDoe.Email}},
		"history_none":     {tools.NameHistory, map[string]any{"since": "2099-01-01"}},
		"ask_typed":        {tools.NameDelete, map[string]any{"group": w.DBAccess.ID}},
		"already":          {tools.NameMembersAdd, map[string]any{"group": w.NoDescription.ID, "members": []string{w.NoEmail.ID}}},
	} {
		t.Run(name, func(t *testing.T) {
			call, result := w.call(t, c.tool, c.arguments)
			looks(t, name, w.show(t, w.render.Result(call, result, true)).Render(nil))
		})
	}
}

func TestAChangeFromQuestionToUndo(t *testing.T) {
	w := newWorld(t)
	_, none := w.call(t, tools.NameConfirmation, map[string]any{})
	looks(t, "pending_none", w.show(t, w.render.Result(tools.Call{Tool: tools.NameConfirmation}, none, true)).Render(nil))
	call, result := w.call(t, tools.NameMembersRemove, map[string]any{"group": w.LastMember.ID, "members": []string{firstMember(t, w)}})
	looks(t, "ask", w.show(t, w.render.Result(call, result, true)).Render(nil))

	_, pending := w.call(t, tools.NameConfirmation, map[string]any{})
	looks(t, "pending", w.show(t, w.render.Result(tools.Call{Tool: tools.NameConfirmation}, pending, true)).Render(nil))

	id := result.Data.(tools.Outcome).Change
	_, view := w.call(t, tools.NameConfirmation, map[string]any{"id": id})
	assert.Equal(t, card.Confirm, actions(t, w.render.Request(view.Data.(confirm.Requests).Items[0]))[0].Kind, "a request that waits can be decided where it is looked at")

	outcome, err := w.gate.Decide(t.Context(), id, confirm.Answer{Verdict: confirm.Yes, By: someone})
	require.NoError(t, err)
	done := w.render.Outcome(outcome, card.Decision{By: someone.Email, At: time.Now(), Share: true})
	looks(t, "done", w.show(t, done).Render(nil))
	looks(t, "shared", w.show(t, card.Shared(done, someone.Email)).Render(nil))

	_, view = w.call(t, tools.NameConfirmation, map[string]any{"id": id})
	looks(t, "request_done", w.show(t, w.render.Request(view.Data.(confirm.Requests).Items[0])).Render(nil))
	call, result = w.call(t, tools.NameHistory, map[string]any{})
	looks(t, "history", w.show(t, w.render.Result(call, result, true)).Render(nil))
}

func firstMember(t *testing.T, w *world) string {
	t.Helper()
	_, result := w.call(t, tools.NameMembersList, map[string]any{"group": w.LastMember.ID})
	return result.Data.(groups.Members).Items[0].ID
}

func TestFaultsProgressAndHelpLookLikeThis(t *testing.T) {
	w := newWorld(t)
	grammar := command.New("/govgroup", w.registry.Tools())
	help := func(words ...string) card.Message {
		found, err := grammar.Help(words)
		require.NoError(t, err)
		return w.render.Help(found)
	}
	for name, m := range map[string]card.Message{
		"fault":     w.render.Error(tools.Errorf(tools.NotFound, "Nobody is %s. Search with govgroup_people_find. Nothing was changed.", "<!channel>"), "c0ffee"),
		"fault_new": w.render.Error(tools.Errorf("of tomorrow", "Something new."), "c0ffee"),
		"progress":  w.render.Progress(tools.Progress{Done: 35, Total: 100, Text: "removing members"}),
		"working":   w.render.Progress(tools.Progress{Text: "looking"}),
		"launcher":  w.render.Launcher(),
		"help":      help(),
		"help_one":  help("members", "add"),
		"help_del":  help("delete"),
		"whoami": w.render.Whoami([]card.Check{
			{Name: "Workspace", OK: true, Note: "The workspace T0CORP is allowed."}, {Name: "Account", Note: "The account is not active."},
		}, tools.Result{}),
		"stale": w.render.Outcome(tools.Outcome{
			Status: tools.StatusStale, Summary: "Nothing was changed, because the group was renamed.",
			Confirmation: &tools.Confirmation{ID: "1", Level: "client", Preview: []string{"Delete it.", "Owner: Jane", "A line without a label"}, Expires: time.Now()},
		}, card.Decision{}),
		"half_done": w.render.Outcome(tools.Outcome{
			Status: tools.StatusPartly, Summary: "Some were deleted.", Change: "1", Warnings: []string{"Look at it."},
			Items: []tools.Item{{Name: "A", Outcome: tools.ItemDone}, {Name: "B", Outcome: tools.ItemInUse, Reason: "a role uses it"}, {Name: "C"}, {Name: "D", Outcome: tools.ItemFailed}},
		}, card.Decision{}),
	} {
		t.Run(name, func(t *testing.T) { looks(t, name, w.show(t, m).Render(nil)) })
	}
}
