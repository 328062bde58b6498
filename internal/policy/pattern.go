// Patterns: "*" stands for any characters, everything else for itself.

package policy

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"govgroup/internal/tools"
)

// pattern is the text between the stars.
type pattern []string

// newPattern reads a pattern, without regard to capitals: whoever protects
// "payroll" means "Payroll" too.
func newPattern(text string) pattern { return strings.Split(folded(text), "*") }

// matches reports whether the whole text fits.
func (p pattern) matches(text string) bool {
	text, fits := strings.CutPrefix(folded(text), p[0])
	if len(p) == 1 {
		return fits && text == ""
	}
	for _, part := range p[1 : len(p)-1] {
		_, after, found := strings.Cut(text, part)
		fits, text = fits && found, after
	}
	return fits && strings.HasSuffix(text, p[len(p)-1])
}

// folded makes texts that people take for the same the same.
func folded(s string) string { return strings.ToLower(norm.NFC.String(s)) }

// looksLike reports whether people may take one name for the other, letters of
// other scripts included.
func looksLike(a, b string) bool { return tools.Skeleton(a) == tools.Skeleton(b) }

// sameID compares ids, e-mails and what else is ASCII: of its letters capitals do
// not matter. No other letter is folded: a long s is not an s, and whoever can
// choose an address must not get another's roles by it.
func sameID(a, b string) bool { return lowerASCII(a) == lowerASCII(b) }

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
