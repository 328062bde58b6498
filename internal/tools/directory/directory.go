// Package directory knows who and what is meant in a tenant: names to ids of
// governance groups and people, whose groups they are, and who a caller is.
package directory

import (
	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// lookups remembers within one invocation what was looked up, so that the same
// name is not looked up twice.
type lookups struct {
	groups map[string]sailpoint.Group  // by id, and by what they were called in the call
	people map[string]sailpoint.Person // likewise

	looks map[string][]sailpoint.Group // all groups, by the skeletons of their names; nil: not read

	memberships memberships
}

func cacheOf(inv *tools.Invocation) *lookups {
	return tools.Remember(inv, func() *lookups {
		return &lookups{groups: map[string]sailpoint.Group{}, people: map[string]sailpoint.Person{}}
	})
}
