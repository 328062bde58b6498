// Object: JSON objects as apps send them. They are kept as they came, because Slack
// gives back what it was given, fields unknown to this package included.

package slacktest

import (
	"encoding/json"
	"maps"
)

// object is one JSON object. Objects are never changed once they are stored:
// readers hold on to them without a lock.
type object map[string]any

// text gives a member that is a string, or "".
func (o object) text(key string) string {
	s, _ := o[key].(string)
	return s
}

// flag gives a member that is a boolean, or false.
func (o object) flag(key string) bool {
	b, _ := o[key].(bool)
	return b
}

// object gives a member that is an object, or nil.
func (o object) object(key string) object { return asObject(o[key]) }

// list gives the objects of a member that is an array.
func (o object) list(key string) []object { return asObjects(o[key]) }

// with gives a copy in which one member is another.
func (o object) with(key string, value any) object {
	c := maps.Clone(o)
	c[key] = value
	return c
}

// asObject takes a value for an object, or gives nil, from which everything
// reads as absent.
func asObject(v any) object {
	switch v := v.(type) {
	case object:
		return v
	case map[string]any:
		return v
	default:
		return nil
	}
}

// asObjects takes a value for an array of objects; what is none of them is nil
// in its place, so that positions stay.
func asObjects(v any) []object {
	switch v := v.(type) {
	case []object:
		return v
	case []any:
		found := make([]object, 0, len(v))
		for _, e := range v {
			found = append(found, asObject(e))
		}
		return found
	default:
		return nil
	}
}

// raw is the object as JSON. Everything in it came from JSON, or is of a kind
// that JSON can hold, so it cannot fail.
func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return b
}

// visit walks every object within a structure of JSON, in a fixed order.
func visit(v any, each func(object)) {
	if list, ok := v.([]any); ok {
		for _, e := range list {
			visit(e, each)
		}
		return
	}
	if list, ok := v.([]object); ok {
		for _, e := range list {
			visit(e, each)
		}
		return
	}
	o := asObject(v)
	if o == nil {
		return
	}
	each(o)
	for _, key := range sorted(o) {
		visit(o[key], each)
	}
}
