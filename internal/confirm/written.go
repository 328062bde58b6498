// Written: everything that a plan would write, in words. A question says this
// first and whole; what stays as it is comes last, as a count and the first few.

package confirm

import (
	"cmp"
	"fmt"
	"strings"

	"govgroup/internal/tools"
)

// written names every item that would be written, by what is done to it.
func written(plan tools.Plan) []string {
	var lines []string
	seen := map[tools.Step]bool{}
	for i, step := range plan.Steps {
		kind := tools.Step{Action: step.Action}
		if step.OfMember() {
			kind.Group = step.Group
		}
		if plan.Items[i].Outcome != "" || seen[kind] {
			continue
		}
		seen[kind] = true
		lines = append(lines, fate(plan, kind)+": "+strings.Join(named(plan, kind), ", "))
	}
	return lines
}

// fate says what is done to the items of a kind.
func fate(plan tools.Plan, kind tools.Step) string {
	switch kind.Action {
	case tools.CreateGroup:
		return "Will be created"
	case tools.DeleteGroup:
		return "Will be deleted"
	case tools.AddMember:
		return "Will be added to " + groupName(plan, kind.Group)
	case tools.RemoveMember:
		return "Will be removed from " + groupName(plan, kind.Group)
	}
	return "Will be changed"
}

// named are the names of the items of a kind, with their ids where two are called
// the same.
func named(plan tools.Plan, kind tools.Step) []string {
	count := map[string]int{}
	for _, item := range plan.Items {
		count[item.Name]++
	}
	var names []string
	for i, step := range plan.Steps {
		item := plan.Items[i]
		if item.Outcome != "" || step.Action != kind.Action || (kind.Group != "" && step.Group != kind.Group) {
			continue
		}
		name := tools.Quoted(item.Name)
		if count[item.Name] > 1 || item.Name == "" {
			name += " (id " + item.ID + ")"
		}
		names = append(names, name)
	}
	return names
}

// groupName is what the group of a step is called, also one that is still to be
// created.
func groupName(plan tools.Plan, id string) string {
	for _, g := range plan.Groups {
		if g.ID == id {
			return tools.Quoted(g.Name)
		}
	}
	for i, step := range plan.Steps {
		if step.Action == tools.CreateGroup && step.Group == id {
			return tools.Quoted(plan.Items[i].Name)
		}
	}
	return "the group " + tools.Clean(id)
}

// stays reports whether the item was found to need no writing, or not to bear it,
// before anything was written.
func stays(item tools.Item) bool {
	return item.Outcome == tools.ItemNoChange || item.Outcome == tools.ItemInUse || item.Outcome == tools.ItemNotFound
}

// fewStay is how many of those that stay are named.
const fewStay = 5

// staying tells how many of the items named would not be written, and of the
// first few why.
func staying(plan tools.Plan) []string {
	var few []string
	count := 0
	for _, item := range plan.Items {
		if !stays(item) {
			continue
		}
		if count++; count <= fewStay {
			why := cmp.Or(item.Reason, strings.ReplaceAll(item.Outcome, "_", " "))
			few = append(few, fmt.Sprintf("%s (%s)", tools.Quoted(item.Name), why))
		}
	}
	if count == 0 {
		return nil
	}
	text := fmt.Sprintf("Will stay as it is (%d): %s", count, strings.Join(few, ", "))
	if count > fewStay {
		text += fmt.Sprintf(" and %d more", count-fewStay)
	}
	return []string{text}
}
