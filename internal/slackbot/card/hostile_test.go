// Names and descriptions of strangers: whatever they are, they show as they are,
// ring nobody and break no limit.

package card_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/slacktest"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// nasty are the stuff of hostile names.
var nasty = []string{
	"<!channel>", "<!here|x>", "<@U0JANE>", "<!subteam^S1>", "@everyone", "*bold*", "_it_", "~gone~", "`code`", "```", ":fire:",
	"<https://evil.example|Click>", "https://evil.example", "&lt;!channel&gt;", "&amp;", "&", "<", ">", `"`, `\`, "\n", "\r\n", "\t", "%s%d",
	"\u202eright to left", "עברית", "\u200b", "👩‍👩‍👧‍👦", "e\u0301", "\x00", "\xff\xfe", " ", "", "{id}", "| --- |", "> quote", "• ",
}

// hostile makes a name of such pieces, now and then a very long one.
func hostile(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(6) {
		b.WriteString(nasty[r.IntN(len(nasty))])
	}
	if r.IntN(12) == 0 {
		return strings.Repeat(b.String()+nasty[r.IntN(len(nasty))], r.IntN(100))
	}
	return b.String()
}

// several calls make for some of the things.
func several[T any](r *rand.Rand, most int, one func() T) []T {
	all := []T{}
	for range r.IntN(most + 1) {
		all = append(all, one())
	}
	return all
}

// pageOf is a part of a longer list.
func pageOf[T any](r *rand.Rand, items []T) tools.Page[T] {
	return tools.Page[T]{List: tools.List[T]{Items: items, Total: r.IntN(1000)}, Offset: r.IntN(1000)}
}

// everything is every kind of message, made of hostile texts.
func everything(e *env, r *rand.Rand) map[string]card.Message {
	name := func() string { return hostile(r) }
	item := func() tools.Item {
		return tools.Item{ID: name(), Name: name(), Outcome: []string{"", tools.ItemDone, tools.ItemFailed}[r.IntN(3)], Reason: name()}
	}
	group := func() groups.Group {
		return groups.Group{ID: name(), Name: name(), Description: name(), Owner: groups.Owner{ID: name(), Name: name(), Email: name()}}
	}
	line := func() tools.Line { return tools.Line{Label: name(), Value: name()} }
	view := func() card.Request {
		status := []string{tools.StatusAsk, tools.StatusDone, tools.StatusDeclined}[r.IntN(3)]
		return card.Request{
			ID: "1", Lines: append(tools.Lines{{Value: name()}}, several(r, 60, line)...), Tenant: name(), Asker: name(), Surface: name(), Reason: name(),
			Deciders: name(), Phrase: name(), Own: r.IntN(2) == 0, Everyone: r.IntN(2) == 0, Expires: time.Now(), DecidedBy: name(),
			Outcome: tools.Outcome{Status: status, Summary: name(), Change: "1", Items: several(r, 50, item), Warnings: several(r, 9, name)},
		}
	}
	show := func(tool string, data any) card.Message {
		arguments, _ := json.Marshal(map[string]any{"group": name(), "offset": r.IntN(100)})
		return e.render.Result(tools.Call{Tool: tool, Arguments: arguments}, tools.Result{Data: data}, true)
	}
	ref := func() tools.Ref { return tools.Ref{ID: name(), Name: name()} }
	member := func() groups.Member { return groups.Member{Name: name(), Email: name()} }
	connection := func() groups.Connection { return groups.Connection{Type: name(), Name: name()} }
	person := func() directory.Person { return directory.Person{ID: name(), Name: name(), Email: name()} }
	change := func() audit.HistoryItem {
		return audit.HistoryItem{Actor: name(), Tool: name(), Groups: []tools.Ref{ref(), {}, {}, {}}}
	}
	outcome := tools.Outcome{Status: tools.StatusPartly, Summary: name(), Change: "1", Items: several(r, 400, item), Warnings: several(r, 9, name)}
	return map[string]card.Message{
		"group":       show(tools.NameGet, groups.GroupFound{Group: group(), Warnings: several(r, 3, name)}),
		"groups":      show(tools.NameList, groups.Groups{Page: pageOf(r, several(r, 250, group))}),
		"members":     show(tools.NameMembersList, groups.Members{Group: ref(), Page: pageOf(r, several(r, 250, member))}),
		"connections": show(tools.NameConnectionsList, groups.Connections{Group: ref(), Page: pageOf(r, several(r, 50, connection))}),
		"people":      show(tools.NamePeopleFind, groups.People{List: pageOf(r, several(r, 50, person)).List}),
		"history":     show(tools.NameHistory, audit.History{Page: pageOf(r, several(r, 250, change))}),
		"requests":    e.render.Requests(several(r, 20, view)),
		"request":     e.render.Request(view()),
		"ask":         e.render.Ask(view(), name()),
		"outcome":     e.render.Outcome(outcome, true),
		"fault":       e.render.Error(tools.Errorf(tools.NotFound, "%s", name()), name()),
		"progress":    e.render.Progress(tools.Progress{Done: r.IntN(9) - 3, Total: r.IntN(5), Text: name()}),
		"shared":      card.Shared(e.render.Ask(view(), name()), name()),
		"whoami":      e.render.Whoami([]card.Check{{Name: name(), Note: name()}}, tools.Result{Text: name()}),
		"help":        e.render.Help([]command.Help{{Usage: name(), Title: name(), About: name(), Example: name()}}),
		"unknown":     e.render.Result(tools.Call{Tool: "govgroup_new"}, tools.Result{Text: name()}, true),
	}
}

func TestHostileTextBreaksNothingAndRingsNobody(t *testing.T) {
	e := newEnv(t)
	for seed := range uint64(12) {
		for kind, m := range everything(e, rand.New(rand.NewPCG(seed, 1))) {
			at := fmt.Sprintf("%s, seed %d", kind, seed)
			require.NoError(t, m.Check(), at)
			require.NotEmpty(t, m.Blocks, at)
			_, err := e.api.PostEphemeralContext(t.Context(), room, jane, m.Options()...)
			require.NoError(t, err, at)
			seen := e.slack.Messages(room, jane)
			require.Empty(t, seen[len(seen)-1].Notifies(), at)
			plain := card.Message{Text: m.Text} // what is left where blocks are not shown
			_, err = e.api.PostEphemeralContext(t.Context(), room, jane, plain.Options()...)
			require.NoError(t, err, at)
			seen = e.slack.Messages(room, jane)
			require.Empty(t, seen[len(seen)-1].Notifies(), at)
		}
	}
}

func TestANameShowsAsItIs(t *testing.T) {
	e := newEnv(t)
	const name = "<!channel> *bold* _it_ `x` &amp; <@U0JANE> :fire: https://evil.example"
	for kind, m := range map[string]card.Message{
		"a group":    e.render.Result(tools.Call{Tool: tools.NameGet}, tools.Result{Data: groups.GroupFound{Group: groups.Group{Name: name}}}, false),
		"a list":     e.render.Result(tools.Call{Tool: tools.NameList}, tools.Result{Data: groups.Groups{Page: tools.Page[groups.Group]{List: tools.List[groups.Group]{Items: []groups.Group{{Name: name}}, Total: 1}}}}, false),
		"a question": e.render.Ask(waiting("Delete “"+name+"”."), ""),
		"an outcome": e.render.Outcome(tools.Outcome{Summary: "Done.", Items: []tools.Item{{Name: name, Outcome: tools.ItemDone}}}, false),
		"a fault":    e.render.Error(tools.Errorf(tools.NotFound, "No “%s”.", name), "1"),
	} {
		seen := e.show(t, m)
		assert.Contains(t, seen.Render(nil), name, kind)
		assert.Empty(t, seen.Notifies(), kind)
		assert.Contains(t, slacktest.Message{Text: m.Text}.Text, "&lt;!channel&gt;", kind)
	}
}
