// Lexer: a filter cut into tokens.

package sandbox

import (
	"fmt"
	"strings"
)

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenWord
	tokenString
	tokenOpen
	tokenClose
	tokenComma
)

type filterToken struct {
	kind tokenKind
	text string // a word as written, or a string without quotes and escapes
	at   int    // byte offset in the filter
}

func (t filterToken) isWord(text string) bool { return t.kind == tokenWord && t.text == text }

type filterLexer struct {
	text string
	pos  int
}

// next gives the next token; at the end it gives tokenEnd for ever.
func (l *filterLexer) next() (filterToken, error) {
	for l.pos < len(l.text) && l.text[l.pos] == ' ' {
		l.pos++
	}
	at := l.pos
	if at == len(l.text) {
		return filterToken{kind: tokenEnd, at: at}, nil
	}
	switch l.text[at] {
	case '(':
		return l.mark(tokenOpen), nil
	case ')':
		return l.mark(tokenClose), nil
	case ',':
		return l.mark(tokenComma), nil
	case '"':
		return l.quoted()
	}
	return l.word()
}

func (l *filterLexer) mark(kind tokenKind) filterToken {
	l.pos++
	return filterToken{kind: kind, at: l.pos - 1}
}

// quoted reads a string in double quotes in which only \" and \\ are escapes.
func (l *filterLexer) quoted() (filterToken, error) {
	start := l.pos
	var b strings.Builder
	for i := start + 1; i < len(l.text); i++ {
		switch ch := l.text[i]; ch {
		case '"':
			l.pos = i + 1
			return filterToken{tokenString, b.String(), start}, nil
		case '\\':
			i++
			if i == len(l.text) || (l.text[i] != '"' && l.text[i] != '\\') {
				return filterToken{}, fmt.Errorf(`a backslash at %d escapes neither a quote nor a backslash`, i-1)
			}
			b.WriteByte(l.text[i])
		default:
			b.WriteByte(ch)
		}
	}
	return filterToken{}, fmt.Errorf("the value that begins at %d has no closing quote", start)
}

// word reads a field name or an operator.
func (l *filterLexer) word() (filterToken, error) {
	start := l.pos
	for l.pos < len(l.text) && isWordByte(l.text[l.pos]) {
		l.pos++
	}
	if l.pos == start {
		return filterToken{}, fmt.Errorf("unexpected character at %d", start)
	}
	return filterToken{tokenWord, l.text[start:l.pos], start}, nil
}

// isWordByte takes what field names and operators are made of. Whatever else
// stands outside of quotes is refused, so that nothing is guessed.
func isWordByte(b byte) bool {
	return b == '.' || b == '_' || b == '-' ||
		'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
}
