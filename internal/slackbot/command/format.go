// Format: a call written as the command that asks for it.

package command

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Format writes a call as somebody could type it. What [Grammar.Parse] makes of
// it, sent through Slack, is the same call. An unknown tool is "".
func (g *Grammar) Format(tool string, arguments json.RawMessage) string {
	var given map[string]json.RawMessage
	_ = json.Unmarshal(arguments, &given) // arguments that are none leave the bare command
	for _, c := range g.commands {
		if c.tool.Name == tool {
			return strings.Join(append([]string{g.Root}, c.format(given)...), " ")
		}
	}
	return ""
}

// format writes what needs no flag first, as people do, and the rest in the order of
// the declaration, so that the same call always makes the same line.
func (s command) format(given map[string]json.RawMessage) []string {
	all := Properties(s.tool)
	words := append([]string{}, s.words...)
	for _, p := range positional(all) {
		words = append(words, written(given[p.Name])...)
	}
	isPositional := map[string]bool{}
	for _, p := range positional(all) {
		isPositional[p.Name] = true
	}
	for _, p := range all {
		if values := written(given[p.Name]); len(values) > 0 && !isPositional[p.Name] {
			words = append(words, p.written(values)...)
		}
	}
	return words
}

// written writes the argument with its flag. What a switch is set to belongs to the
// flag, because a switch takes no word.
func (p Property) written(values []string) []string {
	if p.Subject == Switch {
		return []string{p.flag() + "=" + values[0]}
	}
	return append([]string{p.flag()}, values...)
}

// written writes an argument's value as one or several words.
func written(raw json.RawMessage) []string {
	var one any
	if err := json.Unmarshal(raw, &one); err != nil || one == nil {
		return nil
	}
	list, many := one.([]any)
	if !many {
		list = []any{one}
	}
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = quote(fmt.Sprint(v))
	}
	return words
}

var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// bare are the characters of words that mean themselves without quotes.
const bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+@/"

// quote puts quotes around what would not be read back as one plain word.
func quote(text string) string {
	if text != "" && strings.Trim(text, bare) == "" && strings.IndexAny(text, "-@") != 0 {
		return text
	}
	return `"` + escaped.Replace(text) + `"`
}
