// Page: how lists are cut, by limit, offset and count.

package sandbox

import (
	"net/url"
	"strconv"
)

// The largest page of each kind of list; without a limit a list gives as many.
const (
	maxGroupPage    = 250
	maxMemberPage   = 50
	maxPersonPage   = 250
	maxSearchPage   = 10000
	usualSearchPage = 250
)

// page is the part of a list that was asked for.
type page struct {
	limit, offset int
	count         bool
}

// parsePage reads the paging parameters and refuses what the API refuses. Without
// a limit there are usual rows on a page, and never more than most.
func parsePage(q url.Values, usual, most int) (p page, err error) {
	if p.limit, err = number(q, "limit", usual); err != nil {
		return p, err
	}
	if p.limit > most {
		return p, bad(codeLimit, "The limit %d is above the maximum of %d.", p.limit, most)
	}
	if p.offset, err = number(q, "offset", 0); err != nil {
		return p, err
	}
	p.count, err = yes(q, "count")
	return p, err
}

// yes reads a parameter that is true or false, and false where it is left out.
func yes(q url.Values, name string) (bool, error) {
	switch text := q.Get(name); {
	case !q.Has(name), text == "false":
		return false, nil
	case text == "true":
		return true, nil
	}
	return false, bad(codeIllegal, "The parameter %q must be true or false.", name)
}

// number reads a parameter of 0 or more. Nothing is rounded or clamped: the API
// refuses what it does not like, and a caller should hear it here first.
func number(q url.Values, name string, def int) (int, error) {
	if !q.Has(name) {
		return def, nil
	}
	n, err := strconv.ParseUint(q.Get(name), 10, 31)
	if err != nil {
		return 0, bad(codeIllegal, "The parameter %q must be a whole number of 0 or more.", name)
	}
	return int(n), nil
}

// cut gives the rows of the page.
func cut[T any](p page, rows []T) []T {
	start := min(p.offset, len(rows))
	return rows[start:min(start+p.limit, len(rows))]
}
