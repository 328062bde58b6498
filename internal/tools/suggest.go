// Suggestion: the nearest right word for a wrong one.

package tools

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest finds the word most like the one given. It answers "" when none is
// near enough to be what was meant: more than a third of the letters differ.
func Nearest(word string, words []string) string {
	best, least := "", len(word)/3+2
	word = strings.ToLower(word)
	for _, candidate := range words {
		distance := levenshtein.ComputeDistance(word, strings.ToLower(candidate))
		if distance < least {
			best, least = candidate, distance
		}
	}
	return best
}

// Distance is how many letters two folded names are apart, and whether that is near
// enough for the one to be meant by the other.
func Distance(a, b string) (letters int, near bool) {
	if len(a) > 100 || len(b) > 100 {
		return 1000, false
	}
	letters = levenshtein.ComputeDistance(a, b)
	return letters, letters < len(a)/3+2
}

func didYouMean(word string, words []string) string {
	if len(word) > 100 {
		return ""
	}
	if near := Nearest(word, words); near != "" {
		return fmt.Sprintf("; did you mean %q", near)
	}
	return ""
}
