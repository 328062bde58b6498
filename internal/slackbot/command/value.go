// What was given for an argument, as JSON.

package command

import (
	"strconv"

	"govgroup/internal/tools"
)

// json turns the words into the kind of value that the argument takes.
func (v value) json(emails map[string]string) (any, error) {
	texts := make([]string, len(v.words))
	for i, w := range v.words {
		texts[i] = w.text
		if w.user == "" {
			continue
		}
		if texts[i] = emails[w.user]; texts[i] == "" {
			return nil, tools.Faultf(tools.NotFound, "It is not known who @%s is in the tenant. Nothing was changed.", tools.Clean(w.text))
		}
	}
	if v.property.Many {
		return texts, nil
	}
	if v.property.Subject == Number {
		n, err := strconv.Atoi(texts[0])
		if err != nil {
			return nil, tools.Faultf(tools.InvalidInput, "%s takes a whole number, not “%s”. Nothing was changed.", v.property.Name, tools.Clean(texts[0]))
		}
		return n, nil
	}
	return texts[0], nil
}
