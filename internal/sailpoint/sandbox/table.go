// Table: the records of one kind, in order and by id.

package sandbox

import (
	"slices"
	"strings"
)

// maxOrders bounds the remembered orders of a table.
const maxOrders = 16

// table holds rows in the order of creation. The directory's lock guards it.
type table[T any] struct {
	rows   []*T
	byID   map[string]*T
	sorts  sortFields[*T]
	orders map[string][]*T // remembered orders by sorters, until a row changes
}

// newTable makes room for size rows at once.
func newTable[T any](size int, sorts sortFields[*T]) table[T] {
	return table[T]{rows: make([]*T, 0, size), byID: make(map[string]*T, size), sorts: sorts}
}

// get gives the row or nil; ids are compared without regard to case.
func (t *table[T]) get(id string) *T { return t.byID[strings.ToLower(id)] }

func (t *table[T]) add(id string, row *T) {
	t.rows = append(t.rows, row)
	t.byID[id] = row
	t.changed()
}

// remove closes the gap in place; slices that ordered gave out before are stale.
func (t *table[T]) remove(id string) {
	row := t.byID[id]
	delete(t.byID, id)
	t.rows = slices.DeleteFunc(t.rows, func(r *T) bool { return r == row })
	t.changed()
}

// changed forgets the remembered orders; call it after touching a row.
func (t *table[T]) changed() { t.orders = nil }

// fewRows are so many that sorting them costs less than remembering an order.
const fewRows = 1000

// selected gives the rows that keep is true of, all if it is nil, in the order of
// sorters. A look-up that finds little does not sort everything first: the order
// of a large table would have to be made anew after every change.
func (t *table[T]) selected(sorters string, keep func(*T) bool) ([]*T, error) {
	if keep == nil {
		return t.ordered(sorters)
	}
	rows := filtered(t.rows, keep)
	switch {
	case sorters == "":
		return rows, nil
	case len(rows) <= fewRows:
		return sorted(rows, t.sorts, sorters)
	}
	rows, err := t.ordered(sorters)
	return filtered(rows, keep), err
}

// ordered gives all rows in the order of sorters, or of creation for none.
// Remembering the order keeps paging through a large list from sorting it again
// for each page.
func (t *table[T]) ordered(sorters string) ([]*T, error) {
	if sorters == "" {
		return t.rows, nil
	}
	if rows, ok := t.orders[sorters]; ok {
		return rows, nil
	}
	rows, err := sorted(t.rows, t.sorts, sorters)
	if err != nil {
		return nil, err
	}
	if t.orders == nil || len(t.orders) >= maxOrders {
		t.orders = map[string][]*T{}
	}
	t.orders[sorters] = rows
	return rows, nil
}
