// A tool's arguments, written as words of a command line.

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
	next := input.Properties.Oldest()
	for _, word := range words {
		name, value, named := strings.Cut(word, "=")
		if _, known := input.Properties.Get(name); !named || !known {
			for next != nil && given[next.Key] != nil && next.Value.Type != "array" {
				next = next.Next()
			}
			if next == nil {
				return nil, fmt.Errorf("there is no argument left for %q", word)
			}
			name, value = next.Key, word
		}
		property, _ := input.Properties.Get(name)
		switch property.Type {
		case "array":
			list, _ := given[name].([]string)
			given[name] = append(list, value)
		case "integer":
			n, err := strconv.Atoi(value)
			if err != nil {
				return nil, fmt.Errorf("%s is a whole number, not %q", name, value)
			}
			given[name] = n
		default:
			given[name] = value
		}
	}
	return json.Marshal(given)
}
