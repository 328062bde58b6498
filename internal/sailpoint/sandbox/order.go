// Order: how lists are sorted, the sorters parameter.

package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// sortFields are the fields that a list can be sorted by.
type sortFields[T any] map[string]func(a, b T) int

// byText orders by a text without regard to case; records without one come last.
func byText[T any](get func(T) string) func(a, b T) int {
	return func(a, b T) int {
		x, y := get(a), get(b)
		if x == "" || y == "" {
			return cmp.Compare(len(y), len(x))
		}
		return cmp.Or(cmp.Compare(strings.ToLower(x), strings.ToLower(y)), cmp.Compare(x, y))
	}
}

// compile turns "name,-created" into one comparison.
func (f sortFields[T]) compile(sorters string) (func(a, b T) int, error) {
	var chain []func(a, b T) int
	for part := range strings.SplitSeq(sorters, ",") {
		field, descending := strings.CutPrefix(strings.TrimSpace(part), "-")
		compare, ok := f[field]
		if !ok {
			return nil, fmt.Errorf("field %q cannot be sorted by", field)
		}
		if descending {
			ascending := compare
			compare = func(a, b T) int { return ascending(b, a) }
		}
		chain = append(chain, compare)
	}
	return func(a, b T) int {
		for _, compare := range chain {
			if c := compare(a, b); c != 0 {
				return c
			}
		}
		return 0
	}, nil
}

// sorted gives the rows in the order of sorters without touching rows itself.
// Ties keep the order in which rows were created.
func sorted[T any](rows []T, f sortFields[T], sorters string) ([]T, error) {
	compare, err := f.compile(sorters)
	if err != nil {
		return nil, err
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, compare)
	return rows, nil
}
