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

func didYouMean(word string, words []string) string {
	if len(word) > 100 {
		return ""
	}
	if near := Nearest(word, words); near != "" {
		return fmt.Sprintf("; did you mean %q", near)
	}
	return ""
}
