// Name: what a governance group may be called, and which others it could be taken
// for then.

package groups

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// checkName refuses names that nobody could call the group by: blank ones, and
// those that look like an id, which never means a name.
func checkName(name string) error {
	switch look := tools.Skeleton(name); {
	case strings.TrimSpace(name) == "":
		return tools.Errorf(tools.InvalidInput, `"name" must not be blank.`)
	case directory.IsGroupID(look):
		return tools.Errorf(tools.InvalidInput, `"name" must not have the form of an id, as %s has: an id means the thing that it belongs to, and never a name.`, tools.Quoted(name))
	}
	return nil
}

// addName puts into the plan what else has the name that a group would get, or
// looks as if it had. The group has no id yet where it would be created.
func addName(ctx context.Context, inv *tools.Invocation, plan *tools.Plan, group tools.Ref) error {
	if err := checkName(group.Name); err != nil {
		return err
	}
	alike, err := directory.LookAlikes(ctx, inv, group)
	if err != nil {
		return err
	}
	var same, similar []sailpoint.Group
	for _, g := range alike {
		plan.LookAlikes = append(plan.LookAlikes, RefTo(g))
		if directory.EqualNames(g.Name, group.Name) {
			same = append(same, g)
		} else {
			similar = append(similar, g)
		}
	}
	if len(same) > 0 {
		plan.Warnings = append(plan.Warnings, fmt.Sprintf("There is already a group of this name: %s.", directory.Candidates(same)))
	}
	if len(similar) > 0 {
		plan.Warnings = append(plan.Warnings, fmt.Sprintf("The name %s looks like another group's: %s.", tools.Revealed(group.Name), directory.Candidates(similar)))
	}
	plan.Facts = append(plan.Facts, tools.StateFact{Name: "Groups that look like " + tools.Quoted(group.Name), Value: cmp.Or(strings.Join(groupIDs(alike), " "), "none")})
	return nil
}

// groupIDs are in an order of their own, so that two lists of the same groups are
// the same fact.
func groupIDs(groups []sailpoint.Group) []string {
	ids := make([]string, len(groups))
	for i, g := range groups {
		ids[i] = g.ID
	}
	slices.Sort(ids)
	return ids
}
