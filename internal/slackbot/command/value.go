// Value: what was given for an argument, as JSON.

package command

import (
	"strconv"
	"strings"

	"govgroup/internal/tools"
)

// value is what was given for one argument. A word that mentions a Slack user
// is kept as a mention until somebody knows that user's e-mail.
type value struct {
	property Property
	words    []word
}

// take adds a word, if it can be a value of this argument.
func (v *value) take(w word) error {
	if err := v.checkPerson(w); err != nil {
		return err
	}
	if len(v.words) > 0 && !v.property.Many {
		return tools.Errorf(tools.InvalidInput, "“%s” is given twice and takes one value.", v.property.Name)
	}
	v.words = append(v.words, v.apart(w)...)
	return nil
}

// checkPerson refuses a mention where nobody, or one alone, can be meant, and a name that
// was typed for a mention.
func (v *value) checkPerson(w word) error {
	person := v.property.Subject == Person
	switch {
	case w.user == "":
		// Typed and not chosen: Slack sends such a name as mere text.
		if person && !w.quoted && strings.HasPrefix(w.text, "@") {
			return tools.Errorf(tools.InvalidInput, "%s is no mention that Slack knows. Choose the person from the list that Slack offers after the @, or give an e-mail.", tools.Clean(w.text))
		}
	case !person:
		return tools.Errorf(tools.InvalidInput, "@%s is a person, and “%s” is not one.", tools.Clean(w.text), v.property.Name)
	case IsUserGroup(w.user) && !v.property.Many:
		return tools.Errorf(tools.InvalidInput, "@%s are several people, and “%s” is one.", tools.Clean(w.text), v.property.Name)
	}
	return nil
}

// apart splits a list that was typed without blanks: a,b or a;b.
func (v *value) apart(w word) []word {
	if !v.property.Many || w.quoted || w.user != "" || !strings.ContainsAny(w.text, ",;") {
		return []word{w}
	}
	var all []word
	for _, text := range strings.FieldsFunc(w.text, func(r rune) bool { return r == ',' || r == ';' }) {
		all = append(all, word{text: text})
	}
	return all
}

// json turns the words into the kind of value that the argument takes.
func (v value) json(emails map[string][]string) (any, error) {
	var texts []string
	for _, w := range v.words {
		said := []string{w.text}
		if w.user != "" {
			said = emails[w.user]
		}
		if len(said) == 0 {
			return nil, tools.Errorf(tools.NotFound, "It is not known who @%s is in the tenant.", tools.Clean(w.text))
		}
		texts = append(texts, said...)
	}
	// Several are a list even where one was given: that is what the schema says.
	if v.property.Many {
		return texts, nil
	}
	switch {
	case v.property.Subject == Switch:
		return switched(v.property.Name, texts)
	case v.property.Subject == Number:
		return number(v.property.Name, texts[0])
	}
	return texts[0], nil
}

// number refuses what only begins like a number: a limit of "5O" is a mistake
// and not 5. Whether the number is in range is for the tool's schema to say.
func number(name, text string) (any, error) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return nil, tools.Errorf(tools.InvalidInput, "“%s” takes a whole number, not “%s”.", name, tools.Clean(text))
	}
	return n, nil
}

// switched is on where nothing else is said.
func switched(name string, texts []string) (any, error) {
	if len(texts) == 0 {
		return true, nil
	}
	on, err := strconv.ParseBool(strings.ToLower(texts[0]))
	if err != nil {
		return nil, tools.Errorf(tools.InvalidInput, "“%s” takes true or false, not “%s”.", name, tools.Clean(texts[0]))
	}
	return on, nil
}
