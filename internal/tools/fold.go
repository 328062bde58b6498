// Folding: names as people write them from memory, and what a name looks like.

package tools

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// variants are letters that people write without their mark, and that decompose into
// nothing simpler.
var variants = strings.NewReplacer(
	"ı", "i", "ȷ", "j", "ɡ", "g", "ſ", "s", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ł", "l",
)

// confusable are the letters of other scripts that look like Latin ones, in small
// letters, as far as names of groups are likely to hold them.
var confusable = strings.NewReplacer(
	"а", "a", "в", "b", "с", "c", "ԁ", "d", "е", "e", "һ", "h", "н", "h", "і", "i", "ј", "j", "к", "k", "ӏ", "l",
	"м", "m", "п", "n", "о", "o", "р", "p", "ԛ", "q", "г", "r", "ѕ", "s", "т", "t", "у", "y", "ѵ", "v", "ԝ", "w", "х", "x",
	"α", "a", "β", "b", "ε", "e", "η", "n", "ι", "i", "κ", "k", "μ", "m", "ν", "v", "ο", "o", "ρ", "p", "τ", "t", "υ", "u", "χ", "x", "ζ", "z",
)

// Folded is a name without what people do not write as it stands: capitals, accents,
// widths, kinds of apostrophes, quotes, dashes and blanks, and what cannot be seen. Two
// names with one folding are found by each other where only one of them is there.
func Folded(name string) string {
	// Before and after, since some marks come apart into a blank and an accent.
	folded := strings.ToLower(norm.NFKD.String(strings.Map(foldLook, visible(name))))
	folded = variants.Replace(strings.Map(foldLook, folded))
	return strings.Join(strings.Fields(folded), " ")
}

// Skeleton is what a name looks like: [Folded], and look-alikes of other scripts. Two
// names with one skeleton can be taken for each other.
func Skeleton(name string) string { return confusable.Replace(Folded(name)) }

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

// Revealed is a name in quotes with what tells it from one that looks the same: the
// numbers of characters that cannot be seen, of unusual blanks, and of letters that look
// like Latin ones.
func Revealed(name string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(name, "\ufffd") {
		switch look := strings.ToLower(string(r)); {
		case r != ' ' && visible(string(r)) == "", unicode.Is(unicode.Zs, r) && r != ' ':
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		case confusable.Replace(look) != look:
			fmt.Fprintf(&b, "%c⟨U+%04X⟩", r, r)
		default:
			b.WriteRune(r)
		}
	}
	return Quoted(b.String())
}

var revealed = regexp.MustCompile(`(?s)(.?)⟨U\+([0-9A-F]{4,6})⟩`)

// Unrevealed is the name again of which [Revealed] made a text, without its quotes:
// people copy names from there.
func Unrevealed(text string) string {
	return revealed.ReplaceAllStringFunc(text, func(found string) string {
		parts := revealed.FindStringSubmatch(found)
		code, err := strconv.ParseInt(parts[2], 16, 32)
		if err != nil || parts[1] == string(rune(code)) {
			return parts[1]
		}
		return parts[1] + string(rune(code))
	})
}
