// This file says how a list is asked for.

package sailpoint

// Page is one page of a list.
type Page[T any] struct {
	Items []T
	Total int // how many the whole list has; -1 where the tenant did not say
}

// Query selects what a list holds. The zero value asks for everything.
type Query struct {
	Filter  Filter
	Sorters string // ISC syntax, "-name,id"; empty means a stable default
	Limit   int    // page size; 0 means the API's maximum; whole lists ignore it
	Offset  int    // items to skip; whole lists ignore it
}

// The largest pages the API gives.
const (
	MaxGroupsPage      = 250
	MaxPeoplePage      = 250
	MaxMembersPage     = 50
	MaxConnectionsPage = 50
)
