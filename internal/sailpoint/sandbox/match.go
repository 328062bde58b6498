// Match: the meaning of filters, which fields and operators a list supports, and
// whether a record matches.

package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// filterField is a field that can be filtered on.
type filterField[T any] struct {
	ops     string // the operators it supports, separated by spaces
	boolean bool   // it is true or false
	// any tells whether one of the field's values passes the test.
	any func(record T, test func(string) bool) bool
}

// filterFields are the fields of a list, by the name used in filters.
type filterFields[T any] map[string]filterField[T]

// one is a field with a single value.
func one[T any](get func(T) string) func(T, func(string) bool) bool {
	return func(record T, test func(string) bool) bool { return test(get(record)) }
}

// compile turns a filter into a predicate. Every value passes through fold
// before it is compared, which is how case is ignored.
func (f filterFields[T]) compile(text string, fold func(string) string) (func(T) bool, error) {
	tree, err := parseFilter(text)
	if err != nil {
		return nil, err
	}
	return f.build(tree, fold)
}

// build gives a parsed filter its meaning, and finds what it cannot mean.
func (f filterFields[T]) build(c *clause, fold func(string) string) (func(T) bool, error) {
	if c.left == nil {
		return f.compare(c, fold)
	}
	left, err := f.build(c.left, fold)
	if err != nil {
		return nil, err
	}
	if c.op == "not" {
		return func(r T) bool { return !left(r) }, nil
	}
	right, err := f.build(c.right, fold)
	if err != nil {
		return nil, err
	}
	if c.op == "and" {
		return func(r T) bool { return left(r) && right(r) }, nil
	}
	return func(r T) bool { return left(r) || right(r) }, nil
}

// compare refuses fields and operators that the list does not support: real
// tenants answer 400 rather than leave a condition out.
func (f filterFields[T]) compare(c *clause, fold func(string) string) (func(T) bool, error) {
	field, ok := f[c.field]
	if !ok {
		return nil, fmt.Errorf("field %q cannot be filtered on", c.field)
	}
	if !slices.Contains(strings.Fields(field.ops), c.op) {
		return nil, fmt.Errorf("field %q does not support the operator %q", c.field, c.op)
	}
	if c.boolean != field.boolean {
		return nil, fmt.Errorf("field %q does not compare with %q", c.field, c.values[0])
	}
	test := comparison(c.op, c.values, fold)
	return func(r T) bool { return field.any(r, test) }, nil
}

// comparison is the test behind one operator. An empty value on the record's
// side stands for null, which equals nothing.
func comparison(op string, values []string, fold func(string) string) func(string) bool {
	if op == "sw" {
		prefix := fold(values[0])
		return func(v string) bool { return v != "" && strings.HasPrefix(fold(v), prefix) }
	}
	set := make(map[string]bool, len(values))
	for _, v := range values {
		set[fold(v)] = true
	}
	return func(v string) bool { return v != "" && set[fold(v)] }
}
