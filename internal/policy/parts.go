// Parts: what a job on many groups is made of. It may do nothing that its caller might
// not do step by step, and every rule for a step is one for the job.

package policy

import (
	"slices"

	"govgroup/internal/tools"
)

// alone are the tools that do a step by itself.
var alone = map[tools.Action]string{
	tools.CreateGroup: tools.NameCreate, tools.UpdateGroup: tools.NameUpdate, tools.DeleteGroup: tools.NameDelete,
	tools.AddMember: tools.NameMembersAdd, tools.RemoveMember: tools.NameMembersRemove,
}

// isSingle reports whether a tool does but one kind of step, by which it is judged
// anyway.
func isSingle(tool string) bool {
	if tool == tools.NameBulkDelete {
		return true
	}
	for _, single := range alone {
		if tool == single {
			return true
		}
	}
	return false
}

// partsOf are the tools that would do those of the steps that are still to be written;
// none for a plan that is no job.
func partsOf(plan tools.Plan, of func(tools.Step) bool) (parts []string) {
	if isSingle(plan.Tool) {
		return nil
	}
	for i, item := range plan.Items {
		step := plan.Step(i)
		if part := alone[step.Action]; item.Outcome == "" && of(step) && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return parts
}
