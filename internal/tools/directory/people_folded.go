// People by names as they are written from memory: without accents, with another
// apostrophe.

package directory

import (
	"context"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// mostFolded is for how many names in a call everybody of their initials is read.
const mostFolded = 20

// peopleOfInitials gives those whose first and last names begin as a name of several
// words does, for the letters to be compared here: the API knows nothing of accents. A
// name of one word is nobody's.
func peopleOfInitials(ctx context.Context, inv *tools.Invocation, ref string) ([]sailpoint.Person, error) {
	words := strings.FieldsFunc(tools.Folded(ref), func(r rune) bool { return r == ' ' || r == ',' })
	if len(words) < 2 {
		return nil, nil
	}
	return inv.Client.People(ctx, sailpoint.Query{Filter: initials(words[0], words[len(words)-1])})
}

// initials selects those whose names begin with the letters that two words begin with.
func initials(first, last string) sailpoint.Filter {
	var any []sailpoint.Filter
	for _, f := range written(firstRunes(first, 1)) {
		for _, l := range written(firstRunes(last, 1)) {
			any = append(any, sailpoint.And(sailpoint.StartsWith("firstname", f), sailpoint.StartsWith("lastname", l)))
		}
	}
	return sailpoint.Or(any...)
}

// written are the ways in which a letter at the beginning of a name may be written.
func written(letter string) []string {
	marked := map[string]string{"a": "áàâäåã", "c": "çčć", "d": "đď", "e": "éèêëě", "i": "íìîïı", "l": "ł", "n": "ñń", "o": "óòôöøõ", "r": "ř", "s": "šśş", "t": "ťţ", "u": "úùûüů", "y": "ý", "z": "žźż"}
	ways := []string{letter}
	for _, r := range marked[letter] {
		ways = append(ways, string(r))
	}
	return ways
}

func hasFoldedName(p sailpoint.Person, ref string) bool {
	return tools.Folded(p.Name) == tools.Folded(ref)
}
