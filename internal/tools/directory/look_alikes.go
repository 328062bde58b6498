// Look-alikes: groups that people take for each other by their names.

package directory

import (
	"context"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// LookAlikesInWords lists what [LookAlikes] finds for a person to tell apart: what
// cannot be seen in a name is shown.
func LookAlikesInWords(ctx context.Context, inv *tools.Invocation, group tools.Ref) (string, error) {
	alike, err := LookAlikes(ctx, inv, group)
	return Candidates(alike), err
}

// LookAlikes gives the other groups whose names look like the given one's, the very
// same name included. The API cannot be asked for that, so all groups are read, once
// in an invocation.
func LookAlikes(ctx context.Context, inv *tools.Invocation, group tools.Ref) ([]sailpoint.Group, error) {
	look := tools.Skeleton(group.Name)
	alike, err := GroupsWhose(ctx, inv, func(g sailpoint.Group) bool { return tools.Skeleton(g.Name) == look })
	return slices.DeleteFunc(alike, func(g sailpoint.Group) bool { return strings.EqualFold(g.ID, group.ID) }), err
}
