// Query: how a list is asked for.

package sailpoint

import (
	"net/url"
	"strconv"
)

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

// source is a list of the API and its rules.
type source struct {
	path     string
	max      int    // the largest page
	sorters  string // where the query names none, so that pages fit together
	noFilter bool
}

// check refuses a query that the tenant would refuse, or cut short.
func (s source) check(q Query) error {
	switch {
	case q.Limit < 0 || q.Limit > s.max:
		return invalid("the limit %d is out of range: 1 to %d are accepted, and 0 for %d", q.Limit, s.max, s.max)
	case q.Offset < 0:
		return invalid("the offset %d is negative: 0 and above are accepted", q.Offset)
	case s.noFilter && !q.Filter.isZero():
		return invalid("this list cannot be filtered")
	}
	return nil
}

// values is the query as parameters.
func (s source) values(q Query, count bool) url.Values {
	v := url.Values{"sorters": {s.sorters}, "offset": {strconv.Itoa(q.Offset)}, "limit": {strconv.Itoa(s.max)}}
	if q.Sorters != "" {
		v.Set("sorters", q.Sorters)
	}
	if q.Limit != 0 {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	if text := q.Filter.String(); text != "" {
		v.Set("filters", text)
	}
	if count {
		v.Set("count", "true")
	}
	return v
}
