// Term: one term of a search query, its field and the phrase or word to look for.

package sandbox

import (
	"errors"
	"fmt"
	"strings"
)

// field reads "name:" if it comes next; a bare term has none.
func (p *luceneParser) field() (string, error) {
	end := p.pos
	for end < len(p.text) && p.text[end] < 0x80 && isWordByte(byte(p.text[end])) {
		end++
	}
	if end == len(p.text) || p.text[end] != ':' {
		return "", nil
	}
	name := string(p.text[p.pos:end])
	p.pos = end + 1
	if _, known := (document{Person: &Person{}}).values(name); !known || name == "" {
		return "", fmt.Errorf("field %q is not known", name)
	}
	return name, nil
}

// phrase reads up to the closing quote. Only a backslash is special in it.
func (p *luceneParser) phrase() (pattern, error) {
	var out pattern
	for p.pos < len(p.text) {
		r := p.text[p.pos]
		p.pos++
		if r == '"' {
			return out, nil
		}
		if r == '\\' && p.pos < len(p.text) {
			r = p.text[p.pos]
			p.pos++
		}
		out = append(out, symbol{char: r})
	}
	return nil, errors.New("a quote is not closed")
}

// term reads a word up to a space or parenthesis, with escapes and wildcards.
func (p *luceneParser) term() (pattern, error) {
	var out pattern
	for ; p.pos < len(p.text) && !strings.ContainsRune(" \t\r\n()", p.text[p.pos]); p.pos++ {
		s := symbol{char: p.text[p.pos]}
		switch {
		case s.char == '\\':
			if p.pos++; p.pos == len(p.text) {
				return nil, errors.New("a backslash escapes nothing")
			}
			s.char = p.text[p.pos]
		case s.char == '*' || s.char == '?':
			s.wild = true
		case reserved(s.char, len(out) == 0):
			return nil, fmt.Errorf("%q at %d must be escaped", s.char, p.pos)
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("a term is missing at %d", p.pos)
	}
	return out, nil
}

// reserved tells whether a character means something in the query language that
// the tenant does not do. Some do so only in front of a term.
func reserved(r rune, first bool) bool {
	return strings.ContainsRune("\":[]{}^~/!&|=<>", r) || first && strings.ContainsRune("+-@", r)
}
