// Filter: the language of the collections' filters. Comparisons are joined by "and"
// and "or", turned round by "not", grouped by parentheses. This only parses;
// match.go says what a filter means for a kind of record.

package sandbox

import (
	"fmt"
	"strings"
)

// maxFilterDepth bounds nested parentheses and "not", so that a hostile filter cannot
// exhaust the stack.
const maxFilterDepth = 50

// clause is a node of a parsed filter: either a comparison (field, op, values),
// a pair of clauses joined by op "and" or "or", or one under op "not".
type clause struct {
	op          string
	field       string
	values      []string
	boolean     bool // the value is true or false, without quotes
	left, right *clause
}

// filterParser walks the tokens of one filter.
type filterParser struct {
	lex   filterLexer
	tok   filterToken // the token not yet consumed
	depth int
}

// parseFilter turns a filter into its tree. The error says what was wrong and
// at which byte.
func parseFilter(text string) (*clause, error) {
	p := &filterParser{lex: filterLexer{text: text}}
	if err := p.next(); err != nil {
		return nil, err
	}
	tree, err := p.either()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != tokenEnd {
		return nil, p.unexpected(`"and", "or" or the end`)
	}
	return tree, nil
}

func (p *filterParser) next() (err error) {
	p.tok, err = p.lex.next()
	return err
}

// either reads clauses joined by "or", which binds weaker than "and".
func (p *filterParser) either() (*clause, error) { return p.joined("or", p.both) }

// both reads clauses joined by "and".
func (p *filterParser) both() (*clause, error) { return p.joined("and", p.single) }

// joined reads operands with the word between them, grouping from the left.
func (p *filterParser) joined(word string, operand func() (*clause, error)) (*clause, error) {
	left, err := operand()
	for err == nil && p.tok.isWord(word) {
		if err = p.next(); err != nil {
			break
		}
		var right *clause
		if right, err = operand(); err == nil {
			left = &clause{op: word, left: left, right: right}
		}
	}
	return left, err
}

// single reads one comparison, a parenthesised filter, or what "not" turns round,
// which binds strongest.
func (p *filterParser) single() (*clause, error) {
	negated := p.tok.isWord("not")
	if !negated && p.tok.kind != tokenOpen {
		return p.comparison()
	}
	if p.depth++; p.depth > maxFilterDepth {
		return nil, fmt.Errorf("parentheses are nested deeper than %d", maxFilterDepth)
	}
	defer func() { p.depth-- }()
	if err := p.next(); err != nil {
		return nil, err
	}
	if negated {
		inner, err := p.single()
		return &clause{op: "not", left: inner}, err
	}
	inner, err := p.either()
	if err != nil {
		return nil, err
	}
	return inner, p.expect(tokenClose, `")"`)
}

// comparison reads a field, an operator and a value. Which fields and operators
// there are is not known here: every list has others.
func (p *filterParser) comparison() (*clause, error) {
	c := &clause{field: p.tok.text}
	if err := p.expect(tokenWord, "a field name"); err != nil {
		return nil, err
	}
	c.op = p.tok.text
	if err := p.expect(tokenWord, "an operator"); err != nil {
		return nil, err
	}
	var err error
	switch c.boolean = p.tok.isWord("true") || p.tok.isWord("false"); {
	case c.op == "in":
		c.values, err = p.list()
	case c.boolean:
		c.values = []string{p.tok.text}
		err = p.next()
	default:
		c.values, err = p.value(nil)
	}
	return c, err
}

// list reads ("a","b"), which must not be empty.
func (p *filterParser) list() ([]string, error) {
	if err := p.expect(tokenOpen, `"("`); err != nil {
		return nil, err
	}
	values, err := p.value(nil)
	for err == nil && p.tok.kind == tokenComma {
		if err = p.next(); err == nil {
			values, err = p.value(values)
		}
	}
	if err != nil {
		return nil, err
	}
	return values, p.expect(tokenClose, `"," or ")"`)
}

func (p *filterParser) value(values []string) ([]string, error) {
	text := p.tok.text
	return append(values, text), p.expect(tokenString, "a value in double quotes")
}

func (p *filterParser) expect(kind tokenKind, what string) error {
	if p.tok.kind != kind {
		return p.unexpected(what)
	}
	return p.next()
}

// unexpected quotes what was found, cut short: a filter may be long.
func (p *filterParser) unexpected(want string) error {
	found := strings.TrimSpace(p.lex.text[p.tok.at:])
	if p.tok.kind == tokenEnd {
		found = "the end"
	}
	return fmt.Errorf("expected %s at %d, found %.40q", want, p.tok.at, found)
}
