// Arguments: a tool's arguments, written as words of a command line.

package app

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/invopop/jsonschema"

	"govgroup/internal/tools"
)

// commandArguments finds the tool and turns words into its arguments: first to
// last in the order of the tool's input, a list taking all that is left, and
// name=value for one by its name. The tool itself checks them.
func commandArguments(known []tools.Tool, name string, words []string) (tools.Tool, json.RawMessage, error) {
	var names []string
	for _, t := range known {
		if t.Name == name {
			raw, err := fromWords(t.Input, words)
			return t, raw, err
		}
		names = append(names, t.Name)
	}
	hint := ""
	if near := tools.Nearest(name, names); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	return tools.Tool{}, nil, fmt.Errorf("there is no tool %q%s", name, hint)
}

func fromWords(input *jsonschema.Schema, words []string) (json.RawMessage, error) {
	given := map[string]any{}
	for _, word := range words {
		name, value, named := strings.Cut(word, "=")
		if _, known := input.Properties.Get(name); !named || !known {
			name, value = nextArgument(input, given), word
		}
		property, known := input.Properties.Get(name)
		if !known {
			return nil, fmt.Errorf("there is no argument left for %q", word)
		}
		if err := give(given, name, property.Type, value); err != nil {
			return nil, err
		}
	}
	return json.Marshal(given)
}

// nextArgument is the first that is not given or takes more; "" if there is none.
// What every change takes beside its own arguments goes by its name only.
func nextArgument(input *jsonschema.Schema, given map[string]any) string {
	for p := input.Properties.Oldest(); p != nil; p = p.Next() {
		if tools.IsWish(p.Key) {
			continue
		}
		if given[p.Key] == nil || p.Value.Type == "array" {
			return p.Key
		}
	}
	return ""
}

func give(given map[string]any, name, kind, value string) error {
	switch kind {
	case "array":
		list, _ := given[name].([]string)
		given[name] = append(list, value)
	case "boolean":
		yes, err := strconv.ParseBool(value)
		if err != nil {
			return fmt.Errorf("%s is true or false, not %q", name, value)
		}
		given[name] = yes
	case "integer":
		n, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("%s is a whole number, not %q", name, value)
		}
		given[name] = n
	default:
		given[name] = value
	}
	return nil
}
