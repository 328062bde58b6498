// Submissions: from a form that was filled in to a call.

package card

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

// Read gives the call that a submitted form asks for, without its caller, or
// what is wrong with its fields by block id. Whether the arguments are right is
// for the tools to say. A form that is none of ours is an error.
//
//nolint:cyclop // one step after the other over one form
func (f Forms) Read(view slack.View) (tools.Call, map[string]string, error) {
	from, err := ReadMetadata(view.PrivateMetadata)
	if err != nil {
		return tools.Call{}, nil, err
	}
	t, known := f.Renderer.grammar.Tool(from.Tool)
	if !known || view.State == nil {
		return tools.Call{}, nil, unknownForm
	}
	values, wrong := map[string]any{}, map[string]string{}
	properties := command.Properties(t)
	for _, p := range properties {
		was, present := from.Was[p.Name]
		given := entered(view.State.Values[p.Name][p.Name])
		switch {
		case present && hash(given...) == was, !present && empty(given):
			continue // nobody touched it
		case p.Subject == command.Number:
			n, err := strconv.Atoi(given[0])
			if err != nil {
				wrong[p.Name] = "This must be a whole number."
			}
			values[p.Name] = n
		case p.Many:
			values[p.Name] = given
		case !empty(given) || p.Subject == command.Text:
			values[p.Name] = given[0]
		}
	}
	if left := untouched(properties, values); left != "" && len(wrong) == 0 {
		wrong[left] = "Nothing is changed yet: change at least one field."
	}
	if len(wrong) > 0 {
		return tools.Call{}, wrong, nil
	}
	return tools.Call{Tool: t.Name, Arguments: arguments(values)}, nil, nil
}

// Wrong puts an error next to the field that it is about: the one whose value it
// names, else the first that was filled in.
func Wrong(c tools.Call, failure *tools.Error) *slack.ViewSubmissionResponse {
	var given map[string]any
	_ = json.Unmarshal(c.Arguments, &given) // a form's own arguments: cannot fail
	at := ""
	for _, field := range slices.Sorted(maps.Keys(given)) {
		for _, value := range textsOf(given[field]) {
			if value != "" && strings.Contains(failure.Message, tools.Clean(value)) || strings.Contains(failure.Message, strconv.Quote(field)) {
				at = field
			}
		}
		if at == "" || at == "reason" {
			at = field
		}
	}
	return slack.NewErrorsViewSubmissionResponse(map[string]string{at: cut(failure.Message, maxText)})
}

// textsOf are the texts that an argument holds.
func textsOf(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, textsOf(one)...)
		}
		return all
	}
	return nil
}

// untouched names a field of a form in which only the group was chosen although
// everything else is what it is about; "" if all is well.
func untouched(properties []command.Property, values map[string]any) string {
	if _, chosen := values["group"]; !chosen || len(values) > 1 || len(properties) < 2 || properties[1].Required {
		return ""
	}
	return properties[1].Name
}

// entered is what a field holds, always at least one text.
func entered(a slack.BlockAction) []string {
	if len(a.SelectedOptions) > 0 {
		all := make([]string, len(a.SelectedOptions))
		for i, o := range a.SelectedOptions {
			all[i] = o.Value
		}
		return all
	}
	if a.SelectedOption.Value != "" {
		return []string{a.SelectedOption.Value}
	}
	return []string{command.Emoji(a.Value)}
}

// empty reports whether a field holds nothing.
func empty(given []string) bool { return len(given) == 1 && given[0] == "" }
