// Owner changes: judged on their own, because a new owner may get rights with the
// group that whoever made the change does not have.

package policy

import (
	"strings"

	"govgroup/internal/tools"
)

// ownerWord stands in a policy for a change of a group's owner, as a tool's name
// does for the tool. A policy that nowhere says it judges such a change as any
// other update.
const ownerWord = tools.NameUpdate + ":owner"

// changesOwner reports whether the plan would give a group another owner.
func changesOwner(plan tools.Plan) bool {
	for i, step := range plan.Steps {
		if step.Action == tools.UpdateGroup && step.NewOwner != "" && plan.Items[i].Outcome == "" {
			return true
		}
	}
	return false
}

// words are what a plan has to be allowed as for one of its groups.
func (c *compiled) words(plan tools.Plan, t target) []string {
	words := append([]string{plan.Tool}, partsOf(plan, func(s tools.Step) bool { return s.Group == t.id })...)
	if c.ownersApart && changesOwner(plan) {
		words = append(words, ownerWord)
	}
	return words
}

// concerns reports whether the set is about the plan.
func (set toolset) concerns(plan tools.Plan) bool {
	for _, part := range partsOf(plan, func(tools.Step) bool { return true }) {
		if set[part] {
			return true
		}
	}
	return set[plan.Tool] || set[ownerWord] && changesOwner(plan)
}

// tellsOwnersApart reports whether the file says anything of owner changes.
func (f form) tellsOwnersApart() bool {
	var all []word
	for _, r := range f.Rules {
		all = append(append(all, r.value.Allow...), r.value.Deny...)
	}
	for _, w := range all {
		if strings.Contains(w.value, ":") {
			return true
		}
	}
	return false
}
