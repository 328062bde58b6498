// Skeleton: what a name looks like. Two names with one skeleton can be taken for
// each other.

package tools

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// confusable are the letters of other scripts that look like Latin ones, in small
// letters, as far as names of groups are likely to hold them.
var confusable = strings.NewReplacer(
	"а", "a", "в", "b", "с", "c", "ԁ", "d", "е", "e", "һ", "h", "н", "h", "і", "i", "ј", "j", "к", "k", "ӏ", "l",
	"м", "m", "п", "n", "о", "o", "р", "p", "ԛ", "q", "г", "r", "ѕ", "s", "т", "t", "у", "y", "ѵ", "v", "ԝ", "w", "х", "x",
	"α", "a", "β", "b", "ε", "e", "η", "n", "ι", "i", "κ", "k", "μ", "m", "ν", "v", "ο", "o", "ρ", "p", "τ", "t", "υ", "u", "χ", "x", "ζ", "z",
	"ı", "i", "ȷ", "j", "ɡ", "g", "ſ", "s", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ł", "l",
)

// Skeleton folds capitals, accents, widths, look-alikes of other scripts, kinds of
// blanks, quotes and dashes, and what cannot be seen.
func Skeleton(name string) string {
	folded := strings.ToLower(norm.NFKD.String(visible(name)))
	folded = confusable.Replace(strings.Map(foldLook, folded))
	return strings.Join(strings.Fields(folded), " ")
}

func foldLook(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r):
		return -1
	case strings.ContainsRune("'’‘‚‛ʼʹ′´`\"“”„‟«»‹›″", r):
		return '\''
	case unicode.Is(unicode.Pd, r), r == '−':
		return '-'
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}
