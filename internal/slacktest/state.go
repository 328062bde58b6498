// State: what people have entered so far, per input.

package slacktest

import (
	"maps"
	"strings"
)

// state holds state.values: by block_id, then action_id, what was entered. It
// is never changed in place: readers hold on to it without a lock.
type state map[string]map[string]object

// entry gives what was entered into one element, or nil.
func (st state) entry(block, action string) object { return st[block][action] }

// with gives a copy with another entry.
func (st state) with(block, action string, entry object) state {
	c := state{}
	for id, actions := range st {
		c[id] = maps.Clone(actions)
	}
	if c[block] == nil {
		c[block] = map[string]object{}
	}
	c[block][action] = entry
	return c
}

// json is the state as payloads have it.
func (st state) json() object { return object{"values": st} }

// initialState is what blocks start with. What was entered before stays where
// block and element kept their identifiers and kind.
func initialState(blocks []object, before state) state {
	st := state{}
	for _, b := range blocks {
		for _, e := range elementsOf(b) {
			start := initialEntry(e)
			if start == nil {
				continue
			}
			block, action := b.text("block_id"), e.text("action_id")
			if old := before.entry(block, action); old != nil && old.text("type") == e.text("type") {
				start = old
			}
			st = st.with(block, action, start)
		}
	}
	return st
}

// entryKey names the member in which an element's kind keeps what was entered;
// empty for elements that keep nothing.
func entryKey(kind string) string {
	switch kind {
	case "plain_text_input", "number_input":
		return "value"
	case "static_select", "external_select":
		return "selected_option"
	case "multi_static_select", "multi_external_select":
		return "selected_options"
	default:
		return ""
	}
}

// initialEntry is what an element starts with, or nil for buttons and the like.
// Empty lists are lists, and empty single values null, as Slack sends them.
func initialEntry(e object) object {
	kind := e.text("type")
	key := entryKey(kind)
	if key == "" {
		return nil
	}
	entry := object{"type": kind, key: e["initial_"+initialSuffix(key)]}
	if entry[key] == nil && isMany(kind) {
		entry[key] = []any{}
	}
	return entry
}

// initialSuffix turns selected_option into option; a value stays a value.
func initialSuffix(key string) string {
	const prefix = "selected_"
	if len(key) > len(prefix) && key[:len(prefix)] == prefix {
		return key[len(prefix):]
	}
	return key
}

// isMany tells whether an element takes several values.
func isMany(kind string) bool {
	return strings.HasPrefix(kind, "multi_")
}

// entered gives the values in an entry: texts, values of options, identifiers.
func entered(entry object) []string {
	var values []string
	switch v := entry[entryKey(entry.text("type"))].(type) {
	case string:
		values = append(values, v)
	case []string:
		values = append(values, v...)
	case []any:
		for _, e := range v {
			if s, ok := e.(string); ok {
				values = append(values, s)
			} else {
				values = append(values, asObject(e).text("value"))
			}
		}
	case []object:
		for _, o := range v {
			values = append(values, o.text("value"))
		}
	default:
		if o := asObject(v); o != nil {
			values = append(values, o.text("value"))
		}
	}
	return values
}
