// Look-alikes: groups whose names people take for each other. A question about one
// says so, and the name alone does not approve anything then.

package confirm

import (
	"context"
	"fmt"
	"slices"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// lookAlikes warns of other groups whose names look like those that the request is
// about, where a name is typed or a group gets a new one. Where one group's name
// would be typed, its id is from then on.
func (g *Gate) lookAlikes(ctx context.Context, inv *tools.Invocation, r *Request) error {
	for _, group := range r.Plan.Groups {
		if itself, members := r.Plan.Within(group.ID); !r.Typed || len(itself)+len(members) == 0 {
			continue
		}
		others, err := directory.LookAlikes(ctx, inv, group)
		if err != nil {
			return err
		}
		r.LookAlike = r.LookAlike || len(others) > 0
		r.warnOf(group.Name, others)
	}
	for i, step := range r.Plan.Steps {
		if step.NewName == "" || r.Plan.Items[i].Outcome != "" {
			continue
		}
		others, err := directory.LookAlikes(ctx, inv, tools.Ref{ID: step.Group, Name: step.NewName})
		if err != nil {
			return err
		}
		if step.Action == tools.CreateGroup { // the plan names those of the very same name itself
			others = slices.DeleteFunc(others, func(g sailpoint.Group) bool { return directory.EqualNames(g.Name, step.NewName) })
		}
		r.warnOf(step.NewName, others)
	}
	return nil
}

func (r *Request) warnOf(name string, others []sailpoint.Group) {
	if len(others) > 0 {
		r.Plan.Warnings = append(r.Plan.Warnings, fmt.Sprintf("%s can be taken for another group: %s.", tools.Quoted(name), directory.Candidates(others)))
	}
}
