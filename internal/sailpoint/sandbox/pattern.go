// Pattern: whether a text matches a search term, word by word, without regard to
// case, with wildcards.

package sandbox

import (
	"slices"
	"strings"
	"unicode"
)

// symbol is a character of a term; a wild one is the wildcard * or ?.
type symbol struct {
	char rune
	wild bool
}

// pattern is a term to look for.
type pattern []symbol

// matches tells whether a person matches the query.
func (q *query) matches(d document) bool {
	switch q.op {
	case "AND":
		return q.left.matches(d) && q.right.matches(d)
	case "OR":
		return q.left.matches(d) || q.right.matches(d)
	}
	values, _ := d.values(q.field)
	if q.field == "" && len(q.fields) > 0 {
		values = d.allValues(q.fields)
	}
	return slices.ContainsFunc(values, func(v string) bool { return v != "" && q.term.in(strings.ToLower(v), q.phrase) })
}

// in tells whether the term is the whole text, one of its words, or, for a
// phrase, some of its words in a row.
func (p pattern) in(text string, phrase bool) bool {
	if p.glob([]rune(text)) {
		return true
	}
	words := splitWords(text)
	if phrase {
		return containsRun(words, splitWords(p.literal()))
	}
	return slices.ContainsFunc(words, func(w string) bool { return p.glob([]rune(w)) })
}

// splitWords cuts a text where the index does. Dots, hyphens, apostrophes and at
// signs stay within words, so that an account name or e-mail is one word.
func splitWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-'@", r)
	})
}

// containsRun tells whether the run stands somewhere in words; an empty one does not.
func containsRun(words, run []string) bool {
	for i := 0; len(run) > 0 && i+len(run) <= len(words); i++ {
		if slices.Equal(words[i:i+len(run)], run) {
			return true
		}
	}
	return false
}

// literal is the term as text, in lower case.
func (p pattern) literal() string {
	var b strings.Builder
	for _, s := range p {
		b.WriteRune(unicode.ToLower(s.char))
	}
	return b.String()
}

// glob matches a whole text in time proportional to the product of the lengths:
// on a mismatch it goes back to the last star only.
func (p pattern) glob(text []rune) bool {
	at, star, resume := 0, -1, 0
	for i := 0; i < len(text); {
		switch {
		case p.starAt(at):
			star, resume = at, i
			at++
		case at < len(p) && p[at].accepts(text[i]):
			at++
			i++
		case star >= 0:
			resume++
			at, i = star+1, resume
		default:
			return false
		}
	}
	for p.starAt(at) {
		at++
	}
	return at == len(p)
}

func (p pattern) starAt(i int) bool { return i < len(p) && p[i].wild && p[i].char == '*' }

func (s symbol) accepts(r rune) bool { return s.wild || unicode.ToLower(s.char) == r }
