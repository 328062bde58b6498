// Preview: what a request would write, as the page lays it out. What is written
// stands first and whole; what stays comes after, as counts and the first few.

package approvals

import (
	"fmt"
	"strings"

	"govgroup/internal/tools"
)

// preview is the middle of a request's page.
type preview struct {
	Headline  string // the verb and the name
	Warnings  []string
	Numbers   []number
	Groups    []group
	Notes     []tools.Detail // what else a person should know
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
	tools.GroupPreview
	Mark, Word string // what becomes of it
	Facts      []tools.Detail
}

// skipped are things that are left as they are, for one reason.
type skipped struct {
	Count    int
	Word     string
	Examples []tools.Item
	More     int // beyond the examples
}

// previewOf lays a plan out, group by group in the plan's order.
func previewOf(plan tools.Plan) preview {
	said := plan.Preview()
	p := preview{
		Headline: strings.TrimSuffix(said.Headline, "."), Warnings: said.Warnings, Notes: said.Notes, NoWayBack: said.Irreversible,
		Numbers: numbersOf(said),
	}
	for _, g := range said.Groups {
		p.Groups = append(p.Groups, groupOf(g))
	}
	for _, s := range said.Skipped {
		word := map[string]string{
			tools.ItemInUse: "in use, so it stays", tools.ItemNoChange: "as wanted already", tools.ItemNotFound: "not found",
		}[s.Outcome]
		p.Skipped = append(p.Skipped, skipped{Count: s.Count, Word: word, Examples: s.First, More: s.Count - len(s.First)})
	}
	return p
}

// groupOf lays out what would be written of one group.
func groupOf(g tools.GroupPreview) group {
	out := group{GroupPreview: g, Mark: "changed", Word: "changed"}
	switch g.Action {
	case tools.DeleteGroup:
		out.Mark, out.Word = "goes", "deleted"
	case tools.CreateGroup:
		out.Mark, out.Word = "new", "new"
		out.ID = "" // it has none yet
	}
	if g.Owner.Name != "" {
		out.Facts = append(out.Facts, tools.Detail{Label: "Owner", Value: g.Owner.Name})
	}
	switch {
	case g.Action == tools.DeleteGroup:
		out.Facts = append(out.Facts, tools.Detail{Label: "Members", Value: fmt.Sprintf("%d lose it", g.MembersBefore)})
	case g.MembersBefore != g.MembersAfter:
		out.Facts = append(out.Facts, tools.Detail{Label: "Members", Value: fmt.Sprintf("%d now, %d afterwards", g.MembersBefore, g.MembersAfter)})
	}
	return out
}

// numbersOf counts what would be written, by what it is.
func numbersOf(p tools.Preview) []number {
	var deleted, created, changed, added, removed int
	for _, g := range p.Groups {
		added, removed = added+len(g.Added), removed+len(g.Removed)
		switch g.Action {
		case tools.DeleteGroup:
			deleted++
		case tools.CreateGroup:
			created++
		case tools.UpdateGroup:
			changed++
		}
	}
	var numbers []number
	for _, n := range []struct {
		count           int
		one, word, mark string
	}{
		{deleted, "group", "deleted", "goes"}, {removed, "member", "removed", "goes"}, {created, "group", "created", "new"},
		{added, "member", "added", "new"}, {changed, "group", "changed", "changed"},
	} {
		switch {
		case n.count == 1:
			numbers = append(numbers, number{1, n.one + " " + n.word, n.mark})
		case n.count > 1:
			numbers = append(numbers, number{n.count, n.one + "s " + n.word, n.mark})
		}
	}
	return numbers
}
