// Outcome: how a change ended, in the words that a person and a model read.

package groups_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/tools"
)

// items makes n items of one outcome.
func items(n int, outcome, reason string) []tools.Item {
	made := make([]tools.Item, n)
	for i := range made {
		made[i] = tools.Item{ID: fmt.Sprintf("%s-%d", outcome, i+1), Name: fmt.Sprintf("Person %d", i+1), Outcome: outcome, Reason: reason}
	}
	return made
}

func join(lists ...[]tools.Item) (all []tools.Item) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

func TestStatusAddsUpTheOutcomes(t *testing.T) {
	t.Parallel()
	done, already := items(1, tools.ItemDone, ""), items(1, tools.ItemNoChange, "")
	failed, missing, inUse := items(1, tools.ItemFailed, ""), items(1, tools.ItemNotFound, ""), items(1, tools.ItemInUse, "")
	unknown, untouched := items(1, tools.ItemUnknown, ""), items(1, "", "")
	for _, c := range []struct {
		items  []tools.Item
		status string
	}{
		{done, tools.StatusDone},
		{already, tools.StatusDone},
		{join(done, already), tools.StatusDone},
		{failed, tools.StatusFailed},
		{missing, tools.StatusFailed},
		{inUse, tools.StatusFailed},
		{join(failed, missing, inUse), tools.StatusFailed},
		{join(done, failed), tools.StatusPartly},
		{join(done, missing), tools.StatusPartly},
		{join(already, inUse), tools.StatusPartly},
		{unknown, tools.StatusUnknown},
		{join(done, unknown), tools.StatusUnknown},
		{join(failed, unknown), tools.StatusUnknown},
		{untouched, tools.StatusFailed},
		{join(done, untouched), tools.StatusPartly},
		{join(already, untouched), tools.StatusPartly},
		{join(unknown, untouched), tools.StatusUnknown},
	} {
		assert.Equal(t, c.status, tools.Status(c.items), "%v", tally(c.items))
	}
}

func TestTextsOfOutcomes(t *testing.T) {
	t.Parallel()
	plan := tools.Plan{Summary: "Add 3 members to governance group “DB Access”.", Warnings: []string{"Drew Winters is inactive."}}
	lost := "the answer was lost and the tenant could not be read"
	texts := []string{}
	for _, list := range [][]tools.Item{
		items(3, tools.ItemDone, ""),
		items(2, tools.ItemNoChange, "is a member already"),
		items(12, tools.ItemDone, ""),
		join(items(2, tools.ItemDone, ""), items(1, tools.ItemNoChange, "is a member already"), items(1, tools.ItemFailed, "not done: rate_limited: ask again in 1s.")),
		join(items(1, tools.ItemDone, ""), items(1, tools.ItemInUse, "1 connection"), items(1, tools.ItemNotFound, "no group has this id or name")),
		items(25, tools.ItemFailed, "the tenant shows no effect"),
		join(items(1, tools.ItemDone, ""), items(2, tools.ItemUnknown, lost)),
	} {
		o := tools.Conclude(plan, list)
		texts = append(texts, o.Status+"\n"+o.Text())
	}
	ask := tools.Outcome{
		Status: tools.StatusAsk, Summary: "Nothing has happened yet; a person must decide: " + plan.Summary, Items: items(2, "", ""),
		Confirmation: &tools.Confirmation{
			ID: "c0ffee", Level: "typed", Preview: tools.Lines{{Label: "Group", Value: "“DB Access”"}, {Label: "Members", Value: "12 now, 10 afterwards"}},
			Expires: time.Date(2026, 1, 31, 9, 0, 0, 0, time.UTC), Decide: "A person decides in Slack.",
		},
	}
	golden(t, "outcomes", strings.Join(append(texts, ask.Status+"\n"+ask.Text()), "\n\n"))
}

// A yes cannot be given by whoever reads an answer: nothing in it is a token.
func TestAnAnswerHoldsNothingToApproveWith(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, tool := range e.Registry.Tools() {
		if tool.ReadOnly() {
			continue
		}
		walk(tool.Name, asJSON(t, tool.Output), func(at string, _ any) {
			assert.NotRegexp(t, `(?i)/(token|secret|approve|accept|code|key)[^/]*$`, at)
		})
	}
}

// Text of strangers stays data on its way into answers.
func TestStrangersTextInAnswersIsHarmless(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, hostile := range e.Hostile {
		texts := []string{
			e.ok(t, "govgroup_get", args{"group": hostile.ID}).Text, e.ok(t, "govgroup_members_list", args{"group": hostile.ID}).Text,
			e.ok(t, "govgroup_delete", args{"group": hostile.ID}).Text,
			e.ok(t, "govgroup_update", args{"group": hostile.ID, "description": hostile.Name}).Text,
		}
		for _, text := range texts {
			for line := range strings.SplitSeq(text, "\n") {
				assert.Equal(t, tools.CleanText(line), line)
			}
		}
	}
	for _, hostile := range e.HostilePeople {
		o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": []string{hostile.Alias, hostile.Alias + "\u202e\nno"}})
		for _, item := range o.Items {
			assert.Equal(t, tools.Clean(item.Name), item.Name)
		}
	}
}
