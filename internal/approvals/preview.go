// Preview: what a request would write, as the page lays it out. What is written
// stands first and whole; what stays comes after, as counts and the first few.

package approvals

import (
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// preview is the middle of a request's page.
type preview struct {
	Headline  string // the verb and the name
	Warnings  []string
	Numbers   []number
	Groups    []group
	Skipped   []skipped
	NoWayBack string // what cannot be undone, in a sentence
}

// number is one part of the impact, counted. Mark is how it looks: goes, new,
// changed or neither.
type number struct {
	Count int
	Word  string
	Mark  string
}

// group is one governance group that would be written.
type group struct {
	Name, ID       string
	Mark, Word     string // what becomes of it
	Facts          []tools.Detail
	Changes        []change
	Added, Removed []tools.Ref
	Connections    []string
}

// change is a field that gets another value.
type change struct{ Field, From, To string }

// skipped are things that are left as they are, for one reason.
type skipped struct {
	Count    int
	Word     string
	Examples []tools.Item
	More     int // beyond the examples
}

// examples is how many of the things that stay are named.
const examples = 5

// previewOf lays a plan out, group by group in the plan's order.
func previewOf(plan tools.Plan) preview {
	p := preview{Headline: strings.TrimSuffix(plan.Summary, "."), Warnings: plan.Warnings, NoWayBack: plan.Irreversible}
	for _, id := range groupsOf(plan) {
		p.Groups = append(p.Groups, groupOf(plan, id))
	}
	p.Numbers = numbersOf(plan)
	p.Skipped = skippedOf(plan)
	return p
}

// written reports whether an item is one that a person was asked about: it waits,
// or an attempt was made.
func written(item tools.Item) bool {
	switch item.Outcome {
	case "", tools.ItemDone, tools.ItemFailed, tools.ItemUnknown:
		return true
	}
	return false
}

// groupsOf gives the ids of the groups of which anything would be written.
func groupsOf(plan tools.Plan) []string {
	var ids []string
	for i, item := range plan.Items {
		if id := plan.Step(i).Group; written(item) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// marks say how a group's fate looks and what it is called.
var marks = map[tools.Action]group{
	tools.DeleteGroup:  {Mark: "goes", Word: "deleted"},
	tools.CreateGroup:  {Mark: "new", Word: "new"},
	tools.UpdateGroup:  {Mark: "changed", Word: "changed"},
	tools.AddMember:    {Mark: "changed", Word: "changed"},
	tools.RemoveMember: {Mark: "changed", Word: "changed"},
}

// groupOf lays out what would be written of one group.
func groupOf(plan tools.Plan, id string) group {
	g := group{ID: id, Mark: "changed", Word: "changed"}
	for i, item := range plan.Items {
		step := plan.Step(i)
		if step.Group != id || !written(item) {
			continue
		}
		ref := tools.Ref{ID: item.ID, Name: item.Name}
		switch step.Action {
		case tools.AddMember:
			g.Added = append(g.Added, ref)
		case tools.RemoveMember:
			g.Removed = append(g.Removed, ref)
		default:
			g.Name, g.Mark, g.Word = item.Name, marks[step.Action].Mark, marks[step.Action].Word
		}
	}
	for _, known := range plan.Groups {
		if known.ID == id {
			g.Name = known.Name
		}
	}
	if g.Mark == "new" {
		g.ID = "" // it has none yet
	}
	g.describe(plan, id)
	distinct(g.Added, g.Removed)
	return g
}

// distinct takes the ids off people who are told apart by their names: where all
// have one, nobody sees the two that matter.
func distinct(lists ...[]tools.Ref) {
	count := map[string]int{}
	for _, ref := range slices.Concat(lists...) {
		count[ref.Name]++
	}
	for _, list := range lists {
		for i := range list {
			if count[list[i].Name] == 1 {
				list[i].ID = ""
			}
		}
	}
}

// describe adds what the plan found of the group.
func (g *group) describe(plan tools.Plan, key string) {
	for _, known := range plan.Before {
		if known.Key != key {
			continue
		}
		g.Name, g.Connections = known.Name, known.Connections
		if known.Owner.Name != "" {
			g.Facts = append(g.Facts, tools.Detail{Label: "Owner", Value: known.Owner.Name})
		}
		if g.Mark != "new" {
			g.Facts = append(g.Facts, tools.Detail{Label: "Members", Value: fmt.Sprintf("%d now", known.Members)})
		}
		for _, c := range known.Changes {
			g.Changes = append(g.Changes, change(c))
		}
	}
	if len(plan.Before) <= 1 {
		g.Facts = append(g.Facts, plan.Details...)
	}
}

// numbersOf counts what would be written, by what it is.
func numbersOf(plan tools.Plan) []number {
	var numbers []number
	for _, n := range []struct {
		action    tools.Action
		one, many string
		mark      string
	}{
		{tools.DeleteGroup, "group deleted", "groups deleted", "goes"},
		{tools.RemoveMember, "member removed", "members removed", "goes"},
		{tools.CreateGroup, "group created", "groups created", "new"},
		{tools.AddMember, "member added", "members added", "new"},
		{tools.UpdateGroup, "group changed", "groups changed", "changed"},
	} {
		count := 0
		for i, item := range plan.Items {
			if written(item) && plan.Step(i).Action == n.action {
				count++
			}
		}
		if count == 1 {
			numbers = append(numbers, number{count, n.one, n.mark})
		} else if count > 1 {
			numbers = append(numbers, number{count, n.many, n.mark})
		}
	}
	return numbers
}

// skippedOf gathers what is left as it is.
func skippedOf(plan tools.Plan) []skipped {
	var all []skipped
	for _, kind := range []struct{ outcome, words string }{
		{tools.ItemInUse, "in use, so it stays"}, {tools.ItemNoChange, "as wanted already"}, {tools.ItemNotFound, "not found"},
	} {
		s := skipped{Word: kind.words}
		for _, item := range plan.Items {
			if item.Outcome != kind.outcome {
				continue
			}
			if s.Count++; len(s.Examples) < examples {
				s.Examples = append(s.Examples, item)
			} else {
				s.More++
			}
		}
		if s.Count > 0 {
			all = append(all, s)
		}
	}
	return all
}
