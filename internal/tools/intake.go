// Intake: what clients send in place of what the schema says, where only one thing can
// be meant.

package tools

import (
	"bytes"
	"encoding/json"
	"math/big"
	"slices"
	"strings"

	reflected "github.com/invopop/jsonschema"
)

// take rewrites arguments as the schema wants them: null for what may be left out is
// left out, a list in text is the list, one text is a list of one, and 5.0 is 5. What
// is not understood stays as it is, for the schema to refuse.
func (a *arguments) take(raw json.RawMessage) (json.RawMessage, error) {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(raw, &given); err != nil || given == nil {
		return raw, nil //nolint:nilerr // the schema says what is wrong
	}
	changed := false
	for name, value := range given {
		property, known := a.properties[name]
		if !known {
			continue
		}
		taken, err := a.taken(name, property, bytes.TrimSpace(value))
		if err != nil {
			return nil, err
		}
		if string(taken) == string(value) {
			continue
		}
		if changed = true; taken == nil {
			delete(given, name)
		} else {
			given[name] = taken
		}
	}
	if !changed {
		return raw, nil
	}
	return json.Marshal(given)
}

// taken is one argument as it is meant; nil: it is not given.
func (a *arguments) taken(name string, property *reflected.Schema, value json.RawMessage) (json.RawMessage, error) {
	switch {
	case string(value) == "null" && !slices.Contains(a.required, name):
		return nil, nil
	case property.Type == "array":
		return listOf(value), nil
	case property.Type == "integer":
		return wholeNumber(name, value)
	}
	return value, nil
}

// listOf turns text into the list that it holds, or into a list of the one text.
func listOf(value json.RawMessage) json.RawMessage {
	var text string
	if json.Unmarshal(value, &text) != nil || strings.TrimSpace(text) == "" {
		return value
	}
	if strings.HasPrefix(strings.TrimSpace(text), "[") {
		var list []json.RawMessage
		if json.Unmarshal([]byte(text), &list) != nil {
			return value
		}
		return json.RawMessage(text)
	}
	one, err := json.Marshal([]string{text})
	if err != nil {
		return value
	}
	return one
}

// wholeNumber writes a number without a fraction or an exponent, where it has none.
func wholeNumber(name string, value json.RawMessage) (json.RawMessage, error) {
	text := string(value)
	if text == "" || !strings.ContainsAny(text[:1], "-0123456789") || len(text) > 30 {
		return value, nil // no number, or none of a size that is accepted
	}
	number, ok := new(big.Rat).SetString(text)
	switch {
	case !ok:
		return value, nil
	case !number.IsInt():
		return nil, Errorf(InvalidInput, "%q must be a whole number, not %s.", name, text)
	}
	return json.RawMessage(number.Num().String()), nil
}
