// Phrase: what has to be typed with an approval, so that nobody approves what
// they did not read.

package confirm

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"govgroup/internal/tools"
)

// words are shown with a request about several groups; typing one proves that the
// question was looked at.
var words = [...]string{
	"amber", "birch", "cedar", "delta", "ember", "flint", "grove", "harbor",
	"island", "juniper", "kettle", "lantern", "maple", "nectar", "orchid", "pepper",
}

// typable is the longest name that anyone is asked to type; for longer ones, and
// those of which nothing can be seen, it is the id.
const typable = 100

// phrase is what has to be typed: the group's name, or for several groups their
// number and a word. Empty: nothing. Typing is asked for by what the change is; a
// stricter level takes it away from nobody.
func (r Request) phrase() string {
	if !r.Typed {
		return ""
	}
	if len(r.Plan.Groups) == 1 {
		return nameToType(r.Plan.Groups[0], r.LookAlike)
	}
	return fmt.Sprintf("%d %s", r.Plan.Pending(), words[int(r.ID[0]+r.ID[1])%len(words)])
}

// whatIsTyped names the phrase within a sentence, where it has a name of its own.
func (r Request) whatIsTyped() string {
	switch {
	case len(r.Plan.Groups) != 1:
		return ""
	case r.phrase() == r.Plan.Groups[0].ID:
		return " the id"
	}
	return " the name"
}

// nameToType is the id where the name would not tell the group from another one.
func nameToType(g tools.Ref, lookAlike bool) string {
	if name := g.Name; !lookAlike && foldTyped(name) != "" && utf8.RuneCountInString(name) <= typable {
		return name
	}
	return g.ID
}

// typed compares what was typed with the phrase.
func typed(text, phrase string) bool { return foldTyped(text) == foldTyped(phrase) }

// foldTyped makes the same what a keyboard or an editor may turn into each other:
// composed and decomposed characters, kinds of apostrophes, quotes, dashes, dots
// and blanks. Letters and capitals stay what they are.
func foldTyped(s string) string {
	return strings.Join(strings.Fields(strings.Map(foldRune, norm.NFC.String(s))), " ")
}

func foldRune(r rune) rune {
	switch {
	case strings.ContainsRune("'’‘‚‛ʼʹ′´`＇", r):
		return '\''
	case strings.ContainsRune("\"“”„‟«»″＂❝❞〝〞〟", r):
		return '"'
	case unicode.Is(unicode.Pd, r), r == '−', r == '\u00ad':
		return '-'
	case strings.ContainsRune("….．。·‧・", r):
		return '.'
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}
