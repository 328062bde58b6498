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
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

func TestAnswersLookLikeThis(t *testing.T) {
	e := newEnv(t)
	for name, c := range map[string]struct {
		tool      string
		arguments map[string]any
	}{
		"group":            {tools.NameGet, map[string]any{"group": e.DBAccess.Name}},
		"group_empty":      {tools.NameGet, map[string]any{"group": e.EmptyApprover.ID}},
		"group_bare":       {tools.NameGet, map[string]any{"group": e.NoDates.ID}},
		"groups":           {tools.NameList, map[string]any{"query": e.SameName[0].Name}},
		"groups_page":      {tools.NameList, map[string]any{"limit": 3, "offset": 3}},
		"groups_none":      {tools.NameList, map[string]any{"query": "no such thing"}},
		"members":          {tools.NameMembersList, map[string]any{"group": e.DBAccess.ID}},
		"connections":      {tools.NameConnectionsList, map[string]any{"group": e.PaymentsApprovers.ID}},
		"connections_none": {tools.NameConnectionsList, map[string]any{"group": e.Unused.ID}},
		"people":           {tools.NamePeopleFind, map[string]any{"query": e.JaneDoe.Email}},
		"history_none":     {tools.NameHistory, map[string]any{"since": "2099-01-01"}},
		"already":          {tools.NameMembersAdd, map[string]any{"group": e.NoDescription.ID, "members": []string{e.NoEmail.ID}}},
	} {
		t.Run(name, func(t *testing.T) {
			call, result := e.call(t, c.tool, c.arguments)
			looks(t, name, e.show(t, e.render.Result(call, result, true)).Render(nil))
		})
	}
}

func TestAChangeFromQuestionToUndo(t *testing.T) {
	e := newEnv(t)
	looks(t, "pending_none", e.show(t, e.render.Requests(nil)).Render(nil))
	_, typed := e.call(t, tools.NameDelete, map[string]any{"group": e.DBAccess.ID})
	looks(t, "ask_typed", e.show(t, e.render.Request(e.request(t, typed.Data.(tools.Outcome).Change))).Render(nil))
	_, result := e.call(t, tools.NameMembersRemove, map[string]any{"group": e.LastMember.ID, "members": []string{firstMember(t, e)}})
	id := result.Data.(tools.Outcome).Change
	looks(t, "ask", e.show(t, e.render.Request(e.request(t, id))).Render(nil))
	looks(t, "pending", e.show(t, e.render.Requests([]card.Request{e.request(t, id)})).Render(nil))
	assert.Equal(t, card.Confirm, actions(t, e.render.Request(e.request(t, id)))[0].Kind, "a request that waits can be decided where it is looked at")

	_, err := e.Gate.Decide(t.Context(), id, confirm.Answer{Verdict: confirm.Yes, By: someone})
	require.NoError(t, err)
	done := e.render.Ended(e.request(t, id), true)
	looks(t, "done", e.show(t, done).Render(nil))
	looks(t, "shared", e.show(t, card.Shared(done, someone.Email)).Render(nil))

	call, result := e.call(t, tools.NameHistory, map[string]any{})
	looks(t, "history", e.show(t, e.render.Result(call, result, true)).Render(nil))
}

func firstMember(t *testing.T, e *env) string {
	t.Helper()
	_, result := e.call(t, tools.NameMembersList, map[string]any{"group": e.LastMember.ID})
	return result.Data.(groups.Members).Items[0].ID
}

func TestFaultsProgressAndHelpLookLikeThis(t *testing.T) {
	e := newEnv(t)
	grammar := command.New("/govgroup", e.Registry.Tools())
	help := func(words ...string) card.Message {
		found, err := grammar.Help(words)
		require.NoError(t, err)
		return e.render.Help(found)
	}
	for name, m := range map[string]card.Message{
		"fault":     e.render.Error(tools.Errorf(tools.NotFound, "Nobody is %s. Search with govgroup_people_find. Nothing was changed.", "<!channel>"), "c0ffee"),
		"fault_new": e.render.Error(tools.Errorf("of tomorrow", "Something new."), "c0ffee"),
		"progress":  e.render.Progress(tools.Progress{Done: 35, Total: 100, Text: "removing members"}),
		"working":   e.render.Progress(tools.Progress{Text: "looking"}),
		"launcher":  e.render.Launcher(testenv.Operations()),
		"help":      help(),
		"help_one":  help("members", "add"),
		"help_del":  help("delete"),
		"whoami": e.render.Whoami([]card.Check{
			{Name: "Workspace", OK: true, Note: "The workspace T0CORP is allowed."}, {Name: "Account", Note: "The account is not active."},
		}, tools.Result{}),
		"stale": e.render.Ask(waiting("Delete it.", tools.Line{Label: "Owner", Value: "Jane"}, tools.Line{Value: "A line without a label"}), "Nothing was changed, because the group was renamed."),
		"approver": e.render.Ask(card.Request{
			ID: "1", Lines: tools.Lines{{Value: "Delete it."}}, Asker: "jane@corp.example", Surface: "stdio", Tenant: "acme.example", Everyone: true,
			Deciders: "Only someone else with the role approver may decide: in Slack.", Expires: time.Now(), Outcome: tools.Outcome{Status: tools.StatusAsk},
		}, "jane@corp.example asks for this."),
		"refused": e.render.Ask(card.Request{
			ID: "1", Lines: tools.Lines{{Value: "Delete it."}}, Own: true, Refusal: "You made this request yourself; it needs the approval of someone else.",
			Deciders: "Only someone else with the role approver may decide: in Slack.", Expires: time.Now(), Outcome: tools.Outcome{Status: tools.StatusAsk},
		}, ""),
		"declined": e.render.Ended(card.Request{
			ID: "1", Lines: tools.Lines{{Value: "Delete it."}}, Asker: "jane@corp.example", Surface: "slack", Tenant: "acme.example", Reason: "No longer used", DecidedBy: "avery@corp.example", DecidedAt: time.Now(),
			Outcome: tools.Outcome{Status: tools.StatusDeclined, Change: "1", Summary: "Request 1 was declined by avery@corp.example, who says: “It is used.”."},
		}, false),
		"half_done": e.render.Outcome(tools.Outcome{
			Status: tools.StatusPartly, Summary: "Some were deleted.", Change: "1", Warnings: []string{"Look at it."},
			Items: []tools.Item{{Name: "A", Outcome: tools.ItemDone}, {Name: "B", Outcome: tools.ItemInUse, Reason: "a role uses it"}, {Name: "C"}, {Name: "D", Outcome: tools.ItemFailed}},
		}, false),
	} {
		t.Run(name, func(t *testing.T) { looks(t, name, e.show(t, m).Render(nil)) })
	}
}
