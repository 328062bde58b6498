// Former names: what a group was called before. A question about a group that was
// renamed just now says so, because people know it by the other name.

package confirm

import (
	"context"
	"fmt"
	"time"

	"govgroup/internal/audit"
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
	changes, _, err := g.Audit.History(ctx, audit.Query{Tenant: g.Tenant, Since: g.Now().Add(-formerFor)})
	if err != nil {
		return nil, g.unrecorded(err)
	}
	var warnings []string
	told := map[tools.Ref]bool{}
	for _, now := range plan.Groups {
		for _, c := range changes {
			for _, was := range c.Groups {
				if was.ID != now.ID || was.Name == now.Name || told[was] {
					continue
				}
				told[was] = true
				warnings = append(warnings, fmt.Sprintf("%s was called %s at %s.",
					tools.Quoted(now.Name), tools.Quoted(was.Name), c.Time.UTC().Format(time.RFC3339)))
			}
		}
	}
	return warnings, nil
}
