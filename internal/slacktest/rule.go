// The rules that blocks are checked by: small checks that combine into the
// shape of a structure. They speak in Slack's words, with the JSON pointer
// of the place.

package slacktest

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// violations are what is wrong with a structure.
type violations struct{ messages []string }

// add notes one violation of the value at a JSON pointer.
func (c *violations) add(at, format string, args ...any) {
	c.messages = append(c.messages, "[ERROR] "+fmt.Sprintf(format, args...)+" [json-pointer:"+at+"]")
}

// rule checks one value at a JSON pointer.
type rule func(c *violations, at string, v any)

// field is a member of an object. A member that is null counts as absent.
type field struct {
	rule     rule
	required bool
}

// must and may make members that have to be there, and that need not.
func must(r rule) field { return field{r, true} }
func may(r rule) field  { return field{r, false} }

// shape is an object with exactly these members and type.
type shape map[string]field

// and gives the shape with further members.
func (s shape) and(more shape) shape {
	all := shape{}
	for _, part := range []shape{s, more} {
		for key, f := range part {
			all[key] = f
		}
	}
	return all
}

// rule refuses missing and unknown members alike.
func (s shape) rule(c *violations, at string, v any) {
	o := asObject(v)
	if o == nil {
		c.add(at, "must provide an object")
		return
	}
	for _, key := range sorted(s) {
		f := s[key]
		switch value := o[key]; {
		case value != nil:
			f.rule(c, at+"/"+key, value)
		case f.required:
			c.add(at, "missing required field: %s", key)
		}
	}
	for _, key := range sorted(o) {
		if _, known := s[key]; !known && o[key] != nil {
			c.add(at, "invalid additional property: %s", key)
		}
	}
}

// shapes chooses the shape by the member type.
type shapes map[string]shape

// rule checks the type before anything else, since the rest depends on it.
func (k shapes) rule(c *violations, at string, v any) {
	o := asObject(v)
	if o == nil {
		c.add(at, "must provide an object")
		return
	}
	chosen, known := k[o.text("type")]
	switch {
	case o["type"] == nil:
		c.add(at, "missing required field: type")
	case !known:
		c.add(at+"/type", "unsupported type: %s", o.text("type"))
	default:
		chosen.and(shape{"type": must(anything)}).rule(c, at, v)
	}
}

// only gives some of the shapes.
func (k shapes) only(names ...string) shapes {
	some := shapes{}
	for _, name := range names {
		some[name] = k[name]
	}
	return some
}

// anything is for members that are kept and given back without a look.
func anything(*violations, string, any) {}

// boolean refuses the strings "true" and "false", as Slack does in blocks.
func boolean(c *violations, at string, v any) {
	if _, ok := v.(bool); !ok {
		c.add(at, "must be a boolean")
	}
}

// str is a string of so many characters.
func str(least, most int) rule {
	return func(c *violations, at string, v any) {
		s, ok := v.(string)
		switch n := utf8.RuneCountInString(s); {
		case !ok:
			c.add(at, "must be a string")
		case n < least:
			c.add(at, "must be more than %d characters", least-1)
		case n > most:
			c.add(at, "must be less than %d characters", most+1)
		}
	}
}

// oneOf is one of some strings.
func oneOf(accepted ...string) rule {
	return func(c *violations, at string, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(accepted, s) {
			c.add(at, "must be one of: %s", strings.Join(accepted, ", "))
		}
	}
}

// integer is a whole number between bounds.
func integer(least, most int) rule {
	return func(c *violations, at string, v any) {
		n, ok := v.(float64)
		if !ok || n != math.Trunc(n) || n < float64(least) || n > float64(most) {
			c.add(at, "must be an integer from %d to %d", least, most)
		}
	}
}

// items is an array of so many elements, each by the same rule.
func items(least, most int, each rule) rule {
	return func(c *violations, at string, v any) {
		list, ok := v.([]any)
		switch {
		case !ok:
			c.add(at, "must be an array")
			return
		case len(list) < least:
			c.add(at, "no fewer than %d items allowed", least)
		case len(list) > most:
			c.add(at, "no more than %d items allowed", most)
			return
		}
		for i, e := range list {
			each(c, fmt.Sprintf("%s/%d", at, i), e)
		}
	}
}

// either is one of several shapes; what is wrong is told for the text of it.
func either(r rule) rule {
	return func(c *violations, at string, v any) {
		var inner violations
		r(&inner, at, v)
		if inner.messages != nil {
			c.add(at, "failed to match all allowed schemas")
			c.messages = append(c.messages, inner.messages...)
		}
	}
}

// sorted gives the keys in a fixed order, so that violations have one.
func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
