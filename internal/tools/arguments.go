// Arguments: checked against a tool's schema before anything else looks at them,
// with messages for people. Every front end gets the same checks from here.

package tools

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	reflected "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// arguments checks the arguments of one tool.
type arguments struct {
	schema *jsonschema.Schema
	names  []string // the properties there are, in declared order

	properties map[string]*reflected.Schema
	required   []string

	err error // the schema itself cannot be used
}

func newArguments(schema *reflected.Schema) *arguments {
	a := &arguments{properties: map[string]*reflected.Schema{}, required: schema.Required}
	for p := schema.Properties.Oldest(); p != nil; p = p.Next() {
		a.names, a.properties[p.Key] = append(a.names, p.Key), p.Value
	}
	raw, err := json.Marshal(schema)
	if err != nil {
		a.err = err
		return a
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		a.err = err
		return a
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if a.err = compiler.AddResource("arguments.json", doc); a.err == nil {
		a.schema, a.err = compiler.Compile("arguments.json")
	}
	return a
}

// check reports everything that is wrong with the arguments as one error, or
// nil.
func (a *arguments) check(raw json.RawMessage) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return Errorf(InvalidInput, "The arguments are not valid JSON.")
	}
	err = a.schema.Validate(value)
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return err
	}
	return Errorf(InvalidInput, "%s", strings.Join(few(a.sentences(invalid)), " "))
}

// few keeps a message readable, however much is wrong.
func few(sentences []string) []string {
	if len(sentences) <= Shown {
		return sentences
	}
	return append(sentences[:Shown:Shown], fmt.Sprintf("And %d more like these.", len(sentences)-Shown))
}

// sentences turns the leaves of a validation error into one sentence each.
func (a *arguments) sentences(e *jsonschema.ValidationError) []string {
	if len(e.Causes) == 0 {
		return []string{a.sentence(argumentName(e.InstanceLocation), e.ErrorKind)}
	}
	var all []string
	for _, cause := range e.Causes {
		all = append(all, a.sentences(cause)...)
	}
	slices.Sort(all) // the validator walks maps: its own order is not stable
	return slices.Compact(all)
}

// sentence says what is wrong with one argument and what is accepted. It is one
// flat list of cases, which is why it is longer than most.
//
//nolint:cyclop // a case for each kind of mistake
func (a *arguments) sentence(at string, problem jsonschema.ErrorKind) string {
	switch k := problem.(type) {
	case *kind.AdditionalProperties:
		return a.unknown(k.Properties)
	case *kind.Required:
		return fmt.Sprintf("%s: missing and required.", quoteAll(k.Missing))
	case *kind.Type:
		return fmt.Sprintf("%s must be %s, not %s.", at, plainType(k.Want[0]), plainType(k.Got))
	case *kind.Enum:
		return fmt.Sprintf("%s must be one of %s.", at, choice(k.Want))
	case *kind.MinLength:
		return fmt.Sprintf("%s must not be empty.", at)
	case *kind.MaxLength:
		return fmt.Sprintf("%s has %d characters; at most %d are accepted.", at, k.Got, k.Want)
	case *kind.MinItems:
		return fmt.Sprintf("%s needs at least %d entry.", at, k.Want)
	case *kind.MaxItems:
		return fmt.Sprintf("%s has %d entries; at most %d are accepted. Split them into %d requests.", at, k.Got, k.Want, (k.Got+k.Want-1)/k.Want)
	case *kind.Minimum:
		return fmt.Sprintf("%s is %s; the least accepted is %s.", at, Clean(k.Got.RatString()), k.Want.RatString())
	case *kind.Maximum:
		return fmt.Sprintf("%s is %s; the most accepted is %s.", at, Clean(k.Got.RatString()), k.Want.RatString())
	case *kind.Format:
		return fmt.Sprintf("%s must be a %s, for example 2026-01-31T09:00:00Z.", at, k.Want)
	case *kind.Pattern:
		return fmt.Sprintf("%s must not be blank.", at)
	}
	return fmt.Sprintf("%s: %s.", at, problem.LocalizedString(message.NewPrinter(language.English)))
}

func (a *arguments) unknown(given []string) string {
	slices.Sort(given)
	var sentences []string
	for _, name := range given {
		sentences = append(sentences, fmt.Sprintf("There is no argument %q%s.", Clean(name), didYouMean(name, a.names)))
	}
	accepted := "It takes no arguments."
	if len(a.names) > 0 {
		accepted = "Accepted: " + strings.Join(a.names, ", ") + "."
	}
	return strings.Join(append(few(sentences), accepted), " ")
}

// argumentName names the place of a value: group, members entry 3. Entries are
// counted from one, as people do.
func argumentName(location []string) string {
	switch len(location) {
	case 0:
		return "The arguments"
	case 1:
		return fmt.Sprintf("%q", Clean(location[0]))
	}
	index, _ := strconv.Atoi(location[1]) // lists are all that inputs nest
	return fmt.Sprintf("%q entry %d", Clean(location[0]), index+1)
}

func plainType(t string) string {
	words := map[string]string{
		"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
		"array": "a list", "object": "an object", "null": "null",
	}
	if word, ok := words[t]; ok {
		return word
	}
	return t
}

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return strings.Join(quoted, ", ")
}

// Decode reads checked arguments into the input struct.
func Decode[In any](raw json.RawMessage) (In, error) {
	var in In
	if err := json.Unmarshal(raw, &in); err != nil {
		return in, Errorf(InvalidInput, "An argument has a value that cannot be read: write whole numbers without a fraction or an exponent.")
	}
	return in, nil
}

// wish says how a change is wanted.
type wish struct {
	DryRun bool   `json:"dry_run"`
	Reason string `json:"reason"`
}

// addWish declares the arguments. Whoever only wants to know what would happen
// asks nobody; a reason is shown to whoever decides.
func addWish(input *reflected.Schema) {
	most := uint64(500)
	input.Properties.Set("reason", &reflected.Schema{Type: "string", MaxLength: &most, Description: "Why; shown to whoever decides"})
	input.Properties.Set("dry_run", &reflected.Schema{Type: "boolean", Description: "Only show what would happen"})
}

// IsWish reports whether an argument belongs to every tool that changes, and not
// to what one of them does.
func IsWish(argument string) bool { return argument == "reason" || argument == "dry_run" }

// take keeps the wish for the gate. The arguments have been checked.
func (inv *Invocation) take(raw json.RawMessage) error {
	in, err := Decode[wish](raw)
	inv.DryRun, inv.Reason = in.DryRun, in.Reason
	return err
}

// choice lists all that a value may be.
func choice(all []any) string {
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = fmt.Sprint(one)
	}
	return strings.Join(texts, ", ")
}
