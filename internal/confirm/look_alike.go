// Look-alikes: groups whose names people take for each other. A question about one
// says so, and the name alone does not approve anything then.

package confirm

import (
	"context"
	"fmt"

	"govgroup/internal/tools"
)

// lookAlikes warns of other groups that look like one whose name would have to be
// typed; the id has to be, from then on. What a new name looks like is the plan's to
// say.
func (g *Gate) lookAlikes(ctx context.Context, inv *tools.Invocation, r *Request) error {
	if g.LookAlikes == nil {
		return nil
	}
	for _, group := range r.Plan.Groups {
		if itself, members := r.Plan.Within(group.ID); !r.Typed || len(itself)+len(members) == 0 {
			continue
		}
		others, err := g.LookAlikes(ctx, inv, group)
		if err != nil {
			return err
		}
		if others != "" {
			r.LookAlike = true
			r.Plan.Warnings = append(r.Plan.Warnings, fmt.Sprintf("%s can be taken for another group: %s.", tools.Revealed(group.Name), others))
		}
	}
	return nil
}
