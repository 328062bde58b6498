// Which yes a change needs.

package confirm

import "govgroup/internal/tools"

// defaultPolicy is the version noted on requests judged by the built-in rules.
const defaultPolicy = "built-in 1"

// fewMembers is up to how many members may be removed with a plain yes.
const fewMembers = 10

// levelFor is the built-in rule: what only changes passes, deleting wants the
// name typed, and so does removing more than a few members.
func levelFor(p tools.Plan) Level {
	switch {
	case p.Effect == tools.Changes:
		return None
	case p.Tool == "govgroup_members_remove" && p.Pending() <= fewMembers:
		return Client
	}
	return Typed
}
