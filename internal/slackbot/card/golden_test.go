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
	looks(t, "pending_none", w.show(t, w.render.Requests(nil)).Render(nil))
	_, typed := w.call(t, tools.NameDelete, map[string]any{"group": w.DBAccess.ID})
	looks(t, "ask_typed", w.show(t, w.render.Request(w.request(t, typed.Data.(tools.Outcome).Change))).Render(nil))
	_, result := w.call(t, tools.NameMembersRemove, map[string]any{"group": w.LastMember.ID, "members": []string{firstMember(t, w)}})
	id := result.Data.(tools.Outcome).Change
	looks(t, "ask", w.show(t, w.render.Request(w.request(t, id))).Render(nil))
	looks(t, "pending", w.show(t, w.render.Requests([]card.Request{w.request(t, id)})).Render(nil))
	assert.Equal(t, card.Confirm, actions(t, w.render.Request(w.request(t, id)))[0].Kind, "a request that waits can be decided where it is looked at")

	_, err := w.gate.Decide(t.Context(), id, confirm.Answer{Verdict: confirm.Yes, By: someone})
	require.NoError(t, err)
	done := w.render.Ended(w.request(t, id), true)
	looks(t, "done", w.show(t, done).Render(nil))
	looks(t, "shared", w.show(t, card.Shared(done, someone.Email)).Render(nil))

	call, result := w.call(t, tools.NameHistory, map[string]any{})
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
		"stale": w.render.Ask(waiting("Delete it.", "Owner: Jane", "A line without a label"), "Nothing was changed, because the group was renamed."),
		"approver": w.render.Ask(card.Request{
			ID: "1", Lines: []string{"Delete it."}, Asker: "jane@corp.example", Surface: "stdio", Tenant: "acme.example", Everyone: true,
			Deciders: "Only someone else with the role approver may decide: in Slack.", Expires: time.Now(), Outcome: tools.Outcome{Status: tools.StatusAsk},
		}, "jane@corp.example asks for this."),
		"refused": w.render.Ask(card.Request{
			ID: "1", Lines: []string{"Delete it."}, Own: true, Refusal: "You made this request yourself; it needs the approval of someone else.",
			Deciders: "Only someone else with the role approver may decide: in Slack.", Expires: time.Now(), Outcome: tools.Outcome{Status: tools.StatusAsk},
		}, ""),
		"declined": w.render.Ended(card.Request{
			ID: "1", Lines: []string{"Delete it."}, Asker: "jane@corp.example", Surface: "slack", Tenant: "acme.example", Reason: "No longer used", DecidedBy: "avery@corp.example", DecidedAt: time.Now(),
			Outcome: tools.Outcome{Status: tools.StatusDeclined, Change: "1", Summary: "Request 1 was declined by avery@corp.example, who says: “It is used.”."},
		}, false),
		"half_done": w.render.Outcome(tools.Outcome{
			Status: tools.StatusPartly, Summary: "Some were deleted.", Change: "1", Warnings: []string{"Look at it."},
			Items: []tools.Item{{Name: "A", Outcome: tools.ItemDone}, {Name: "B", Outcome: tools.ItemInUse, Reason: "a role uses it"}, {Name: "C"}, {Name: "D", Outcome: tools.ItemFailed}},
		}, false),
	} {
		t.Run(name, func(t *testing.T) { looks(t, name, w.show(t, m).Render(nil)) })
	}
}
