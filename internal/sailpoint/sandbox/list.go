// List: what every list has in common, which is order, filter, page, and then the
// rows as the API shows them.

package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// listRules are what a list supports beyond the sorters of its rows. Without
// filters the parameter is refused.
type listRules[T any] struct {
	filters  filterFields[T]
	sorters  sortFields[T]
	only     func(T) bool // rows that the list may hold; nil for all
	maxLimit int
}

// listing is a list request, read and found to be in order.
type listing[T any] struct {
	page
	sorters string
	keep    func(T) bool // nil keeps all
}

// readListing checks everything that does not need the rows, so that a malformed
// request is refused whether or not there is anything to list.
func readListing[T any](t *Tenant, c *call, rules listRules[T]) (l listing[T], err error) {
	if l.page, err = parsePage(c.query, rules.maxLimit, rules.maxLimit); err != nil {
		return l, err
	}
	l.sorters = c.query.Get("sorters")
	l.keep = rules.only
	filter := c.query.Get("filters")
	for name, text := range map[string]string{"sorters": l.sorters, "filters": filter} {
		if text == "" && c.query.Has(name) && t.opts.Switches.RefuseEmptyExpressions {
			return l, bad(codeIllegal, "The parameter %q is empty.", name)
		}
	}
	if filter == "" {
		return l, nil
	}
	if rules.filters == nil {
		return l, bad(codeIllegal, "Invalid filter: this list cannot be filtered.")
	}
	fold := foldCase
	if t.opts.Switches.CaseSensitiveFilters {
		fold = func(s string) string { return s }
	}
	keep, err := rules.filters.compile(filter, fold)
	if err != nil {
		return l, bad(codeIllegal, "Invalid filter: %v.", err)
	}
	l.keep = both(rules.only, keep)
	return l, nil
}

// both is a test that asks two, of which the first may be nil.
func both[T any](first, second func(T) bool) func(T) bool {
	if first == nil {
		return second
	}
	return func(row T) bool { return first(row) && second(row) }
}

// foldCase is how texts are compared where case does not matter.
func foldCase(s string) string { return strings.ToLower(s) }

// listTable answers a list request from a table.
func listTable[T, V any](t *Tenant, c *call, tab *table[T], rules listRules[*T], show func(*T) V) (reply, error) {
	l, err := readListing(t, c, rules)
	if err != nil {
		return reply{}, err
	}
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	if l.sorters != "" {
		if _, err := rules.sorters.compile(l.sorters); err != nil {
			return reply{}, badSorters(err)
		}
	}
	rows, err := tab.selected(l.sorters, l.keep)
	if err != nil {
		return reply{}, badSorters(err)
	}
	l.keep = nil
	if l.sorters == "" && t.opts.Switches.UnorderedLists {
		start := t.dir.turn(len(rows))
		rows = slices.Concat(rows[start:], rows[:start])
	}
	return answerList(c, l, rows, show), nil
}

// turn gives another start in n rows on every call.
func (d *directory) turn(n int) int {
	d.turns++
	return d.turns % max(n, 1)
}

func badSorters(err error) *problem { return bad(codeIllegal, "Invalid sorters: %v.", err) }

// answerList filters and cuts the rows and shows what is left. The lock must be
// held if show needs it.
func answerList[T, V any](c *call, l listing[T], rows []T, show func(T) V) reply {
	if l.keep != nil {
		rows = filtered(rows, l.keep)
	}
	out := reply{status: http.StatusOK}
	if l.count {
		out.header = http.Header{"X-Total-Count": {strconv.Itoa(len(rows))}}
	}
	rows = cut(l.page, rows)
	if c.fault.is(FaultShortPage) {
		rows = rows[:(len(rows)+1)/2]
	}
	views := make([]V, len(rows))
	for i, r := range rows {
		views[i] = show(r)
	}
	out.body = views
	return out
}

func filtered[T any](rows []T, keep func(T) bool) []T {
	var out []T
	for _, r := range rows {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}
