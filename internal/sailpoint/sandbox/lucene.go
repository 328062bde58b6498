// Query: the language of the search, the part of it that looking up a person needs:
// words, fields, quoted phrases, the wildcards * and ?, AND, OR and parentheses.
// Anything else is refused rather than misread.

package sandbox

import (
	"errors"
	"fmt"
	"strings"
)

// query is a node of a parsed query: a term to look for in a field, or two
// queries joined by "AND" or "OR".
type query struct {
	op          string
	field       string
	fields      []string // where a term without a field is looked for; none means the usual ones
	term        pattern
	phrase      bool
	left, right *query
}

// luceneParser walks a query. Words without an operator between them are
// alternatives, as the real search has it.
type luceneParser struct {
	text  []rune
	pos   int
	depth int
	terms int
}

// maxTerms bounds a query, as the real search does.
const maxTerms = 1024

// parseLucene turns a query into its tree.
func parseLucene(text string) (*query, error) {
	p := &luceneParser{text: []rune(text)}
	q, err := p.either()
	if err == nil && p.pos < len(p.text) {
		err = fmt.Errorf("unexpected %q at %d", p.text[p.pos], p.pos)
	}
	return q, err
}

// either reads alternatives up to the end of the query or of its parentheses. The
// word OR between them is optional.
func (p *luceneParser) either() (*query, error) {
	left, err := p.both()
	for err == nil && !p.atEnd() {
		p.word("OR")
		var right *query
		if right, err = p.both(); err == nil {
			left = &query{op: "OR", left: left, right: right}
		}
	}
	return left, err
}

// both reads terms joined by AND, which binds stronger.
func (p *luceneParser) both() (*query, error) {
	left, err := p.single()
	for err == nil && p.word("AND") {
		var right *query
		if right, err = p.single(); err == nil {
			left = &query{op: "AND", left: left, right: right}
		}
	}
	return left, err
}

// single reads a term, with its field if it has one, or a group. An operator in
// this place means that something is missing before it.
func (p *luceneParser) single() (*query, error) {
	p.space()
	if p.skip('(') {
		return p.group()
	}
	for _, word := range []string{"AND", "OR", "NOT"} {
		if p.word(word) {
			return nil, fmt.Errorf("%s is not possible at %d", word, p.pos-len(word))
		}
	}
	if p.terms++; p.terms > maxTerms {
		return nil, fmt.Errorf("there are more than %d terms", maxTerms)
	}
	field, err := p.field()
	if err != nil {
		return nil, err
	}
	if p.skip('"') {
		term, err := p.phrase()
		return &query{field: field, term: term, phrase: true}, err
	}
	term, err := p.term()
	return &query{field: field, term: term}, err
}

// group reads what stands in parentheses; the opening one was taken.
func (p *luceneParser) group() (*query, error) {
	if p.depth++; p.depth > maxFilterDepth {
		return nil, fmt.Errorf("parentheses are nested deeper than %d", maxFilterDepth)
	}
	q, err := p.either()
	p.depth--
	if err == nil && !p.skip(')') {
		err = errors.New("a parenthesis is not closed")
	}
	return q, err
}

// word takes an operator if it comes next as a word of its own.
func (p *luceneParser) word(w string) bool {
	p.space()
	end := p.pos + len(w)
	if end > len(p.text) || string(p.text[p.pos:end]) != w {
		return false
	}
	if end < len(p.text) && !strings.ContainsRune(" \t\r\n(", p.text[end]) {
		return false
	}
	p.pos = end
	return true
}

func (p *luceneParser) space() {
	for p.pos < len(p.text) && strings.ContainsRune(" \t\r\n", p.text[p.pos]) {
		p.pos++
	}
}

func (p *luceneParser) skip(r rune) bool {
	if p.pos == len(p.text) || p.text[p.pos] != r {
		return false
	}
	p.pos++
	return true
}

// atEnd tells whether the query, or the group being read, is over.
func (p *luceneParser) atEnd() bool {
	p.space()
	return p.pos == len(p.text) || p.depth > 0 && p.text[p.pos] == ')'
}
