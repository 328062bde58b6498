// Counted: a plan in numbers.

package jobs

import (
	"strings"

	"govgroup/internal/tools"
)

// counted says what a plan writes, as the part of a sentence.
func counted(plan tools.Plan) string {
	var parts []string
	add := func(n int, before, what string) {
		if n > 0 {
			parts = append(parts, before+tools.Plural(n, what))
		}
	}
	add(plan.Pending(tools.AddMember), "add ", "member")
	add(plan.Pending(tools.UpdateGroup), "change the owner of ", "group")
	add(plan.Pending(tools.RemoveMember), "remove ", "member")
	if len(parts) == 0 {
		return "nothing has to be changed"
	}
	return strings.Join(parts, ", ")
}
