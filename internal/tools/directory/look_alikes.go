// Look-alikes: groups that people take for each other by their names.

package directory

import (
	"context"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// LookAlikesInWords lists what [LookAlikes] finds for a person to tell apart.
func LookAlikesInWords(ctx context.Context, inv *tools.Invocation, group tools.Ref) (string, error) {
	alike, err := LookAlikes(ctx, inv, group)
	return Candidates(alike), err
}

// LookAlikes gives the other groups whose names look like the given one's, the very
// same name included. The API cannot be asked for that, so all groups are read, once
// in an invocation.
func LookAlikes(ctx context.Context, inv *tools.Invocation, group tools.Ref) ([]sailpoint.Group, error) {
	known := cacheOf(inv)
	if known.looks == nil {
		all, err := inv.Client.Groups(ctx, sailpoint.Query{})
		if err != nil {
			return nil, err
		}
		known.looks = map[string][]sailpoint.Group{}
		for _, g := range all {
			look := tools.Skeleton(g.Name)
			known.looks[look] = append(known.looks[look], g)
		}
	}
	alike := slices.Clone(known.looks[tools.Skeleton(group.Name)])
	return slices.DeleteFunc(alike, func(g sailpoint.Group) bool { return strings.EqualFold(g.ID, group.ID) }), nil
}
