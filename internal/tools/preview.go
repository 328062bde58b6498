// Preview: what a person reads before deciding. It is made once from a plan, and
// each front end shows it in its own form: what is written stands first and
// whole; what stays comes after it, as counts and the first few.

package tools

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Preview says all that a plan would write. Its texts have been cleaned.
type Preview struct {
	Headline     string
	Groups       []GroupPreview
	Notes        []Detail // what else a person should know
	Warnings     []string
	Irreversible string // what no undo brings back; empty where it brings back all
	Skipped      []Skipped

	// The gate knows the rest.
	Tenant    string
	Sandbox   bool
	Requester string // named for people
	Surface   string // where the requester asked
	Reason    string // in the requester's own words; a model may have written it
}

// GroupPreview is what would be written of one group. Action is empty where only
// its members change.
type GroupPreview struct {
	Ref
	Action                      Action
	Owner                       Ref
	Added, Removed              []Member
	Changes                     []FieldChange
	MembersBefore, MembersAfter int
	Connections                 []string
	known                       bool // whether the plan says more of the group than its items
}

// Member is somebody who is added or removed. Mark tells them from others of their name:
// their e-mail address, or their id where that is not known or two look alike.
type Member struct {
	Ref
	Mark string
}

// Skipped are the items that are left as they are, for one kind of reason.
type Skipped struct {
	Outcome string
	Count   int
	First   []Item
}

// fewSkipped is how many of the items that stay are named.
const fewSkipped = 5

// Preview lays the plan out, group by group in the plan's order.
func (plan Plan) Preview() Preview {
	p := Preview{Headline: plan.Summary, Notes: plan.Details, Warnings: plan.Warnings, Irreversible: plan.Irreversible}
	at := map[string]int{}
	for i, item := range plan.Items {
		step := plan.Step(i)
		if skipped(item) {
			p.skip(item)
			continue
		}
		n, seen := at[step.Group]
		if !seen {
			n, at[step.Group] = len(p.Groups), len(p.Groups)
			p.Groups = append(p.Groups, plan.groupPreview(step.Group))
		}
		p.Groups[n].add(item, step)
	}
	p.mark(plan.People)
	return p
}

// mark tells the people of the preview apart, also from those who are not in it.
func (p *Preview) mark(emails map[string]string) {
	alike := p.lookAlikes()
	for _, g := range p.Groups {
		for _, members := range [][]Member{g.Added, g.Removed} {
			for i, m := range members {
				members[i].Mark = markOf(m.Ref, emails, alike[Skeleton(m.Name)] > 1)
			}
		}
	}
}

func markOf(ref Ref, emails map[string]string, alike bool) string {
	email, looked := emails[ref.ID]
	known := addressLike.MatchString(email)
	var marks []string
	if known && email != ref.Name {
		marks = append(marks, email)
	}
	if ref.ID != "" && ref.ID != ref.Name && (alike || looked && !known) {
		marks = append(marks, "id "+ref.ID)
	}
	return strings.Join(marks, ", ")
}

// addressLike is an address that cannot be taken for more than one: strangers write them.
var addressLike = regexp.MustCompile(`^[\w.!#$%&'*+/=?^{|}~-]+@[\w.-]+$`)

// skipped reports whether an item is none that a person was asked about.
func skipped(item Item) bool {
	return item.Outcome == ItemNoChange || item.Outcome == ItemInUse || item.Outcome == ItemNotFound
}

func (p *Preview) skip(item Item) {
	at := slices.IndexFunc(p.Skipped, func(s Skipped) bool { return s.Outcome == item.Outcome })
	if at < 0 {
		at, p.Skipped = len(p.Skipped), append(p.Skipped, Skipped{Outcome: item.Outcome})
	}
	s := &p.Skipped[at]
	if s.Count++; len(s.First) < fewSkipped {
		s.First = append(s.First, item)
	}
}

// groupPreview begins with what the plan knows of the group.
func (plan Plan) groupPreview(key string) GroupPreview {
	g := GroupPreview{Ref: Ref{ID: key}}
	for _, known := range plan.Before {
		if known.Key == key {
			g.Name, g.Owner, g.Changes, g.Connections, g.known = known.Name, known.Owner, known.Changes, known.Connections, true
			g.MembersBefore, g.MembersAfter = known.Members, known.Members
		}
	}
	return g
}

func (g *GroupPreview) add(item Item, step Step) {
	ref := Ref{ID: item.ID, Name: item.Name}
	switch step.Action {
	case AddMember:
		g.Added, g.MembersAfter = append(g.Added, Member{Ref: ref}), g.MembersAfter+1
	case RemoveMember:
		g.Removed, g.MembersAfter = append(g.Removed, Member{Ref: ref}), g.MembersAfter-1
	case DeleteGroup:
		g.Ref, g.Action, g.MembersAfter = ref, step.Action, 0
	case CreateGroup:
		g.Ref, g.Action = ref, step.Action // it has no id until it is there
	default:
		g.Ref, g.Action = ref, step.Action
	}
}

// Lines is the preview as text, the headline first. The reason comes last, because a
// model may have written it.
func (p Preview) Lines() Lines {
	lines := Lines{{Value: p.Headline}}
	alike := p.lookAlikes()
	for _, g := range p.Groups {
		lines = append(lines, g.lines(alike)...)
	}
	for _, n := range p.Notes {
		lines = append(lines, Line(n))
	}
	for _, w := range p.Warnings {
		lines = append(lines, Line{"Warning", w})
	}
	if p.Irreversible != "" {
		lines = append(lines, Line{"No way back", p.Irreversible})
	}
	for _, s := range p.Skipped {
		lines = append(lines, s.line())
	}
	if p.Reason != "" {
		lines = append(lines, Line{"Reason, in the words of " + p.Requester, QuotedText(p.Reason)})
	}
	return lines
}

// lookAlikes counts how often each look occurs among groups and among people:
// only where it is more than once does an id help.
func (p Preview) lookAlikes() map[string]int {
	seen, count := map[Ref]bool{}, map[string]int{}
	note := func(ref Ref) {
		if !seen[ref] {
			seen[ref] = true
			count[Skeleton(ref.Name)]++
		}
	}
	for _, g := range p.Groups {
		note(g.Ref)
		for _, m := range slices.Concat(g.Added, g.Removed) {
			note(m.Ref)
		}
	}
	return count
}

// label names a thing so that the end of the name is certain, with its id where
// another one of the preview looks like it.
func label(ref Ref, alike map[string]int) string {
	if ref.ID != "" && alike[Skeleton(ref.Name)] > 1 {
		return fmt.Sprintf("%s (id %s)", Quoted(ref.Name), ref.ID)
	}
	return Quoted(ref.Name)
}

func labels(members []Member) string {
	all := make([]string, len(members))
	for i, m := range members {
		if all[i] = Quoted(m.Name); m.Mark != "" {
			all[i] += " (" + m.Mark + ")"
		}
	}
	return strings.Join(all, ", ")
}

func (g GroupPreview) lines(alike map[string]int) Lines {
	name := label(g.Ref, alike)
	var lines Lines
	switch g.Action {
	case DeleteGroup:
		lines = append(lines, Line{"To be deleted", name + g.inBrackets(Plural(g.MembersBefore, "member"))})
	case CreateGroup:
		lines = append(lines, Line{"To be created", name + g.inBrackets(Plural(len(g.Added), "member"))})
	case UpdateGroup:
		lines = append(lines, Line{"To be changed", name + g.inBrackets("")})
	}
	for _, c := range g.Changes {
		lines = append(lines, c.line(g.Action == CreateGroup))
	}
	if len(g.Added) > 0 {
		lines = append(lines, Line{"To be added to " + name, labels(g.Added)})
	}
	if len(g.Removed) > 0 {
		lines = append(lines, Line{"To be removed from " + name, labels(g.Removed)})
	}
	if g.Action == "" && g.known {
		lines = append(lines, Line{"Members of " + name, fmt.Sprintf("%d now, %d afterwards%s", g.MembersBefore, g.MembersAfter, g.inBrackets(""))})
	}
	if len(g.Connections) > 0 {
		lines = append(lines, Line{"Connections of " + name + " known to the API", strings.Join(g.Connections, ", ")})
	}
	return lines
}

func (c FieldChange) line(isNew bool) Line {
	if isNew {
		return Line{c.Field, fmt.Sprintf("“%s”", InQuotes(c.To))}
	}
	return Line{c.Field, fmt.Sprintf("“%s” becomes “%s”", InQuotes(c.From), InQuotes(c.To))}
}

// inBrackets is what else tells the group from others.
func (g GroupPreview) inBrackets(count string) string {
	var facts []string
	if g.Owner.Name != "" {
		facts = append(facts, "owner "+Quoted(g.Owner.Name))
	}
	if count != "" && (g.known || g.Action == CreateGroup) {
		facts = append(facts, count)
	}
	if len(facts) == 0 {
		return ""
	}
	return " (" + strings.Join(facts, ", ") + ")"
}

func (s Skipped) line() Line {
	words := map[string]string{ItemInUse: "Stay, because they are in use", ItemNoChange: "As wanted already", ItemNotFound: "Not found"}
	var names []string
	for _, item := range s.First {
		name := Quoted(item.Name) + item.within()
		if s.Outcome == ItemInUse {
			name += " (" + item.Reason + ")"
		}
		names = append(names, name)
	}
	if more := s.Count - len(s.First); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return Line{fmt.Sprintf("%s (%d)", words[s.Outcome], s.Count), strings.Join(names, ", ")}
}
