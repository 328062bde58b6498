// Text: what strangers wrote. Names and descriptions of the tenant are read by
// people and by models; here they lose what could deceive either.

package tools

import (
	"fmt"
	"strings"
	"unicode"
)

// The most characters of a stranger's text that an answer carries.
const (
	maxName        = 200
	maxDescription = 1000
)

// Clean makes a name safe to show: one line, without control, bidirectional,
// zero-width and other invisible characters, and of bounded length. What was
// cut is said.
func Clean(s string) string { return clip(visible(s), maxName) }

// CleanText does the same for longer texts such as descriptions.
func CleanText(s string) string { return clip(visible(s), maxDescription) }

// Visible is a text without what cannot be seen, and without blanks around it.
func Visible(s string) string { return visible(s) }

// visible drops what cannot be seen. The two emoji presentation selectors stay,
// since people do see those.
func visible(s string) string {
	keep := func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == '\ufe0e' || r == '\ufe0f':
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs,
			unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
			return -1
		}
		return r
	}
	return strings.TrimSpace(strings.Map(keep, strings.ToValidUTF8(s, "\ufffd")))
}

// clip bounds a text and says how much is missing. What it returns is within the
// bound, so that clipping again changes nothing.
func clip(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	kept := most - len("… (99999999 more characters)")
	return fmt.Sprintf("%s… (%d more characters)", string(runes[:kept]), len(runes)-kept)
}

// Plural writes a count with its noun: 1 member, 2 members.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Quoted puts a cleaned name into typographic quotes.
func Quoted(name string) string { return "“" + InQuotes(Clean(name)) + "”" }

// QuotedText is [Quoted] for what people write in sentences, such as a reason.
func QuotedText(text string) string { return "“" + InQuotes(CleanText(text)) + "”" }

// InQuotes makes a cleaned text fit to stand between “ and ”: it holds no such
// quotes itself, so that nothing in it can look like the end of the quotation and
// the beginning of a sentence of ours. Blanks of other kinds become ordinary ones.
func InQuotes(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("“”„‟″＂❝❞〝〞〟", r):
			return '"'
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, text)
}
