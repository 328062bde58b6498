// Contents: what a form is filled in with.

package card

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// choice is something that can be chosen: the value that is sent and the text
// that is shown.
type choice struct{ value, label string }

// content is what one field holds. Was is what the group has at present; what
// is only typed was nothing before.
type content struct {
	choices []choice
	present bool
}

// contents are the fields by name.
type contents map[string]content

// The longest texts that answers carry unshortened; anything longer would be
// written back shortened.
const (
	longestName        = 200
	longestDescription = 1000
)

// knownContents gathers what a form can be filled in with.
func (f Forms) contents(ctx context.Context, caller tools.Caller, t tools.Tool, given json.RawMessage) (contents, error) {
	values := contents{}
	arguments := map[string]any{}
	_ = json.Unmarshal(given, &arguments) // no arguments: nothing to fill in
	for _, p := range command.Properties(t) {
		if v, said := arguments[p.Name]; said {
			values[p.Name] = content{choices: typed(v)}
		}
	}
	group, named := arguments["group"].(string)
	if !named {
		return values, nil
	}
	g, err := f.group(ctx, caller, group)
	if err != nil {
		return nil, err
	}
	values["group"] = content{choices: []choice{{g.ID, filled(g.Name)}}}
	for name, now := range map[string]content{
		"name":        {choices: []choice{{g.Name, g.Name}}, present: length(g.Name) <= longestName},
		"description": {choices: []choice{{g.Description, g.Description}}, present: length(g.Description) <= longestDescription},
		"owner":       {choices: []choice{{g.Owner.ID, filled(g.Owner.Name)}}, present: g.Owner.ID != ""},
	} {
		if _, said := values[name]; !said && now.present {
			values[name] = now
		}
	}
	return values, nil
}

// typed makes choices of an argument that somebody typed.
func typed(v any) []choice {
	list, many := v.([]any)
	if !many {
		list = []any{v}
	}
	choices := make([]choice, len(list))
	for i, one := range list {
		choices[i] = choice{fmt.Sprint(one), fmt.Sprint(one)}
	}
	return choices
}

// group reads the group through the tools and as the caller, so that a form shows
// nobody what they could not have asked for.
func (f Forms) group(ctx context.Context, caller tools.Caller, name string) (g groups.Group, err error) {
	result, err := f.Registry.Call(ctx, tools.Call{
		Tool: tools.NameGet, Arguments: arguments(map[string]any{"group": name}), Caller: caller,
	})
	if err != nil {
		return g, err
	}
	found, is := result.Data.(groups.GroupFound)
	if !is {
		return g, fmt.Errorf("the answer of %s is a %T", tools.NameGet, result.Data)
	}
	return found.Group, nil
}

// hashes remembers what was present, so that what nobody touches is not
// written, and nobody's later change undone by it.
func (c contents) hashes() map[string]string {
	was := map[string]string{}
	for name, field := range c {
		if field.present {
			was[name] = hash(field.values()...)
		}
	}
	return was
}

// values are the contents as they would be submitted if nobody touched them.
func (c content) values() []string {
	all := make([]string, len(c.choices))
	for i, one := range c.choices {
		all[i] = one.value
	}
	return all
}

// hash is short: it tells touched from untouched and guards nothing.
func hash(values ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(values, "\x00")))
	return hex.EncodeToString(sum[:8])
}
