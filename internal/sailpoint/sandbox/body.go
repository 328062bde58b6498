// Body: request bodies, read as the API reads them. Keys are exact, which Go's own
// decoder does not ask for.

package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// decode reads the JSON body into v, leaving unknown keys aside as the API does.
func (c *call) decode(v any) error { return c.read(v, false) }

// decodeStrict also refuses unknown keys.
func (c *call) decodeStrict(v any) error { return c.read(v, true) }

func (c *call) read(v any, strict bool) error {
	if err := readJSON(c.body, v, strict); err != nil {
		return badSyntax(err)
	}
	return nil
}

// readJSON reads one JSON value and refuses anything after it, and keys that only
// look like the right ones.
func readJSON(text []byte, v any, strict bool) error {
	text, err := uniqueKeys(text)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	if strict {
		dec.DisallowUnknownFields()
	}
	if err := dec.Decode(v); err != nil {
		var mistyped *json.UnmarshalTypeError
		if errors.As(err, &mistyped) { // the error itself would tell our types
			err = fmt.Errorf("unexpected %s in %q", mistyped.Value, mistyped.Field)
		}
		return err
	}
	return exactKeys(text, reflect.TypeOf(v))
}

// uniqueKeys writes one JSON value with each key once: of a key that comes twice, the
// last counts. The decoder would mix objects of one key, so that parts of one nobody
// looked at came through.
func uniqueKeys(text []byte) ([]byte, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the text is not UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var plain any
	if err := dec.Decode(&plain); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is something after the JSON value")
	}
	return json.Marshal(plain)
}

// exactKeys finds a key that differs from one of the type's own only in case. The
// decoder would take it for that one; the API does not.
func exactKeys(text json.RawMessage, t reflect.Type) error {
	switch t.Kind() {
	case reflect.Pointer:
		return exactKeys(text, t.Elem())
	case reflect.Slice:
		var items []json.RawMessage
		_ = json.Unmarshal(text, &items) // of another kind: it has no keys to look at
		for _, item := range items {
			if err := exactKeys(item, t.Elem()); err != nil {
				return err
			}
		}
	case reflect.Struct:
		var members map[string]json.RawMessage
		_ = json.Unmarshal(text, &members)
		fields := jsonFields(t)
		for key, value := range members {
			if field, ok := fields[key]; ok {
				if err := exactKeys(value, field); err != nil {
					return err
				}
			} else if near := nearKey(fields, key); near != "" {
				return fmt.Errorf("the key %q is not %q", key, near)
			}
		}
	}
	return nil
}

// jsonFields are the types of a struct's fields by their keys.
func jsonFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for field := range t.Fields() {
		key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		fields[orDefault(key, field.Name)] = field.Type
	}
	return fields
}

// nearKey is the key that differs only in case, or "".
func nearKey(fields map[string]reflect.Type, key string) string {
	var near []string
	for known := range fields {
		if strings.EqualFold(known, key) {
			near = append(near, known)
		}
	}
	slices.Sort(near)
	return strings.Join(near, ", ")
}
