// Former names: what a group was called before. A question about a group that was
// renamed just now says so, because people know it by the other name.

package confirm

import (
	"context"
	"fmt"
	"time"

	"govgroup/internal/tools"
)

// formerFor is how long a former name is told.
const formerFor = 24 * time.Hour

// formerNames are warnings about groups of the plan that went under another name
// within the last day, as far as the audit knows.
func (g *Gate) formerNames(ctx context.Context, plan tools.Plan) ([]string, error) {
	if len(plan.Groups) == 0 {
		return nil, nil
	}
	names, err := g.Audit.FormerNames(ctx, g.Tenant, g.Now().Add(-formerFor), plan.Groups)
	if err != nil {
		return nil, g.unrecorded(ctx, err)
	}
	var warnings []string
	for _, now := range plan.Groups {
		for _, was := range names[now.ID] {
			warnings = append(warnings, fmt.Sprintf("%s was called %s at %s.",
				tools.Quoted(now.Name), tools.Quoted(was.Name), was.Last.UTC().Format(time.RFC3339)))
		}
	}
	return warnings, nil
}
