// Enter: entering values into controls, as far as Slack lets a person.

package slacktest

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// enter gives what a control holds once the values are entered; nil for
// buttons. What the client would not let a person enter is an error.
func (s *Slack) enter(c Control, values []string) (object, error) {
	key := entryKey(c.Type)
	if key == "" {
		return nil, nil
	}
	entry := object{"type": c.Type}
	if !isMany(c.Type) && len(values) > 1 {
		return nil, fmt.Errorf("%q takes one value", c.ActionID)
	}
	if most := count(c.element, "max_selected_items", len(values)); len(values) > most {
		return nil, fmt.Errorf("%q takes at most %d values", c.ActionID, most)
	}
	found := make([]any, 0, len(values))
	for _, v := range values {
		one, err := s.choose(c, key, v)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	switch {
	case isMany(c.Type):
		entry[key] = found
	case len(found) == 1:
		entry[key] = found[0]
	default:
		entry[key] = nil
	}
	return entry, nil
}

// choose turns one value into what the control holds for it.
func (s *Slack) choose(c Control, key, value string) (any, error) {
	switch {
	case key != "value":
		return s.chooseOption(c, value)
	case value == "":
		return nil, nil
	}
	return value, nil
}

// chooseOption finds the option with that value. External selects offer what
// was suggested last, and what is chosen already.
func (s *Slack) chooseOption(c Control, value string) (any, error) {
	offered := c.Options
	if key := c.BlockID + "/" + c.ActionID; len(offered) == 0 {
		offered = s.suggested[key]
	}
	for _, o := range offered {
		if o.Value == value {
			return o.choice, nil
		}
	}
	if slices.Contains(c.Chosen, value) {
		for _, key := range []string{"initial_option", "initial_options"} {
			for _, o := range append(asObjects(c.element[key]), c.element.object(key)) {
				if o.text("value") == value {
					return o, nil
				}
			}
		}
	}
	return nil, fmt.Errorf("%q offers no option %q", c.ActionID, value)
}

// lacking says why the client does not let a form be submitted with what an
// input holds, or "".
func lacking(c Control, values []string) string {
	empty := len(values) == 0 || len(values) == 1 && values[0] == ""
	if empty {
		if c.Required {
			return "Please complete this required field."
		}
		return ""
	}
	n := utf8.RuneCountInString(values[0])
	switch {
	case c.MinLength > 0 && n < c.MinLength:
		return fmt.Sprintf("Please enter at least %d characters.", c.MinLength)
	case c.MaxLength > 0 && n > c.MaxLength, c.Type == "plain_text_input" && n > 3000:
		return "That is too long."
	}
	return ""
}
