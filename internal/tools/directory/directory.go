// Package directory knows who and what is meant in a tenant: names to ids of
// governance groups and people, whose groups they are, and who a caller is.
package directory

import (
	"context"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// lookups remembers within one invocation what was looked up, so that the same
// name is not looked up twice.
type lookups struct {
	groups map[string]sailpoint.Group  // by id, and by what they were called in the call
	people map[string]sailpoint.Person // likewise

	members map[string][]sailpoint.Member // by the group's id

	all []sailpoint.Group // all groups; nil: not read

	memberships memberships
}

// memberships is what is known of the caller's memberships. A failure is remembered
// like an answer: rules are asked about many tools, and a tenant that is down
// should be asked once.
type memberships struct {
	groupIDs map[string]bool   // the ids of all groups that the caller is in
	failed   error             // why mine could not be read
	answers  map[string]answer // by the reference that was asked about
}

// answer is remembered for a reference that a rule named.
type answer struct {
	member bool
	err    error
}

// cacheOf lasts as long as the invocation: nothing is believed from an earlier one.
func cacheOf(inv *tools.Invocation) *lookups {
	return tools.Remember(inv, func() *lookups {
		return &lookups{groups: map[string]sailpoint.Group{}, people: map[string]sailpoint.Person{}, members: map[string][]sailpoint.Member{}}
	})
}

// GroupsWhose gives the groups of which something is so, of all that there are.
func GroupsWhose(ctx context.Context, inv *tools.Invocation, so func(sailpoint.Group) bool) (found []sailpoint.Group, err error) {
	known := cacheOf(inv)
	if known.all == nil {
		if known.all, err = inv.Client.Groups(ctx, sailpoint.Query{}); err != nil {
			return nil, err
		}
	}
	for _, g := range known.all {
		if so(g) {
			found = append(found, g)
		}
	}
	return found, nil
}
